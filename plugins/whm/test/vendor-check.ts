import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VendorSchema } from '@hostwright/sdk/testing';
import type { FakeWhmOptions } from '../src/fake/index.js';

const FILE = 'cpanel/whm.openapi.json';

interface Parameter {
  readonly name: string;
  readonly required: boolean;
}

type Description = Readonly<Record<string, { readonly get: { readonly parameters: readonly Parameter[] } }>>;

const schema = VendorSchema.open(FILE, { form: true });
const folder = process.env['HOSTWRIGHT_VENDOR_SPECS'];
const paths = folder ? (JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as { readonly paths: Description }).paths : {};

/** WHM takes parameters in the address and in a form alike, and describes them once, as parameters. */
export function faultsOf(path: string, fields: Readonly<Record<string, string>>): readonly string[] {
  const known = paths[path]?.get.parameters;
  if (!schema || !known) return schema ? [`${path} is not in the vendor's description`] : [];
  const strangers = Object.keys(fields).filter(field => !known.some(({ name }) => name === field));
  const missing = known.filter(({ name, required }) => required && !(name in fields)).map(({ name }) => name);
  const wrong = known.flatMap(({ name }, index) =>
    name in fields ? schema.faultsAt(['paths', path, 'get', 'parameters', String(index), 'schema'], fields[name]) : [],
  );
  return [...strangers.map(name => `unknown parameter ${name}`), ...missing.map(name => `${name} is missing`), ...wrong];
}

export const isChecked = schema !== undefined;

/** Every request is held against the vendor's description where that is at hand. */
export const checked: Pick<FakeWhmOptions, 'checkRequest'> = isChecked
  ? { checkRequest: (_, path, fields) => faultsOf(path, fields) }
  : {};
