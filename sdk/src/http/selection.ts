import { z } from 'zod';

const OPTION_ID = /^[a-zA-Z][a-zA-Z0-9_-]{0,39}$/;
const MOST_OPTIONS = 60;
const LONGEST_TEXT = 200;
const GREATEST_NUMBER = 1e9;

/**
 * What the buyer chose, by option id. Written by hand: a calculator sends one with each price it asks for, and a record
 * of a union tries every type for every option. The JSON Schema beside it says the same to readers of the API.
 */
export const Selection = z
  .unknown()
  .check(({ value, issues }) => {
    const refuse = (message: string, path: string[] = []): void => {
      issues.push({ code: 'custom', input: value, path, message });
    };
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('must be an object');
    const options = Object.keys(value);
    if (options.length > MOST_OPTIONS) return refuse(`must not hold more than ${MOST_OPTIONS} options`);
    for (const option of options) {
      if (!OPTION_ID.test(option)) refuse('is not the id of an option', [option]);
      else if (!isChoice((value as Record<string, unknown>)[option]))
        refuse(`must be true or false, a number, or text of at most ${LONGEST_TEXT} characters`, [option]);
    }
  })
  .meta({
    type: 'object',
    propertyNames: { pattern: OPTION_ID.source },
    maxProperties: MOST_OPTIONS,
    additionalProperties: {
      anyOf: [
        { type: 'string', maxLength: LONGEST_TEXT },
        { type: 'number', minimum: -GREATEST_NUMBER, maximum: GREATEST_NUMBER },
        { type: 'boolean' },
      ],
    },
  }) as unknown as z.ZodType<Record<string, string | number | boolean>, Record<string, string | number | boolean>>;

function isChoice(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= LONGEST_TEXT;
  if (typeof value === 'number') return Math.abs(value) <= GREATEST_NUMBER;
  return typeof value === 'boolean';
}
