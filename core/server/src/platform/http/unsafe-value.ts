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
  if (Array.isArray(value)) return firstOf(value.entries(), path);
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || isUnsafeText(key)) return at(path, 'unsafe-key', 'must not have such a field name');
  }
  return firstOf(Object.entries(value), path);
}

function firstOf(entries: Iterable<readonly [PropertyKey, unknown]>, path: readonly PropertyKey[]): FieldError | undefined {
  for (const [key, part] of entries) {
    if (typeof part !== 'string' && (typeof part !== 'object' || part === null)) continue;
    if (typeof part === 'string' && !isUnsafeText(part)) continue;
    const found = findUnsafe(part, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

const isUnsafeText = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

const at = (path: readonly PropertyKey[], code: string, message: string): FieldError => ({
  field: fieldPath(path),
  code,
  message,
});
