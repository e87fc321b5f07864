import { expect, it } from 'vitest';
import type { Field, FieldOf } from './field.js';
import { issueText } from './issue.js';
import { readSchema } from './read-schema.js';

const only = (schema: Readonly<Record<string, unknown>>, locale = 'en'): Field => {
  const [field] = readSchema({ type: 'object', properties: { secretKey: schema } }, locale).fields;
  if (!field) throw new Error('the form has no field');
  return field;
};

it('titles a setting by its name when the author gave none', () => {
  expect(only({ type: 'string' }).title).toBe('Secret key');
});

it('takes titles in the language of the reader, else in English', () => {
  const title = { en: 'Secret key', uk: 'Секретний ключ' };

  expect(only({ type: 'string', title }, 'uk').title).toBe('Секретний ключ');
  expect(only({ type: 'string', title }, 'ru').title).toBe('Secret key');
});

it('keeps the order in which the settings were written', () => {
  const { fields } = readSchema({ type: 'object', properties: { zone: { type: 'string' }, account: { type: 'string' } } }, 'en');

  expect(fields.map(field => field.name)).toEqual(['zone', 'account']);
});

it('reads titled constants as a choice', () => {
  const field = only({
    oneOf: [
      { const: 'live', title: 'Live' },
      { const: 'test', title: 'Test' },
    ],
  }) as FieldOf<'choice'>;

  expect(field.choices).toEqual([
    { value: 'live', label: 'Live' },
    { value: 'test', label: 'Test' },
  ]);
});

it('reads a type that may be null as the type', () => {
  expect(only({ type: ['integer', 'null'] }).kind).toBe('number');
});

it('follows references inside the document; what stands beside them wins', () => {
  const schema = {
    type: 'object',
    $defs: { address: { type: 'string', format: 'uri', title: 'Address' } },
    properties: { api: { $ref: '#/$defs/address', title: 'API' } },
  };

  expect(readSchema(schema, 'en').fields[0]).toMatchObject({ kind: 'text', format: 'uri', title: 'API' });
});

it('ends a schema that refers to itself in a JSON field', () => {
  const tree = { type: 'object', properties: { child: { $ref: '#/$defs/tree' } } };
  const schema = { type: 'object', $defs: { tree }, properties: { root: { $ref: '#/$defs/tree' } } };

  expect(JSON.stringify(readSchema(schema, 'en'))).toContain('"kind":"json"');
});

it('gives long texts room', () => {
  expect(only({ type: 'string', maxLength: 4000 })).toMatchObject({ multiline: true });
  expect(only({ type: 'string', maxLength: 320 })).toMatchObject({ multiline: false });
  expect(only({ type: 'string', maxLength: 2000, format: 'uri' })).toMatchObject({ multiline: false });
  expect(only({ type: 'string', maxLength: 4000, pattern: '^[A-Z]+$' })).toMatchObject({ multiline: false });
});

it('falls back to JSON for a shape it cannot draw', () => {
  expect(only({ oneOf: [{ type: 'string' }, { type: 'object' }] }).kind).toBe('json');
});

it('says a complaint with its limit, in the language of the reader', () => {
  expect(issueText({ code: 'too-small', limit: '3' }, 'uk')).toBe('Не менше ніж 3');
  expect(issueText({ code: 'too-small', limit: '3' }, 'de')).toBe('Not less than 3');
});
