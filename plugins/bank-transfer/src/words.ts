export interface Words {
  readonly opening: string;
  readonly amount: string;
  readonly beneficiary: string;
  readonly taxId: string;
  readonly iban: string;
  readonly bic: string;
  readonly bank: string;
  readonly reference: string;
  readonly closing: string;
  /** Captions of the codes: for banks of the euro area, and of Ukraine. */
  readonly euroCode: string;
  readonly hryvniaCode: string;
}

const EN: Words = {
  opening: 'Please transfer the exact amount and write the reference as it stands here.',
  amount: 'Amount',
  beneficiary: 'Beneficiary',
  taxId: 'Registration number',
  iban: 'IBAN',
  bic: 'BIC',
  bank: 'Bank',
  reference: 'Payment reference',
  closing: 'Your order goes on as soon as the money has arrived, usually within two working days.',
  euroCode: 'Scan with the app of a European bank',
  hryvniaCode: 'Scan with the app of a Ukrainian bank',
};

const WORDS: Readonly<Record<string, Words>> = {
  en: EN,
  uk: {
    opening: 'Перекажіть саме цю суму й вкажіть призначення так, як воно тут написане.',
    amount: 'Сума',
    beneficiary: 'Отримувач',
    taxId: 'Код отримувача',
    iban: 'IBAN',
    bic: 'BIC',
    bank: 'Банк',
    reference: 'Призначення платежу',
    closing: 'Щойно гроші надійдуть, ми продовжимо замовлення — зазвичай протягом двох робочих днів.',
    euroCode: 'Скануйте застосунком європейського банку',
    hryvniaCode: 'Скануйте застосунком українського банку',
  },
  ru: {
    opening: 'Переведите именно эту сумму и укажите назначение так, как оно здесь написано.',
    amount: 'Сумма',
    beneficiary: 'Получатель',
    taxId: 'Код получателя',
    iban: 'IBAN',
    bic: 'BIC',
    bank: 'Банк',
    reference: 'Назначение платежа',
    closing: 'Как только деньги поступят, мы продолжим заказ — обычно в течение двух рабочих дней.',
    euroCode: 'Сканируйте приложением европейского банка',
    hryvniaCode: 'Сканируйте приложением украинского банка',
  },
};

export function wordsFor(locale: string): Words {
  const language = locale.split('-')[0] ?? 'en';
  return (Object.hasOwn(WORDS, language) ? WORDS[language] : undefined) ?? EN;
}
