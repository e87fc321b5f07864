import type { JsonSchema } from '../../src/platform/http/named-schemas.js';
import type { Contract } from './contract.js';

export type Path = readonly string[];

export interface Field {
  readonly path: Path;
  readonly isRequired: boolean;
}

export interface Mutation {
  readonly what: string;
  /** Where the harm was done; the answer must name it. */
  readonly path: Path;
  /** Written out, so that it can hold what no object of JavaScript can. */
  readonly json: string;
  readonly value: unknown;
  /** Refused whatever the schema says of it. */
  readonly isUnsafe: boolean;
}

/** What people, mistaken clients and attackers put into fields. */
const VALUES: readonly (readonly [what: string, value: unknown])[] = [
  ['null', null],
  ['nothing in it', ''],
  ['only a space', ' '],
  ['a text without end', 'x'.repeat(10_001)],
  ['markup', '<script>alert(1)</script>'],
  ['a piece of SQL', "' or 1=1; drop table app.orders; --"],
  ['a piece of a template', '{{constructor.constructor "return process"}}'],
  ['a path', '../../../../etc/passwd'],
  ['two lines', 'one\r\nset-cookie: two=2'],
  ['the name of a property of every object', 'constructor'],
  ['zero', 0],
  ['a negative number', -1],
  ['a fraction', 1.5],
  ['a huge number', 1e21],
  ['a number as a text', '1'],
  ['an endless amount', '9'.repeat(40)],
  ['a negative amount', '-1'],
  ['true', true],
  ['an empty list', []],
  ['a list', [1, 'x', null]],
  ['an empty object', {}],
  ['an object', { $ne: null }],
  ['an object that is a number', { valueOf: 1 }],
];

const UNSAFE: readonly (readonly [what: string, value: unknown])[] = [
  ['a NUL', 'a\0b'],
  ['half a character', '\ud800'],
  ['a NUL deep inside', [[{ a: 'a\0b' }]]],
  ['nesting without end', JSON.parse('['.repeat(60) + ']'.repeat(60))],
];

/** What a caller would like to set and must not, in every object of a body. */
const EXTRAS = [
  'tenantId',
  'tenant_id',
  'price',
  'total',
  'amountMinor',
  'discount',
  'state',
  'id',
  'role',
  'permissions',
  'customerId',
  'paidAt',
];

/** Every field of the body as the schema knows it, whether the valid body fills it or not. */
export function fieldsOf(contract: Contract, schema: JsonSchema, value: unknown, path: Path = []): readonly Field[] {
  const { properties, required = [] } = shapeOf(contract, schema, value);
  if (!properties || typeof value !== 'object' || value === null) return [];
  return Object.entries(properties).flatMap(([name, part]) => [
    { path: [...path, name], isRequired: required.includes(name) },
    ...fieldsOf(contract, part, (value as Record<string, unknown>)[name], [...path, name]),
  ]);
}

/** The schema that says what is in this value; of several, the one that takes it. */
function shapeOf(contract: Contract, schema: JsonSchema, value: unknown): JsonSchema {
  const resolved = contract.resolve(schema);
  const variants = resolved.anyOf ?? resolved.oneOf;
  const fitting = variants?.find(variant => contract.accepts(variant, value));
  return fitting ? shapeOf(contract, fitting, value) : resolved;
}

/** The valid body, harmed in one place at a time. */
export function mutationsOf(contract: Contract, schema: JsonSchema, body: object): readonly Mutation[] {
  const fields = fieldsOf(contract, schema, body);
  const make = (what: string, path: Path, value: unknown, isUnsafe = false): Mutation => ({
    ...{ what: `${path.join('.')}: ${what}`, path, value, json: JSON.stringify(value), isUnsafe },
  });
  const objects = [[], ...fields.map(field => field.path).filter(path => isPlainObject(at(body, path)))];
  return [
    ...fields.filter(field => field.isRequired).map(({ path }) => make('left out', path, without(body, path))),
    ...fields.flatMap(({ path }) => VALUES.map(([what, value]) => make(what, path, replaced(body, path, value)))),
    ...fields.flatMap(({ path }) => UNSAFE.map(([what, value]) => make(what, path, replaced(body, path, value), true))),
    ...objects.flatMap(path =>
      EXTRAS.map(name => make('a field too many', [...path, name], replaced(body, [...path, name], '1'))),
    ),
    ...objects.map(path => poisoned(body, path)),
  ];
}

/** A field that would become the prototype of whoever copies the object carelessly. */
function poisoned(body: object, path: Path): Mutation {
  const json = JSON.stringify(replaced(body, [...path, 'poison'], { isAdmin: true })).replace('"poison"', '"__proto__"');
  return { what: `${path.join('.')}: a prototype`, path, json, value: JSON.parse(json), isUnsafe: true };
}

export const replaced = (body: unknown, [name, ...rest]: Path, value: unknown): unknown =>
  name === undefined
    ? value
    : { ...(body as object), [name]: replaced((body as Record<string, unknown> | undefined)?.[name], rest, value) };

function without(body: unknown, [name, ...rest]: Path): unknown {
  const { [name!]: part, ...others } = body as Record<string, unknown>;
  return rest.length === 0 ? others : { ...others, [name!]: without(part, rest) };
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], value);

const isPlainObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ids and slugs as they never are. */
export const BAD_PATH_PARTS = [
  'x',
  '0',
  '%00',
  'a%00b',
  '..%2f..%2fetc%2fpasswd',
  '%f0%9f%92%a9',
  "'%20or%201=1--",
  '%7B%7Bx%7D%7D',
  'null',
  'undefined',
  'A'.repeat(190),
  '%ff',
  '%',
];

export const BAD_QUERIES: readonly (readonly [what: string, query: (name: string) => string])[] = [
  ['nothing', name => `${name}=`],
  ['a NUL', name => `${name}=a%00b`],
  ['half a character', name => `${name}=%ed%a0%80`],
  ['twice', name => `${name}=1&${name}=2`],
  ['a list', name => `${name}[]=1`],
  ['an object', name => `${name}[$ne]=1`],
  ['a negative number', name => `${name}=-1`],
  ['a huge number', name => `${name}=1e21`],
  ['a piece of SQL', name => `${name}=${encodeURIComponent("' or 1=1 --")}`],
  ['a text without end', name => `${name}=${'x'.repeat(5000)}`],
];
