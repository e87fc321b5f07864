import { z } from 'zod';
import { Id, line, MoneyAnswer, page, PageQuery, Period, Timestamp } from './primitives.js';

/** A card or an account that the customer left with a provider. What it is charged by never leaves the server. */
export const SavedMethod = z.strictObject({
  id: Id,
  installationId: Id,
  /** The way to pay, and its picture. */
  method: z.string(),
  iconUrl: z.string().nullable(),
  /** How the provider calls it: the brand and the last digits. */
  label: z.string(),
  expires: z.strictObject({ month: z.int(), year: z.int() }).nullable(),
  isExpired: z.boolean(),
  /** Renewals are charged to this one. */
  isDefault: z.boolean(),
  createdAt: Timestamp,
});
export type SavedMethod = z.infer<typeof SavedMethod>;
export const SavedMethodList = z.strictObject({ items: z.array(SavedMethod) });
export const SavedMethodPath = z.strictObject({ savedMethodId: Id });

/** What happens at the end of the period that is paid for. */
export const ServiceRenewal = z.strictObject({
  /** `never` for a single payment or a service that does not run; `billed` once the invoice is there. */
  state: z.enum(['never', 'planned', 'billed']),
  renewsAt: Timestamp.nullable(),
  /** When the invoice is issued; null once it is. */
  billedAt: Timestamp.nullable(),
  period: Period,
  amount: MoneyAnswer.nullable(),
  /** Charged by itself on the day; null where the customer pays by hand. */
  method: SavedMethod.nullable(),
  /** When the method is charged next: on the day, or again after it was declined. */
  chargedAt: Timestamp.nullable(),
  invoice: z.strictObject({ id: Id, number: z.string(), state: z.string(), due: MoneyAnswer }).nullable(),
});
export type ServiceRenewal = z.infer<typeof ServiceRenewal>;

/** `missing-here`: the provider settled what we do not have as paid. `missing-there`: the other way round. */
export const SettlementDifferenceKind = z.enum(['missing-here', 'missing-there', 'amount', 'currency', 'fee']);

/** Where a provider's list of settled payments and the shop's books disagree. Staff find out why; nothing is booked by itself. */
export const SettlementDifference = z.strictObject({
  id: Id,
  kind: SettlementDifferenceKind,
  /** `gone` when a later comparison found both sides agreeing, `closed` by staff. */
  state: z.enum(['open', 'gone', 'closed']),
  installationId: Id,
  gateway: z.string(),
  /** How the provider calls the payment. */
  reference: z.string(),
  payment: z.strictObject({ id: Id, invoiceId: Id, invoiceNumber: z.string() }).nullable(),
  /** What the books say and what the provider says; null where there is nothing. */
  ours: MoneyAnswer.nullable(),
  theirs: MoneyAnswer.nullable(),
  note: z.string().nullable(),
  firstSeenAt: Timestamp,
  lastSeenAt: Timestamp,
});
export type SettlementDifference = z.infer<typeof SettlementDifference>;
export const SettlementDifferencePage = page(SettlementDifference);
export const SettlementDifferenceQuery = PageQuery.extend({
  state: z.enum(['open', 'gone', 'closed']).optional(),
  installationId: Id.optional(),
});
export const SettlementDifferencePath = z.strictObject({ differenceId: Id });
export const CloseSettlementDifference = z.strictObject({
  /** What staff found out. */
  note: line(500),
});

/** One night's comparison with one provider. */
export const SettlementRun = z.strictObject({
  id: Id,
  installationId: Id,
  gateway: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  from: Timestamp,
  until: Timestamp,
  /** How many payments the provider listed, and in how many the two sides differ. */
  compared: z.int(),
  differences: z.int(),
  /** Why it could not be finished. */
  problem: z.string().nullable(),
  startedAt: Timestamp,
  finishedAt: Timestamp.nullable(),
});
export type SettlementRun = z.infer<typeof SettlementRun>;
export const SettlementRunPage = page(SettlementRun);
