export interface PageWords {
  readonly title: string;
  readonly notice: string;
  readonly to: string;
  readonly invoice: string;
  readonly payer: string;
  readonly pay: string;
  readonly others: string;
  readonly back: string;
  readonly actions: Readonly<Record<'authenticate' | 'decline' | 'review' | 'twice', readonly [string, string]>>;
  readonly closeTab: string;
  readonly confirmTitle: string;
  readonly confirmText: string;
  readonly confirm: string;
  readonly over: readonly [string, string];
  readonly toShop: string;
  readonly missing: readonly [string, string];
}

const EN: PageWords = {
  title: 'Pay with PayPal',
  notice: 'A stand-in for PayPal: no money moves here.',
  to: 'To',
  invoice: 'Invoice',
  payer: 'Signed in as',
  pay: 'Pay',
  others: 'Or see what happens when…',
  back: 'Cancel and go back',
  actions: {
    authenticate: ['PayPal wants a confirmation', 'One more step, as with 3-D Secure.'],
    decline: ['The bank declines', 'You approve, but the money cannot be taken.'],
    review: ['PayPal looks into it', 'You approve, and the money is held for review.'],
    twice: ['The message comes twice', 'Approved, and the shop is told two times at once.'],
  },
  closeTab: 'To leave in the middle, close this tab.',
  confirmTitle: 'Confirm that it is you',
  confirmText: 'Your bank would ask in its app. Here a button is enough.',
  confirm: 'It is me',
  over: ['Nothing left to decide', 'This order was approved already, or is over.'],
  toShop: 'Back to the shop',
  missing: ['There is no such order', 'The address is incomplete, or the order is over.'],
};

const UK: PageWords = {
  title: 'Оплата через PayPal',
  notice: 'Замість справжнього PayPal: гроші тут не рухаються.',
  to: 'Кому',
  invoice: 'Рахунок',
  payer: 'Ви ввійшли як',
  pay: 'Сплатити',
  others: 'Або подивіться, що буде, коли…',
  back: 'Скасувати й повернутися',
  actions: {
    authenticate: ['PayPal просить підтвердження', 'Ще один крок, як у 3-D Secure.'],
    decline: ['Банк відмовляє', 'Ви погоджуєтеся, але гроші взяти не вдається.'],
    review: ['PayPal перевіряє', 'Ви погоджуєтеся, а гроші затримано для перевірки.'],
    twice: ['Повідомлення приходить двічі', 'Погоджено, і магазину сказано про це двічі водночас.'],
  },
  closeTab: 'Щоб піти посередині, закрийте цю вкладку.',
  confirmTitle: 'Підтвердьте, що це ви',
  confirmText: 'Банк запитав би у своєму застосунку. Тут вистачить кнопки.',
  confirm: 'Це я',
  over: ['Вирішувати вже нічого', 'Це замовлення вже погоджено, або воно завершене.'],
  toShop: 'Повернутися до магазину',
  missing: ['Такого замовлення немає', 'Адреса неповна, або замовлення завершене.'],
};

const RU: PageWords = {
  title: 'Оплата через PayPal',
  notice: 'Вместо настоящего PayPal: деньги здесь не движутся.',
  to: 'Кому',
  invoice: 'Счёт',
  payer: 'Вы вошли как',
  pay: 'Оплатить',
  others: 'Или посмотрите, что будет, когда…',
  back: 'Отменить и вернуться',
  actions: {
    authenticate: ['PayPal просит подтверждения', 'Ещё один шаг, как в 3-D Secure.'],
    decline: ['Банк отказывает', 'Вы соглашаетесь, но деньги взять не удаётся.'],
    review: ['PayPal проверяет', 'Вы соглашаетесь, а деньги задержаны для проверки.'],
    twice: ['Сообщение приходит дважды', 'Согласовано, и магазину сказано об этом дважды одновременно.'],
  },
  closeTab: 'Чтобы уйти посередине, закройте эту вкладку.',
  confirmTitle: 'Подтвердите, что это вы',
  confirmText: 'Банк спросил бы в своём приложении. Здесь хватит кнопки.',
  confirm: 'Это я',
  over: ['Решать больше нечего', 'Этот заказ уже согласован, или он завершён.'],
  toShop: 'Вернуться в магазин',
  missing: ['Такого заказа нет', 'Адрес неполный, или заказ завершён.'],
};

export const LANGUAGES = { en: EN, uk: UK, ru: RU } as const;

export type Language = keyof typeof LANGUAGES;

/** The language of the order, else of the browser, else English. */
export function languageOf(...wishes: readonly (string | null | undefined)[]): Language {
  const wanted = wishes.map(wish => wish?.slice(0, 2).toLowerCase()).find(wish => wish && Object.hasOwn(LANGUAGES, wish));
  return (wanted as Language | undefined) ?? 'en';
}
