interface FormWords {
  readonly optional: string;
  readonly isSet: string;
  readonly keep: string;
  readonly drop: string;
  readonly dropped: string;
  readonly undo: string;
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
  drop: 'Remove the stored value',
  dropped: 'The stored value will be removed when you save.',
  undo: 'Keep it',
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
    drop: 'Прибрати збережене значення',
    dropped: 'Збережене значення буде прибрано під час збереження.',
    undo: 'Залишити',
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
    drop: 'Убрать сохранённое значение',
    dropped: 'Сохранённое значение будет убрано при сохранении.',
    undo: 'Оставить',
    show: 'Показать',
    hide: 'Скрыть',
    add: 'Добавить запись',
    remove: 'Убрать эту запись',
    nothing: 'Записей пока нет',
    none: 'Не выбрано',
  },
};

export const formWords = (locale: string): FormWords => WORDS[locale] ?? ENGLISH;
