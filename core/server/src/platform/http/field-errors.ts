import type { z } from 'zod';
import type { FieldError } from './problem.js';

/** Every field that a schema refused, by its path; an unknown field is named itself, not the object that holds it. */
export function fieldErrors(error: z.ZodError, prefix: readonly PropertyKey[] = []): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    const path = [...prefix, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key => ({ field: fieldPath([...path, key]), code: issue.code, message: 'is not a field of this' }));
    }
    return [{ field: fieldPath(path), code: issue.code, message: issue.message }];
  });
}

/** `items.0.quantity`; a body that is no object at all has the path of nothing, and is called `body`. */
export const fieldPath = (path: readonly PropertyKey[]): string => (path.length === 0 ? 'body' : path.map(String).join('.'));
