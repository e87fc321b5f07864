/** Why a value cannot be sent. `message` is the server's own sentence, used where the code is not ours. */
export interface Issue {
  readonly code: IssueCode;
  readonly limit?: string;
  readonly message?: string;
}

export type IssueCode = keyof typeof ENGLISH;

const ENGLISH = {
  required: 'Fill this in',
  'too-short': 'Number of characters: at least {limit}',
  'too-long': 'Number of characters: at most {limit}',
  pattern: 'This does not have the expected form',
  email: 'Write an e-mail address, such as name@example.com',
  uri: 'Write a full address, such as https://example.com',
  'not-number': 'Write a number',
  'not-whole': 'Write a whole number',
  'too-small': 'Not less than {limit}',
  'too-big': 'Not more than {limit}',
  'above-only': 'More than {limit}',
  'below-only': 'Less than {limit}',
  'not-multiple': 'Goes in steps of {limit}',
  'too-few': 'Number of entries: at least {limit}',
  'too-many': 'Number of entries: at most {limit}',
  repeated: 'The same entry stands here twice',
  'not-json': 'This is not valid JSON',
  refused: 'This value was not accepted',
} as const;

const WORDS: Readonly<Record<string, Readonly<Record<IssueCode, string>>>> = {
  en: ENGLISH,
  uk: {
    required: 'Заповніть це поле',
    'too-short': 'Кількість символів: щонайменше {limit}',
    'too-long': 'Кількість символів: щонайбільше {limit}',
    pattern: 'Значення має інший вигляд, ніж очікується',
    email: 'Вкажіть адресу пошти, наприклад name@example.com',
    uri: 'Вкажіть повну адресу, наприклад https://example.com',
    'not-number': 'Вкажіть число',
    'not-whole': 'Вкажіть ціле число',
    'too-small': 'Не менше ніж {limit}',
    'too-big': 'Не більше ніж {limit}',
    'above-only': 'Більше ніж {limit}',
    'below-only': 'Менше ніж {limit}',
    'not-multiple': 'Крок значення: {limit}',
    'too-few': 'Кількість записів: щонайменше {limit}',
    'too-many': 'Кількість записів: щонайбільше {limit}',
    repeated: 'Такий запис тут уже є',
    'not-json': 'Це не схоже на правильний JSON',
    refused: 'Це значення не прийнято',
  },
  ru: {
    required: 'Заполните это поле',
    'too-short': 'Количество символов: не меньше {limit}',
    'too-long': 'Количество символов: не больше {limit}',
    pattern: 'Значение выглядит не так, как ожидается',
    email: 'Укажите адрес почты, например name@example.com',
    uri: 'Укажите полный адрес, например https://example.com',
    'not-number': 'Укажите число',
    'not-whole': 'Укажите целое число',
    'too-small': 'Не меньше {limit}',
    'too-big': 'Не больше {limit}',
    'above-only': 'Больше {limit}',
    'below-only': 'Меньше {limit}',
    'not-multiple': 'Шаг значения: {limit}',
    'too-few': 'Количество записей: не меньше {limit}',
    'too-many': 'Количество записей: не больше {limit}',
    repeated: 'Такая запись здесь уже есть',
    'not-json': 'Это не похоже на правильный JSON',
    refused: 'Это значение не принято',
  },
};

export const issue = (code: IssueCode, limit?: number): Issue =>
  limit === undefined ? { code } : { code, limit: String(limit) };

/** The issue as a sentence in the reader's language. */
export function issueText({ code, limit, message }: Issue, locale: string): string {
  if (message) return message;
  return (WORDS[locale] ?? ENGLISH)[code].replace('{limit}', limit ?? '');
}
