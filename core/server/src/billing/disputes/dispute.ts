/** A customer's claim at the bank that a payment was not theirs, as the database keeps it. */
export interface DisputeRow {
  readonly id: string;
  readonly installationId: string;
  readonly reference: string;
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly customerId: string;
  readonly state: DisputeState;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly feeMinor: bigint | null;
  readonly feeCurrency: string | null;
  /** What of it is in the books. */
  readonly bookedMinor: bigint;
  readonly reason: string | null;
  readonly note: string | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

export type DisputeState = 'opened' | 'won' | 'lost';

/**
 * What a word means for a dispute that is known. It opens once and ends once, in whatever order the words arrive; a second
 * end that says otherwise is for staff.
 */
export function judge(known: DisputeState, told: DisputeState): 'nothing-new' | 'win' | 'lose' | 'contradiction' {
  if (told === known || told === 'opened') return 'nothing-new';
  if (known !== 'opened') return 'contradiction';
  return told === 'won' ? 'win' : 'lose';
}
