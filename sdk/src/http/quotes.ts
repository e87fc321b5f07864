import { z } from 'zod';
import { Currency, Hostname, Id, Locale, MoneyAnswer, Period, Timestamp } from './primitives.js';
import { Selection } from './selection.js';

export const QuoteLine = z.strictObject({
  code: z.string(),
  label: z.string(),
  quantity: z.number(),
  amount: MoneyAnswer,
  charge: z.enum(['setup', 'recurring']),
});

export const CreateQuote = z.strictObject({
  productId: Id,
  planId: Id,
  selection: Selection,
  period: Period,
  currency: Currency,
  locale: Locale.optional(),
});
export type CreateQuote = z.infer<typeof CreateQuote>;

export const Quote = z.strictObject({
  productId: Id,
  planId: Id,
  planVersion: z.int(),
  period: Period,
  lines: z.array(QuoteLine),
  /** What is due on the day of the order: setup and the first period. */
  today: MoneyAnswer,
  /** What is due each period afterwards; null for a single payment. */
  renewal: MoneyAnswer.nullable(),
  /** Signed; a cart takes it instead of a price. */
  token: z.string(),
  expiresAt: Timestamp,
});
export type Quote = z.infer<typeof Quote>;

export const CreateCart = z.strictObject({ currency: Currency });

export const AddCartItem = z.strictObject({
  quote: z.string().min(1).max(8000),
  quantity: z.int().min(1).max(50).default(1),
  hostname: Hostname.optional(),
});
export type AddCartItem = z.input<typeof AddCartItem>;

export const UpdateCartItem = z.strictObject({ quantity: z.int().min(1).max(50) });

export const CartItem = z.strictObject({
  id: Id,
  productId: Id,
  productSlug: z.string(),
  productName: z.string(),
  planId: Id,
  planName: z.string(),
  selection: Selection,
  period: Period,
  hostname: z.string().nullable(),
  quantity: z.int(),
  lines: z.array(QuoteLine),
  /** Of one piece. */
  today: MoneyAnswer,
  renewal: MoneyAnswer.nullable(),
  /** Of all pieces. */
  totalToday: MoneyAnswer,
  totalRenewal: MoneyAnswer.nullable(),
});

export const Cart = z.strictObject({
  id: Id,
  currency: Currency,
  state: z.enum(['open', 'ordered']),
  items: z.array(CartItem),
  /** One row for each period: what comes after today, and when. */
  renewals: z.array(z.strictObject({ period: Period, amount: MoneyAnswer, at: Timestamp })),
  today: MoneyAnswer,
});
export type Cart = z.infer<typeof Cart>;

export const CartPath = z.strictObject({ cartId: Id });
export const CartItemPath = z.strictObject({ cartId: Id, itemId: Id });
export const CartQuery = z.strictObject({ locale: Locale.optional() });
