/** The few words around Stripe's own form. */
export interface FormWords {
  readonly pay: (amount: string) => string;
  readonly waiting: string;
  readonly failed: string;
  readonly unavailable: string;
}

const EN: FormWords = {
  pay: amount => `Pay ${amount}`,
  waiting: 'One moment…',
  failed: 'The payment did not go through. Please try another card.',
  unavailable: 'The payment form could not be loaded. Please reload the page or choose another way to pay.',
};

const WORDS: ReadonlyMap<string, FormWords> = new Map([
  ['en', EN],
  [
    'uk',
    {
      pay: (amount: string) => `Сплатити ${amount}`,
      waiting: 'Зачекайте…',
      failed: 'Оплата не пройшла. Спробуйте іншу картку.',
      unavailable: 'Не вдалося завантажити форму оплати. Оновіть сторінку або виберіть інший спосіб.',
    },
  ],
  [
    'ru',
    {
      pay: (amount: string) => `Оплатить ${amount}`,
      waiting: 'Подождите…',
      failed: 'Оплата не прошла. Попробуйте другую карту.',
      unavailable: 'Не удалось загрузить форму оплаты. Обновите страницу или выберите другой способ.',
    },
  ],
]);

export const formWords = (locale: string): FormWords => WORDS.get(locale.split('-')[0] ?? locale) ?? EN;
