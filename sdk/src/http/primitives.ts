import { z } from 'zod';

/** Every id is a UUID made by the application. */
export const Id = z.uuid();

/** A line of text that a person types: trimmed, no control characters, bounded. */
export const line = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');

/** Minor units as a decimal string, because JSON numbers are floats. */
export const Minor = z.string().regex(/^-?(0|[1-9]\d{0,17})$/, 'must be a whole number of minor units');

/** ISO 4217 code. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of ISO 4217');

export const MoneyAnswer = z.strictObject({ amount: Minor, currency: Currency });
export type MoneyAnswer = z.infer<typeof MoneyAnswer>;

/** The languages that the interface speaks. */
export const Locale = z.enum(['en', 'uk', 'ru']);
export type Locale = z.infer<typeof Locale>;

/** RFC 3339 in UTC. */
export const Timestamp = z.iso.datetime();

/** RFC 5321 bounds a mailbox at 254 characters; kept in lower case, because people type it either way. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email({ pattern: z.regexes.email }));

/** NIST SP 800-63B: length is what counts; the bound keeps hashing affordable. */
export const Password = z.string().min(10).max(200);

export const Period = z.discriminatedUnion('unit', [
  z.strictObject({ unit: z.literal('once') }),
  z.strictObject({ unit: z.enum(['hour', 'day', 'month', 'year']), count: z.int().min(1).max(120) }),
]);

/** RFC 1123 host name, at least one dot not required. */
export const Hostname = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/, 'must be a host name');

export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

/** A page of a list; `next` is the cursor of the page after it. */
export const page = <Item extends z.ZodType>(item: Item) => z.strictObject({ items: z.array(item), next: z.string().nullable() });

export const Nothing = z.null();
export const Country = z.string().regex(/^[A-Z]{2}$/, 'must be a country code of ISO 3166');
export const LocalizedText = z.record(Locale, z.string()).or(z.string());
