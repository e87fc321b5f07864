export interface PageWords {
  readonly test: string;
  readonly pay: (amount: string) => string;
  readonly others: string;
  readonly decline: string;
  readonly authenticate: string;
  readonly later: string;
  readonly back: string;
  readonly declined: string;
  readonly bank: string;
  readonly bankText: string;
  readonly confirm: string;
  readonly refuse: string;
  readonly over: string;
  readonly toShop: string;
  readonly unknown: string;
}

const EN: PageWords = {
  test: 'A stand-in for Stripe: no money moves here.',
  pay: amount => `Pay ${amount}`,
  others: 'Or pay with…',
  decline: 'a card that is declined',
  authenticate: 'a card that asks for 3-D Secure',
  later: 'a bank debit that takes days',
  back: 'Cancel and go back',
  declined: 'Your card was declined. Try another one.',
  bank: 'Your bank asks',
  bankText: 'Do you confirm this payment?',
  confirm: 'Confirm',
  refuse: 'Refuse',
  over: 'There is nothing more to do here.',
  toShop: 'Back to the shop',
  unknown: 'There is no such payment.',
};

const UK: PageWords = {
  test: 'Заміна Stripe: гроші тут не рухаються.',
  pay: amount => `Сплатити ${amount}`,
  others: 'Або сплатити…',
  decline: 'карткою, яку відхилять',
  authenticate: 'карткою, що просить 3-D Secure',
  later: 'списанням із рахунку, яке триває кілька днів',
  back: 'Скасувати й повернутися',
  declined: 'Картку відхилено. Спробуйте іншу.',
  bank: 'Ваш банк запитує',
  bankText: 'Чи підтверджуєте ви цю оплату?',
  confirm: 'Підтвердити',
  refuse: 'Відмовитися',
  over: 'Тут більше нічого робити.',
  toShop: 'Повернутися до магазину',
  unknown: 'Такої оплати немає.',
};

const RU: PageWords = {
  test: 'Замена Stripe: деньги здесь не движутся.',
  pay: amount => `Оплатить ${amount}`,
  others: 'Или оплатить…',
  decline: 'картой, которую отклонят',
  authenticate: 'картой, которая просит 3-D Secure',
  later: 'списанием со счёта, которое длится несколько дней',
  back: 'Отменить и вернуться',
  declined: 'Карта отклонена. Попробуйте другую.',
  bank: 'Ваш банк спрашивает',
  bankText: 'Подтверждаете ли вы эту оплату?',
  confirm: 'Подтвердить',
  refuse: 'Отказаться',
  over: 'Здесь больше нечего делать.',
  toShop: 'Вернуться в магазин',
  unknown: 'Такой оплаты нет.',
};

const WORDS: Readonly<Record<string, PageWords>> = { en: EN, uk: UK, ru: RU };

/** The session's language, else the browser's first one that is known, else English. */
export function languageOf(locale: string | null | undefined, accepted: string | undefined): string {
  const wishes = [locale ?? '', ...(accepted ?? '').split(',')].map(wish => wish.trim().slice(0, 2).toLowerCase());
  return wishes.find(wish => Object.hasOwn(WORDS, wish)) ?? 'en';
}

export const wordsIn = (language: string): PageWords => WORDS[language] ?? EN;
