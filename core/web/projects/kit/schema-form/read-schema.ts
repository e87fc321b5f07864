import type { Choice, Field, FieldOf, GroupField } from './field.js';

type Schema = Readonly<Record<string, unknown>>;

interface Reading {
  readonly root: Schema;
  readonly locale: string;
  readonly depth: number;
}

/** Deeper than any form a person would fill in; it also ends schemas that refer to themselves. */
const DEEPEST = 8;
/** Shorter bounds are usual for a line: a mailbox has 254 characters, an address 2000 but a format. */
const LONG_TEXT = 500;

/** The fields of an object schema, in the order in which its author wrote them. */
export function readSchema(schema: Schema, locale: string): GroupField {
  return readGroup({ name: '', required: true }, schema, { root: schema, locale, depth: 0 });
}

interface Place {
  readonly name: string;
  readonly required: boolean;
}

function readField(place: Place, written: Schema, reading: Reading): Field {
  const schema = resolve(written, reading.root);
  if (reading.depth >= DEEPEST) return readJson(place, schema, reading);
  const choices = choicesOf(schema, reading.locale);
  if (choices) return { kind: 'choice', ...common(place, schema, reading), choices, initial: scalar(schema['default']) };
  const read = READERS[typeOf(schema) ?? ''] ?? readJson;
  return read(place, schema, reading);
}

const READERS: Readonly<Record<string, (place: Place, schema: Schema, reading: Reading) => Field>> = {
  string: readText,
  number: readNumber,
  integer: readNumber,
  boolean: (place, schema, reading) => ({
    kind: 'flag',
    ...common(place, schema, reading),
    initial: schema['default'] === true,
  }),
  object: (place, schema, reading) => (isSchema(schema['properties']) ? readGroup : readJson)(place, schema, reading),
  array: readArray,
};

function readText(place: Place, schema: Schema, reading: Reading): FieldOf<'text'> {
  const format = textual(schema['format']);
  return {
    kind: 'text',
    ...common(place, schema, reading),
    secret: schema['writeOnly'] === true,
    format,
    multiline: format === 'textarea' || schema['contentMediaType'] !== undefined || isLong(schema),
    minLength: numeric(schema['minLength']),
    maxLength: numeric(schema['maxLength']),
    pattern: expression(textual(schema['pattern'])),
    placeholder: example(schema),
    initial: textual(schema['default']) ?? '',
  };
}

function readNumber(place: Place, schema: Schema, reading: Reading): FieldOf<'number'> {
  return {
    kind: 'number',
    ...common(place, schema, reading),
    integer: typeOf(schema) === 'integer',
    minimum: numeric(schema['minimum']),
    exclusiveMinimum: numeric(schema['exclusiveMinimum']),
    maximum: numeric(schema['maximum']),
    exclusiveMaximum: numeric(schema['exclusiveMaximum']),
    multipleOf: numeric(schema['multipleOf']),
    placeholder: example(schema),
    initial: numeric(schema['default']),
  };
}

function readGroup(place: Place, schema: Schema, reading: Reading): GroupField {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  const inside = { ...reading, depth: reading.depth + 1 };
  const fields = Object.entries(properties)
    .filter((entry): entry is [string, Schema] => isSchema(entry[1]))
    .map(([name, property]) => readField({ name, required: required.has(name) }, property, inside));
  return { kind: 'group', ...common(place, schema, reading), fields };
}

function readArray(place: Place, schema: Schema, reading: Reading): Field {
  if (!isSchema(schema['items'])) return readJson(place, schema, reading);
  const items = resolve(schema['items'], reading.root);
  const bounds = { minItems: numeric(schema['minItems']), maxItems: numeric(schema['maxItems']) };
  const choices = choicesOf(items, reading.locale);
  const initial = Array.isArray(schema['default']) ? schema['default'] : [];
  if (choices && schema['uniqueItems'] === true) {
    const ticked = initial.map(scalar).filter(value => value !== undefined);
    return { kind: 'choices', ...common(place, schema, reading), choices, ...bounds, initial: ticked };
  }
  const item = readField({ name: '', required: true }, items, { ...reading, depth: reading.depth + 1 });
  return {
    kind: 'list',
    ...common(place, schema, reading),
    item,
    ...bounds,
    uniqueItems: schema['uniqueItems'] === true,
    initial,
  };
}

function readJson(place: Place, schema: Schema, reading: Reading): FieldOf<'json'> {
  return { kind: 'json', ...common(place, schema, reading), initial: schema['default'] };
}

function common(place: Place, schema: Schema, { locale }: Reading) {
  return {
    name: place.name,
    required: place.required,
    title: words(schema['title'], locale) ?? spaced(place.name),
    description: words(schema['description'], locale) ?? '',
  };
}

/** `enum`, `const`, or the usual `oneOf` of constants with titles. */
function choicesOf(schema: Schema, locale: string): readonly Choice[] | undefined {
  const titled = [schema['oneOf'], schema['anyOf']].find(
    list => Array.isArray(list) && list.length > 0 && list.every(isConstant),
  );
  if (Array.isArray(titled)) {
    return titled.filter(isConstant).map(({ const: value, title }) => ({ value, label: words(title, locale) ?? String(value) }));
  }
  const listed = Array.isArray(schema['enum']) ? schema['enum'] : 'const' in schema ? [schema['const']] : [];
  const values = listed.map(scalar).filter(value => value !== undefined);
  return values.length > 0 ? values.map(value => ({ value, label: String(value) })) : undefined;
}

function isConstant(entry: unknown): entry is Schema & { readonly const: Choice['value'] } {
  return isSchema(entry) && scalar(entry['const']) !== undefined;
}

/** Follows `#/$defs/…` inside the same document; what stands beside the reference wins. */
function resolve(schema: Schema, root: Schema): Schema {
  const reference = textual(schema['$ref']);
  if (!reference?.startsWith('#/')) return schema;
  const found = reference
    .slice(2)
    .split('/')
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((place, part) => (isSchema(place) ? place[part] : undefined), root);
  if (!isSchema(found) || found['$ref'] === reference) return schema;
  const { $ref: _followed, ...beside } = schema;
  return { ...found, ...beside };
}

/** `['string', 'null']` reads as a string that may be left empty. */
function typeOf(schema: Schema): string | undefined {
  const type = schema['type'];
  const named = Array.isArray(type) ? type.filter(candidate => candidate !== 'null') : [type];
  if (named.length === 1 && typeof named[0] === 'string') return named[0];
  return type === undefined && isSchema(schema['properties']) ? 'object' : undefined;
}

/** A pattern that this browser cannot read is left to the server, which validates again anyway. */
function expression(pattern: string | undefined): RegExp | undefined {
  if (pattern === undefined) return undefined;
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

function isLong(schema: Schema): boolean {
  const isFree = schema['pattern'] === undefined && schema['format'] === undefined;
  return isFree && (numeric(schema['maxLength']) ?? 0) >= LONG_TEXT;
}

function example(schema: Schema): string {
  const examples = schema['examples'];
  const first: unknown = Array.isArray(examples) ? examples[0] : undefined;
  return typeof first === 'string' || typeof first === 'number' ? String(first) : '';
}

/** A text, or one for each language with English as the last resort. */
function words(text: unknown, locale: string): string | undefined {
  if (typeof text === 'string') return text;
  return isSchema(text) ? (textual(text[locale]) ?? textual(text['en'])) : undefined;
}

/** `secretKey` without a title reads "Secret key". */
function spaced(name: string): string {
  const text = name
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z\d])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scalar(value: unknown): Choice['value'] | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

const textual = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const numeric = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
