import { z } from 'zod';
import { Money, reference, text, webAddress, word } from './answer-words.js';

const Received = Money.extend({
  amount: z
    .bigint()
    .min(0n)
    .max(2n ** 62n),
});

const SavedMethod = z.object({
  token: text(500, 1),
  label: text(200),
  expires: z.object({ month: z.int().min(1).max(12), year: z.int().min(2000).max(2200) }).optional(),
});

export const PaymentSnapshot = z.object({
  reference,
  state: z.enum(['pending', 'requires-action', 'authorized', 'succeeded', 'declined', 'cancelled']),
  received: Received.optional(),
  fee: Money.optional(),
  decline: z.object({ code: word, publicMessage: text(500).optional(), mayRetry: z.boolean() }).optional(),
  savedMethod: SavedMethod.optional(),
  raw: z.unknown().optional(),
});

const step = { payment: PaymentSnapshot };

export const PaymentStep = z.discriminatedUnion('next', [
  z.object({ next: z.literal('redirect'), url: webAddress, fields: z.record(text(60, 1), text(20_000)).optional(), ...step }),
  z.object({
    next: z.literal('embed'),
    element: z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
      .max(60),
    data: z.record(text(60, 1), text(4000)),
    ...step,
  }),
  z.object({
    next: z.literal('instructions'),
    markdown: text(10_000),
    codes: z
      .array(z.object({ label: text(100, 1), payload: text(2000, 1) }))
      .max(5)
      .optional(),
    ...step,
  }),
  z.object({ next: z.literal('nothing'), ...step }),
]);

export const RefundSnapshot = z.object({
  reference,
  state: z.enum(['pending', 'succeeded', 'failed']),
  amount: Received,
  reason: text(500).optional(),
});

export const WebhookAnswer = z.object({
  events: z
    .array(
      z.discriminatedUnion('type', [
        z.object({ id: reference, type: z.literal('payment'), paymentId: text(200).optional(), payment: PaymentSnapshot }),
        z.object({
          id: reference,
          type: z.literal('refund'),
          refundId: text(200).optional(),
          paymentReference: reference.optional(),
          refund: RefundSnapshot,
        }),
        z.object({
          id: reference,
          type: z.literal('dispute'),
          reference,
          disputeReference: reference,
          state: z.enum(['opened', 'won', 'lost']),
          amount: Received,
          fee: Money.optional(),
          reason: text(500).optional(),
        }),
      ]),
    )
    .max(100),
  reply: z
    .object({
      status: z.int().min(200).max(299),
      contentType: z
        .string()
        .regex(/^[\w.+/-]+(; ?charset=[\w-]+)?$/)
        .max(100),
      body: z.string().max(10_000),
    })
    .optional(),
});

export const SettledPage = z.object({
  settled: z.array(z.object({ reference, paymentId: text(200).optional(), received: Received, fee: Money.optional() })).max(1000),
  cursor: text(1000, 1).optional(),
});

export const Statement = z.object({
  lines: z
    .array(
      z.object({
        line: z.int().min(1),
        id: reference,
        amount: Money,
        bookedOn: z.iso.date(),
        payer: text(200).optional(),
        text: text(2000),
        references: z.array(text(200, 1)).max(50),
      }),
    )
    .max(20_000),
  faults: z.array(z.object({ line: z.int().min(0), code: word, message: text(500) })).max(20_000),
});
