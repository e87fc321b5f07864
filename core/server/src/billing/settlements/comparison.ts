import type { Money, SettledPayment } from '@hostwright/sdk';

export type DifferenceKind = 'missing-here' | 'missing-there' | 'amount' | 'currency' | 'fee';

/** What the books hold of a payment. */
export interface BookedPayment {
  readonly id: string;
  readonly reference: string | null;
  readonly state: string;
  readonly received: Money | null;
  readonly fee: Money | null;
}

export interface Difference {
  readonly kind: DifferenceKind;
  readonly reference: string;
  readonly paymentId: string | null;
  readonly ours: Money | null;
  readonly theirs: Money | null;
}

/** One payment that the provider settled, beside what the books hold of it. */
export function compare(settled: SettledPayment, booked: BookedPayment | undefined): Difference | undefined {
  const { reference, received: theirs, fee } = settled;
  const paymentId = booked?.id ?? null;
  if (!booked || booked.state !== 'succeeded' || !booked.received)
    return { kind: 'missing-here', reference, paymentId, ours: null, theirs };
  const ours = booked.received;
  if (ours.currency !== theirs.currency) return { kind: 'currency', reference, paymentId, ours, theirs };
  if (ours.amount !== theirs.amount) return { kind: 'amount', reference, paymentId, ours, theirs };
  if (fee && booked.fee && !isSame(fee, booked.fee)) return { kind: 'fee', reference, paymentId, ours: booked.fee, theirs: fee };
  return undefined;
}

/** A payment that is booked as received and that the provider does not list. */
export const missingThere = ({ id, reference, received }: BookedPayment): Difference => ({
  kind: 'missing-there',
  reference: reference ?? id,
  paymentId: id,
  ours: received,
  theirs: null,
});

const isSame = (left: Money, right: Money): boolean => left.amount === right.amount && left.currency === right.currency;
