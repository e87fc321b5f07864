interface FormWords {
  readonly optional: string;
  readonly isSet: string;
  readonly keep: string;
  readonly show: string;
  readonly hide: string;
  readonly add: string;
  readonly remove: string;
  readonly nothing: string;
  readonly none: string;
}

const ENGLISH: FormWords = {
  optional: 'optional',
  isSet: 'is set',
  keep: 'A value is stored. Leave this empty to keep it.',
  show: 'Show',
  hide: 'Hide',
  add: 'Add an entry',
  remove: 'Remove this entry',
  nothing: 'No entries yet',
  none: 'Not chosen',
};

const WORDS: Readonly<Record<string, FormWords>> = {
  en: ENGLISH,
  uk: {
    optional: 'необов’язково',
    isSet: 'задано',
    keep: 'Значення вже збережено. Залиште поле порожнім, щоб не змінювати його.',
    show: 'Показати',
    hide: 'Сховати',
    add: 'Додати запис',
    remove: 'Прибрати цей запис',
    nothing: 'Записів ще немає',
    none: 'Не вибрано',
  },
  ru: {
    optional: 'необязательно',
    isSet: 'задано',
    keep: 'Значение уже сохранено. Оставьте поле пустым, чтобы не менять его.',
    show: 'Показать',
    hide: 'Скрыть',
    add: 'Добавить запись',
    remove: 'Убрать эту запись',
    nothing: 'Записей пока нет',
    none: 'Не выбрано',
  },
};

export const formWords = (locale: string): FormWords => WORDS[locale] ?? ENGLISH;
