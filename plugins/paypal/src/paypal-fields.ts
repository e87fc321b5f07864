import { PluginFailure } from '@hostwright/sdk';

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw unreadable('an object');
  return value as Fields;
}

export function text(fields: Fields, name: string): string {
  const value = optionalText(fields, name);
  if (value === undefined) throw unreadable(name);
  return value;
}

export function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A list that may be left out when it is empty. */
export function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw unreadable(name);
  return value;
}

/** What cannot be read says nothing about what was done. */
export function unreadable(what: string): PluginFailure {
  return PluginFailure.unknown(`The answer of PayPal lacks ${what}`, { code: 'bad-answer' });
}
