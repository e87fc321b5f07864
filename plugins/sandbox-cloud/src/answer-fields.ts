import { PluginFailure } from '@hostwright/sdk';

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw unreadable('an object');
  return value as Fields;
}

export function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw unreadable(name);
  return value;
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw unreadable(name);
  return value;
}

export function optionalText(fields: Fields, name: string): string | undefined {
  return fields[name] === null || fields[name] === undefined ? undefined : text(fields, name);
}

export function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw unreadable(name);
  return value;
}

/** Bytes are counted in whole numbers. */
export function count(fields: Fields, name: string): bigint {
  const value = number(fields, name);
  if (!Number.isSafeInteger(value)) throw unreadable(name);
  return BigInt(value);
}

export function moment(fields: Fields, name: string): Date {
  const at = new Date(text(fields, name));
  if (Number.isNaN(at.getTime())) throw unreadable(name);
  return at;
}

/** What cannot be read says nothing about what was done. */
export function unreadable(what: string): PluginFailure {
  return PluginFailure.unknown(`The answer of Sandbox Cloud lacks ${what}`, { code: 'bad-answer' });
}
