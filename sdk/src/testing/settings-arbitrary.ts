import fc from 'fast-check';
import type { FormSchema, JsonSchema } from '../manifest.js';
import { compile } from './manifest-file.js';

type Settings = Record<string, unknown>;

/** Settings that a form's schema accepts: required ones always there, the others now and then. */
export function settingsArbitrary(schema: FormSchema): fc.Arbitrary<Settings> {
  const validate = compile(schema);
  let misses = 0;
  return objectArbitrary(schema).filter(settings => {
    if (validate(structuredClone(settings))) {
      misses = 0;
      return true;
    }
    misses += 1;
    if (misses < MOST_MISSES) return false;
    const [first] = validate.errors ?? [];
    throw new Error(`No settings that the form accepts could be drawn: ${first?.instancePath ?? ''} ${first?.message ?? ''}`);
  });
}

/** So many draws in a row that the form refuses: its rules are hardly met by chance, and drawing on would never end. */
const MOST_MISSES = 2000;

function objectArbitrary(schema: JsonSchema): fc.Arbitrary<Settings> {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema['required'] ?? []) as string[];
  const model = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, valueArbitrary(property)]));
  return fc.record(model, { requiredKeys: required.filter(name => name in model) });
}

function valueArbitrary(schema: JsonSchema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const make = BY_TYPE[String(schema['type'])];
  if (!make) throw new Error(`No settings can be made for ${JSON.stringify(schema)}`);
  return make(schema);
}

const BY_TYPE: Readonly<Record<string, (schema: JsonSchema) => fc.Arbitrary<unknown>>> = {
  string: stringArbitrary,
  boolean: () => fc.boolean(),
  integer: schema => fc.integer({ min: numberOr(schema['minimum'], -1000), max: numberOr(schema['maximum'], 100_000) }),
  number: schema =>
    fc.double({ min: numberOr(schema['minimum'], -1000), max: numberOr(schema['maximum'], 100_000), noNaN: true }),
  array: schema =>
    fc.array(valueArbitrary((schema['items'] ?? { type: 'string' }) as JsonSchema), {
      minLength: numberOr(schema['minItems'], 0),
      maxLength: Math.min(numberOr(schema['maxItems'], 4), Math.max(4, numberOr(schema['minItems'], 0))),
    }),
  object: objectArbitrary,
};

const NAME = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const HOST = fc.oneof(
  fc.constantFrom('localhost', '127.0.0.1', '[::1]', 'xn--e1afmkfd.example'),
  NAME.map(name => `${name}.example`),
);

/** Small on purpose: addresses of every legal shape cost seconds to make and tell a plugin nothing more. */
const BY_FORMAT: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uri: fc
    .tuple(
      fc.constantFrom('http', 'https'),
      HOST,
      fc.constantFrom('', ':8080'),
      fc.constantFrom('', '/', '/api', '/api/v1/?key=1#top'),
    )
    .map(([scheme, host, port, path]) => `${scheme}://${host}${port}${path}`),
  email: fc.tuple(NAME, NAME).map(([name, host]) => `${name}@${host}.example`),
  hostname: NAME.map(name => `${name}.example`),
  uuid: fc.uuid(),
};

function stringArbitrary(schema: JsonSchema): fc.Arbitrary<string> {
  const pattern = schema['pattern'];
  const formatted = BY_FORMAT[String(schema['format'])];
  if (formatted) return formatted;
  if (typeof pattern === 'string') {
    return fc.stringMatching(new RegExp(pattern, 'u')).map(text => lengthened(text, numberOr(schema['minLength'], 0)));
  }
  return fc.string({
    minLength: numberOr(schema['minLength'], 0),
    maxLength: numberOr(schema['maxLength'], 60),
    unit: 'grapheme',
  });
}

/** A pattern says what a text is made of, rarely how long it is: more of the same fits most of them. */
const lengthened = (text: string, least: number): string =>
  text === '' || text.length >= least ? text : text.repeat(Math.ceil(least / text.length));

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
