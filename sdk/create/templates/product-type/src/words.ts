interface Words {
  readonly size: string;
  readonly gigabytes: string;
  readonly fast: string;
}

const WORDS: ReadonlyMap<string, Words> = new Map([
  ['uk', { size: 'Розмір', gigabytes: 'ГБ', fast: 'Швидке сховище' }],
  ['ru', { size: 'Размер', gigabytes: 'ГБ', fast: 'Быстрое хранилище' }],
]);

const ENGLISH: Words = { size: 'Size', gigabytes: 'GB', fast: 'Fast storage' };

/** The words of the reader's language, English for any other. */
export const wordsFor = (locale: string): Words => WORDS.get(locale.split('-')[0] ?? '') ?? ENGLISH;
