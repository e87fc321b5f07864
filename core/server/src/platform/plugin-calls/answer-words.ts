import { z } from 'zod';

/** What PostgreSQL can hold and a page can show: no NUL, no half a surrogate pair. */
export const text = (max: number, min = 0) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine(value => !value.includes('\0') && value.isWellFormed(), 'must be well-formed text');

export const reference = text(200, 1);
export const word = text(100, 1);
export const webAddress = z.url({ protocol: /^https?$/ }).max(4000);

export const Money = z.object({
  amount: z
    .bigint()
    .min(-(2n ** 62n))
    .max(2n ** 62n),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
