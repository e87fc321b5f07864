import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FormSchema, JsonSchema } from '../manifest.js';
import { settingsArbitrary } from './settings-arbitrary.js';

const formWith = (key: JsonSchema): FormSchema => ({ type: 'object', required: ['key'], properties: { key } });

it('draws texts that a pattern allows and that are long enough', () => {
  const drawn = fc.sample(settingsArbitrary(formWith({ type: 'string', pattern: '^\\S+$', minLength: 40 })), 50);

  expect(drawn.every(({ key }) => /^\S{40,}$/u.test(String(key)))).toBe(true);
});

it('says so when the form is hardly met by chance, instead of drawing for ever', () => {
  const impossible = settingsArbitrary(formWith({ type: 'string', pattern: '^a$', minLength: 2 }));

  expect(() => fc.sample(impossible, 1)).toThrow('No settings that the form accepts could be drawn: /key');
});
