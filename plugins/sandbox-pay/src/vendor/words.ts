export interface PageWords {
  readonly title: string;
  readonly sandbox: string;
  readonly to: string;
  readonly invoice: string;
  readonly card: string;
  readonly pay: (amount: string) => string;
  readonly others: string;
  readonly back: string;
  readonly actions: Readonly<Record<'decline' | 'confirm' | 'lost' | 'twice' | 'early', readonly [string, string]>>;
  readonly confirmTitle: string;
  readonly confirmText: string;
  readonly code: string;
  readonly confirmButton: string;
  readonly wrongCode: string;
  readonly results: Readonly<Record<'paid' | 'declined' | 'cancelled', readonly [string, string]>>;
  readonly toShop: string;
  readonly missing: readonly [string, string];
}

const EN: PageWords = {
  title: 'Payment',
  sandbox: 'Sandbox: no money moves here.',
  to: 'To',
  invoice: 'Invoice',
  card: 'Test card',
  pay: amount => `Pay ${amount}`,
  others: 'Or see what happens when…',
  back: 'Cancel and go back',
  actions: {
    decline: ['The card is declined', 'The bank says no; the shop offers another try.'],
    confirm: ['The bank wants a confirmation', 'One more step with a code, as with 3-D Secure.'],
    lost: ['The answer is lost', 'Paid, but no message comes: the shop has to ask.'],
    twice: ['The message comes twice', 'Paid, and told about it two times at once.'],
    early: ['The message comes first', 'The shop hears of it before you are back.'],
  },
  confirmTitle: 'Confirm the payment',
  confirmText: 'Your bank has sent a code. In the sandbox it is always 424242.',
  code: 'Code',
  confirmButton: 'Confirm',
  wrongCode: 'That is not the code. After three wrong ones the payment is declined.',
  results: {
    paid: ['Paid', 'The shop has been told.'],
    declined: ['Declined', 'Nothing was taken. You can try again in the shop.'],
    cancelled: ['Cancelled', 'Nothing was taken.'],
  },
  toShop: 'Back to the shop',
  missing: ['There is no such payment', 'The address is incomplete, or the sandbox was started anew.'],
};

const UK: PageWords = {
  title: 'Оплата',
  sandbox: 'Пісочниця: гроші тут не рухаються.',
  to: 'Кому',
  invoice: 'Рахунок',
  card: 'Тестова картка',
  pay: amount => `Сплатити ${amount}`,
  others: 'Або подивіться, що буде, коли…',
  back: 'Скасувати й повернутися',
  actions: {
    decline: ['Картку відхилено', 'Банк відмовляє; магазин запропонує ще одну спробу.'],
    confirm: ['Банк просить підтвердження', 'Ще один крок із кодом, як у 3-D Secure.'],
    lost: ['Відповідь загубилася', 'Сплачено, але повідомлення немає: магазин має запитати сам.'],
    twice: ['Повідомлення приходить двічі', 'Сплачено, і про це сказано двічі водночас.'],
    early: ['Повідомлення приходить першим', 'Магазин дізнається раніше, ніж ви повернетеся.'],
  },
  confirmTitle: 'Підтвердьте оплату',
  confirmText: 'Банк надіслав код. У пісочниці це завжди 424242.',
  code: 'Код',
  confirmButton: 'Підтвердити',
  wrongCode: 'Це не той код. Після трьох помилок оплату буде відхилено.',
  results: {
    paid: ['Сплачено', 'Магазин уже знає.'],
    declined: ['Відхилено', 'Нічого не списано. Спробуйте ще раз у магазині.'],
    cancelled: ['Скасовано', 'Нічого не списано.'],
  },
  toShop: 'Повернутися до магазину',
  missing: ['Такої оплати немає', 'Адреса неповна, або пісочницю запущено наново.'],
};

const RU: PageWords = {
  title: 'Оплата',
  sandbox: 'Песочница: деньги здесь не движутся.',
  to: 'Кому',
  invoice: 'Счёт',
  card: 'Тестовая карта',
  pay: amount => `Оплатить ${amount}`,
  others: 'Или посмотрите, что будет, когда…',
  back: 'Отменить и вернуться',
  actions: {
    decline: ['Карта отклонена', 'Банк отказывает; магазин предложит ещё одну попытку.'],
    confirm: ['Банк просит подтверждения', 'Ещё один шаг с кодом, как в 3-D Secure.'],
    lost: ['Ответ потерялся', 'Оплачено, но сообщения нет: магазин должен спросить сам.'],
    twice: ['Сообщение приходит дважды', 'Оплачено, и об этом сказано дважды одновременно.'],
    early: ['Сообщение приходит первым', 'Магазин узнаёт раньше, чем вы вернётесь.'],
  },
  confirmTitle: 'Подтвердите оплату',
  confirmText: 'Банк прислал код. В песочнице это всегда 424242.',
  code: 'Код',
  confirmButton: 'Подтвердить',
  wrongCode: 'Это не тот код. После трёх ошибок оплата будет отклонена.',
  results: {
    paid: ['Оплачено', 'Магазин уже знает.'],
    declined: ['Отклонено', 'Ничего не списано. Попробуйте ещё раз в магазине.'],
    cancelled: ['Отменено', 'Ничего не списано.'],
  },
  toShop: 'Вернуться в магазин',
  missing: ['Такой оплаты нет', 'Адрес неполный, или песочница запущена заново.'],
};

export const LANGUAGES = { en: EN, uk: UK, ru: RU } as const;

export type Language = keyof typeof LANGUAGES;

/** The language asked for in the address, else that of the charge, else English. */
export function languageOf(...wishes: readonly (string | null | undefined)[]): Language {
  const wanted = wishes.map(wish => wish?.split('-')[0]).find(wish => wish !== undefined && Object.hasOwn(LANGUAGES, wish));
  return (wanted as Language | undefined) ?? 'en';
}
