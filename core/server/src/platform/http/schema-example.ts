import type { JsonSchema } from './named-schemas.js';

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
  'date-time': '2026-03-01T09:30:00.000Z',
  date: '2026-03-01',
  email: 'olena@example.com',
  uri: 'https://shop.example/',
};

/** Words that fit fields which a type alone says too little about. */
const BY_NAME: Readonly<Record<string, string>> = {
  amount: '1999',
  currency: 'EUR',
  country: 'UA',
  city: 'Kyiv',
  street: 'Khreshchatyk 22',
  postalCode: '01001',
  name: 'Olena Kovalenko',
  password: 'correct horse battery',
  current: 'correct horse battery',
  email: 'olena@example.com',
  url: 'https://shop.example',
  returnUrl: 'https://shop.example/checkout',
};

const DEEPEST = 8;

/** A value that the schema describes, for the reader's eye. */
export function exampleOf(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>, name = '', depth = 0): unknown {
  if (schema.$ref !== undefined) {
    const target = components[schema.$ref.split('/').at(-1)!];
    return target === undefined || depth > DEEPEST ? null : exampleOf(target, components, name, depth + 1);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice) return exampleOf(choice, components, name, depth);
  if (schema.properties) {
    return Object.fromEntries(
      Object.entries(schema.properties).map(([key, property]) => [key, exampleOf(property, components, key, depth + 1)]),
    );
  }
  if (schema.type === 'array') return schema.items ? [exampleOf(schema.items, components, name, depth + 1)] : [];
  if (schema.type === 'object') return {};
  if (schema.type === 'string') return BY_FORMAT[schema.format ?? ''] ?? BY_NAME[name] ?? name;
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, schema.minimum ?? 1);
  return schema.type === 'boolean' ? true : null;
}
