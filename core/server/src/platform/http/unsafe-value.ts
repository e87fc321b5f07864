import type { FieldError } from './problem.js';
import { fieldPath } from './field-errors.js';

/** Deeper than any schema of ours; what recurses over plugin settings must not run out of stack. */
const DEEPEST = 32;

/**
 * What a parsed body or query may not hold whatever its schema says: NUL, which PostgreSQL's text cannot keep, halves of
 * surrogate pairs, which UTF-8 cannot, a `__proto__` key, and nesting without end.
 */
export function findUnsafe(value: unknown, path: readonly PropertyKey[] = []): FieldError | undefined {
  if (typeof value === 'string')
    return isUnsafeText(value) ? at(path, 'unsafe-text', 'must not contain NUL or broken characters') : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length >= DEEPEST) return at(path.slice(0, 3), 'too-deep', `must not be nested more than ${DEEPEST} levels`);
  const keys = Object.keys(value);
  if (!Array.isArray(value) && keys.some(isUnsafeKey)) return at(path, 'unsafe-key', 'must not have such a field name');
  for (const key of keys) {
    const part = (value as Record<string, unknown>)[key];
    const isHarmless = typeof part === 'string' ? !isUnsafeText(part) : typeof part !== 'object' || part === null;
    const found = isHarmless ? undefined : findUnsafe(part, [...path, Array.isArray(value) ? Number(key) : key]);
    if (found) return found;
  }
  return undefined;
}

/**
 * Whether JSON text can hold nothing that `findUnsafe` refuses: in well-formed UTF-8, NUL and half a character are there
 * only as escapes, and what opens fewer brackets than the limit is not nested deeper.
 */
export function isPlainText(json: string): boolean {
  return !json.includes('\\') && !json.includes('__proto__') && brackets(json, '{') + brackets(json, '[') < DEEPEST;
}

function brackets(text: string, bracket: string): number {
  let count = 0;
  for (let at = text.indexOf(bracket); at !== -1 && count < DEEPEST; at = text.indexOf(bracket, at + 1)) count += 1;
  return count;
}

const isUnsafeKey = (key: string): boolean => key === '__proto__' || isUnsafeText(key);

const isUnsafeText = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

const at = (path: readonly PropertyKey[], code: string, message: string): FieldError => ({
  field: fieldPath(path),
  code,
  message,
});
