import { z } from 'zod';
import { Id, Locale, MoneyAnswer, Period, Timestamp } from './primitives.js';
import { QuoteLine } from './quotes.js';
import { Selection } from './selection.js';
import { ProductAnswer } from './shop.js';

export const ServiceChangeState = z.enum(['waiting', 'under-way', 'done', 'refused', 'expired', 'cancelled']);

/** Another plan or other choices for a service that runs. */
export const ServiceChange = z.strictObject({
  id: Id,
  serviceId: Id,
  /**
   * `waiting` for its invoice to be paid; `under-way` at the provider; `refused` by the provider, and what was paid is the
   * customer's credit; `expired` because nobody paid; `cancelled` before it was done.
   */
  state: ServiceChangeState,
  planId: Id,
  planName: z.string(),
  selection: Selection,
  /** The choices in words: option, value. */
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  /** What every period cost before, and what it costs with the change. */
  renewal: z.strictObject({ now: MoneyAnswer, then: MoneyAnswer }),
  /** What the rest of the paid time cost more. */
  due: MoneyAnswer,
  invoice: z.strictObject({ id: Id, number: z.string(), state: z.string(), due: MoneyAnswer }).nullable(),
  /** Until when it has to be paid; null where nothing is waited for. */
  expiresAt: Timestamp.nullable(),
  orderedBy: z.enum(['customer', 'staff']),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
});
export type ServiceChange = z.infer<typeof ServiceChange>;
export const ServiceChangeList = z.strictObject({ items: z.array(ServiceChange) });
export const ServiceChangePath = z.strictObject({ serviceId: Id, changeId: Id });

/** Why a service cannot be changed now, as a code of `PROBLEMS`. */
export const ChangeHindrance = z.enum(['service-state', 'not-supported', 'change-open', 'renewal-unpaid']);

/** What a service is, and what it may become, at the prices of the catalogue as it is now. */
export const ServiceOptions = z.strictObject({
  planId: Id,
  selection: Selection,
  period: Period,
  currency: z.string(),
  renewal: MoneyAnswer.nullable(),
  /** With the plans that the service may move to, its own among them. */
  product: ProductAnswer,
  hindrance: ChangeHindrance.nullable(),
  /** The change that is not finished yet. */
  open: ServiceChange.nullable(),
});
export const ServiceOptionsQuery = z.strictObject({ locale: Locale.optional() });
export type ServiceOptions = z.infer<typeof ServiceOptions>;

/** Without a plan the service keeps its own. */
export const PreviewChange = z.strictObject({ planId: Id.optional(), selection: Selection, locale: Locale.optional() });
export type PreviewChange = z.infer<typeof PreviewChange>;

/** A line of what is due today: the difference for the rest of the paid time, and what is paid once. */
export const ChangeLine = z.strictObject({
  code: z.string(),
  label: z.string(),
  quantity: z.number(),
  amount: MoneyAnswer,
  charge: z.enum(['setup', 'difference']),
});

export const ChangePreview = z.strictObject({
  planId: Id,
  planName: z.string(),
  selection: Selection,
  period: Period,
  /** What every period costs now, and with the change. */
  now: z.array(QuoteLine),
  then: z.array(QuoteLine),
  renewal: z.strictObject({ now: MoneyAnswer, then: MoneyAnswer }),
  due: z.strictObject({
    /** Empty where nothing is due: what becomes cheaper gives no money back and counts from the next period. */
    lines: z.array(ChangeLine),
    total: MoneyAnswer,
    /** The rest of the paid time; null where the service has no periods. */
    from: Timestamp,
    until: Timestamp.nullable(),
  }),
  /** The first period at the new price begins then; null where no period follows. */
  renewsFrom: Timestamp.nullable(),
  /** What this product does not let a running service do, by field. With any of them there is no token. */
  problems: z.array(z.strictObject({ field: z.string(), code: z.string(), message: z.string() })),
  /** Signed; ordering takes it instead of a price. */
  token: z.string().nullable(),
  expiresAt: Timestamp.nullable(),
});
export type ChangePreview = z.infer<typeof ChangePreview>;

export const OrderChange = z.strictObject({ token: z.string().min(1).max(8000) });
export const OrderAdminChange = z.strictObject({
  token: z.string().min(1).max(8000),
  /** `nothing`: the change begins at once and is free for the rest of the paid time. */
  charge: z.enum(['difference', 'nothing']),
});

export const CancelService = z.strictObject({
  when: z.enum(['period-end', 'now']),
  /** The host name typed again. */
  confirmation: z.string().max(253),
});

/** Days after an unpaid renewal was due. Null switches the step off; nothing ends that was not suspended before. */
export const DunningSettings = z.strictObject({
  suspendAfterDays: z.int().min(2).max(90).nullable(),
  terminateAfterDays: z.int().min(4).max(365).nullable(),
});
export type DunningSettings = z.infer<typeof DunningSettings>;
