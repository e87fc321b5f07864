import { z } from 'zod';
import { BillingDetails } from './identity.js';
import { Currency, Id, line, Locale, MoneyAnswer, page, Period, Timestamp } from './primitives.js';
import { QuoteLine } from './quotes.js';
import { Selection } from './selection.js';

export const CreateOrder = z.strictObject({
  cartId: Id,
  /** The sum the customer saw; another one now is answered with 409 `price-changed`. */
  expectedToday: MoneyAnswer,
  billing: BillingDetails,
  acceptTerms: z.literal(true),
});
export type CreateOrder = z.infer<typeof CreateOrder>;

export const OrderState = z.enum(['placed', 'paid', 'completed', 'cancelled']);

export const OrderItem = z.strictObject({
  id: Id,
  productName: z.string(),
  planName: z.string(),
  hostname: z.string(),
  period: Period,
  selection: Selection,
  lines: z.array(QuoteLine),
  today: MoneyAnswer,
  renewal: MoneyAnswer.nullable(),
  serviceId: Id,
});

export const Order = z.strictObject({
  id: Id,
  number: z.string(),
  state: OrderState,
  placedAt: Timestamp,
  customerId: Id,
  items: z.array(OrderItem),
  today: MoneyAnswer,
  invoiceId: Id,
  invoiceNumber: z.string(),
});
export type Order = z.infer<typeof Order>;
export const OrderPage = page(Order);
export const OrderPath = z.strictObject({ orderId: Id });

export const PaymentMethod = z.strictObject({
  installationId: Id,
  name: z.string(),
  description: z.string(),
  iconUrl: z.string().nullable(),
  /** The customer may leave the card or account with the provider, for renewals. */
  savesMethods: z.boolean(),
});
export type PaymentMethod = z.infer<typeof PaymentMethod>;
export const PaymentMethodList = z.strictObject({ items: z.array(PaymentMethod) });
export const PaymentMethodQuery = z.strictObject({ currency: Currency.optional(), locale: Locale.optional() });

export const InvoiceState = z.enum(['open', 'overdue', 'paid', 'void', 'refunded']);

export const Party = z.strictObject({
  name: z.string(),
  company: z.string().optional(),
  taxNumber: z.string().optional(),
  registration: z.string().optional(),
  street: z.string(),
  city: z.string(),
  postalCode: z.string(),
  country: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
  iban: z.string().optional(),
  bank: z.string().optional(),
});
export type Party = z.infer<typeof Party>;

export const InvoiceLine = z.strictObject({
  description: z.string(),
  detail: z.string(),
  quantity: z.number(),
  amount: MoneyAnswer,
  taxCode: z.string().nullable(),
});

export const Invoice = z.strictObject({
  id: Id,
  number: z.string(),
  state: InvoiceState,
  locale: Locale,
  issuedAt: Timestamp,
  dueAt: Timestamp,
  paidAt: Timestamp.nullable(),
  customerId: Id,
  orderId: Id.nullable(),
  orderNumber: z.string().nullable(),
  seller: Party,
  buyer: Party,
  lines: z.array(InvoiceLine),
  subtotal: MoneyAnswer,
  taxes: z.array(z.strictObject({ code: z.string(), label: z.string(), rateBasisPoints: z.int(), amount: MoneyAnswer })),
  total: MoneyAnswer,
  paid: MoneyAnswer,
  due: MoneyAnswer,
  /** What credit notes have given back of it. */
  refunded: MoneyAnswer,
  /** SHA-256 of the invoice before it in the series, and its own. */
  previousHash: z.string(),
  hash: z.string(),
});
export type Invoice = z.infer<typeof Invoice>;
export const InvoicePage = page(Invoice);
export const InvoicePath = z.strictObject({ invoiceId: Id });

export const PaymentState = z.enum([
  'created',
  'pending',
  'requires-action',
  'authorized',
  'succeeded',
  'declined',
  'cancelled',
  'unknown',
  'failed',
]);

export const StartPayment = z.strictObject({
  installationId: Id,
  /** Where the browser goes back to; its origin must be the shop's or on the widget key's list. */
  returnUrl: z.url({ protocol: /^https?$/ }).max(2000),
  /** The customer agrees that the method is kept and charged for renewals; only where it says `savesMethods`. */
  saveMethod: z.boolean().optional(),
  /** Pays with a saved method of this installation. */
  savedMethodId: Id.optional(),
});
export type StartPayment = z.infer<typeof StartPayment>;

export const Payment = z.strictObject({
  id: Id,
  invoiceId: Id,
  invoiceNumber: z.string(),
  /** Starting again with it goes on with a payment that is open. */
  installationId: Id,
  state: PaymentState,
  amount: MoneyAnswer,
  received: MoneyAnswer.nullable(),
  /** What went back of it, or is on its way. */
  refunded: MoneyAnswer,
  method: z.string(),
  message: z.string().nullable(),
  mayRetry: z.boolean(),
  /** It is open, and its provider closes it when another way to pay is chosen. */
  mayReplace: z.boolean(),
  createdAt: Timestamp,
  settledAt: Timestamp.nullable(),
});
export type Payment = z.infer<typeof Payment>;

export const PaymentStepAnswer = z.strictObject({
  payment: Payment,
  step: z.discriminatedUnion('next', [
    z.strictObject({ next: z.literal('redirect'), url: z.string(), fields: z.record(z.string(), z.string()).optional() }),
    z.strictObject({
      next: z.literal('embed'),
      element: z.string(),
      data: z.record(z.string(), z.string()),
      /** Path of the ES module on the shop's host that defines the element. */
      module: z.string(),
    }),
    z.strictObject({
      next: z.literal('instructions'),
      markdown: z.string(),
      codes: z
        .array(z.strictObject({ label: z.string(), payload: z.string() }))
        .readonly()
        .optional(),
    }),
    z.strictObject({ next: z.literal('nothing') }),
  ]),
});
export type PaymentStepAnswer = z.infer<typeof PaymentStepAnswer>;
export const PaymentPage = page(Payment);
export const PaymentPath = z.strictObject({ paymentId: Id });

export const RecordPayment = z.strictObject({
  installationId: Id,
  amount: MoneyAnswer,
  /** What the bank statement calls it; the same reference twice is one payment. */
  reference: line(140),
});
export type RecordPayment = z.infer<typeof RecordPayment>;
