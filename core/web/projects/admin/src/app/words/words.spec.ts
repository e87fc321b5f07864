import { Translator } from '@hostwright/kit';
import { describe, expect, it } from 'vitest';
import { EN, type WordKey } from './en.js';
import { RU } from './ru.js';
import { UK } from './uk.js';

const DICTIONARIES = { en: EN, uk: UK, ru: RU };
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).toSorted();

describe.each(['uk', 'ru'] as const)('the dictionary of %s', locale => {
  const translator = new Translator<WordKey>(locale, DICTIONARIES);

  it('leaves the same room for values as the English one', () => {
    for (const key of Object.keys(EN) as WordKey[]) {
      const [own, english] = [DICTIONARIES[locale][key], EN[key]];
      const [left, right] = [own, english].map(message => (typeof message === 'string' ? message : message.other));

      expect(names(left ?? ''), key).toEqual(names(right ?? ''));
    }
  });

  it.each([1, 2, 5, 11, 21, 22, 25])('has a form for %i rows', count => {
    expect(translator.text('list.shown', { count })).toContain(String(count));
  });
});

it('counts as the language does', () => {
  const ukrainian = new Translator<WordKey>('uk', DICTIONARIES);

  expect([1, 3, 5, 21].map(count => ukrainian.text('list.shown', { count }))).toEqual([
    'Показано 1 рядок',
    'Показано 3 рядки',
    'Показано 5 рядків',
    'Показано 21 рядок',
  ]);
});
