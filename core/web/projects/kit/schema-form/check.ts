import type { ChoicesField, JsonField, ListField, NumberField, TextField } from './field.js';
import { issue, type Issue } from './issue.js';

/** The same questions that the server asks of its copy of the schema, asked early. Formats it does not know are left to the server. */
export function checkText(field: TextField, text: string, isStored: boolean): Issue | undefined {
  if (text === '') return field.required && !isStored ? issue('required') : undefined;
  const length = [...text].length;
  if (field.minLength !== undefined && length < field.minLength) return issue('too-short', field.minLength);
  if (field.maxLength !== undefined && length > field.maxLength) return issue('too-long', field.maxLength);
  if (field.format === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return issue('email');
  if ((field.format === 'uri' || field.format === 'url') && !isAddress(text)) return issue('uri');
  if (field.pattern && !field.pattern.test(text)) return issue('pattern');
  return undefined;
}

export function checkNumber(field: NumberField, text: string): Issue | undefined {
  if (text.trim() === '') return field.required ? issue('required') : undefined;
  const value = parseNumber(text);
  if (value === undefined) return issue('not-number');
  if (field.integer && !Number.isSafeInteger(value)) return issue('not-whole');
  if (field.minimum !== undefined && value < field.minimum) return issue('too-small', field.minimum);
  if (field.maximum !== undefined && value > field.maximum) return issue('too-big', field.maximum);
  if (field.exclusiveMinimum !== undefined && value <= field.exclusiveMinimum) return issue('above-only', field.exclusiveMinimum);
  if (field.exclusiveMaximum !== undefined && value >= field.exclusiveMaximum) return issue('below-only', field.exclusiveMaximum);
  if (field.multipleOf !== undefined && !isMultiple(value, field.multipleOf)) return issue('not-multiple', field.multipleOf);
  return undefined;
}

export function checkCount(field: ListField | ChoicesField, count: number): Issue | undefined {
  if (count === 0 && !field.required) return undefined;
  if (field.minItems !== undefined && count < field.minItems) return issue('too-few', field.minItems);
  if (field.maxItems !== undefined && count > field.maxItems) return issue('too-many', field.maxItems);
  return undefined;
}

export function checkJson(field: JsonField, text: string): Issue | undefined {
  if (text.trim() === '') return field.required ? issue('required') : undefined;
  return parseJson(text).ok ? undefined : issue('not-json');
}

/** People write 1,5 as well as 1.5. */
export function parseNumber(text: string): number | undefined {
  const written = text.trim().replace(',', '.');
  return /^-?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(written) ? Number(written) : undefined;
}

export function parseJson(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

function isAddress(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:/i.test(text) && URL.canParse(text);
}

/** 0.3 is a multiple of 0.1 for people, though not for binary fractions. */
function isMultiple(value: number, step: number): boolean {
  const times = value / step;
  return Math.abs(times - Math.round(times)) < 1e-9;
}
