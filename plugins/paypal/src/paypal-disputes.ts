import type { GatewayEvent, Money } from '@hostwright/sdk';
import { fromPayPal, type PayPalMoney } from './paypal-amounts.js';
import { readMoney } from './paypal-answers.js';
import { fieldsOf, list, optionalText, text } from './paypal-fields.js';

export interface PayPalDispute {
  readonly id: string;
  readonly status: string;
  readonly outcome: string | undefined;
  readonly reason: string | undefined;
  readonly amount: PayPalMoney;
  readonly transactions: readonly { readonly captureId: string; readonly amount: PayPalMoney | undefined }[];
  readonly fees: readonly { readonly isCharge: boolean; readonly amount: PayPalMoney }[];
}

type DisputeState = Extract<GatewayEvent, { type: 'dispute' }>['state'];

/** With a payout PayPal compensates the buyer out of its own pocket. */
const OUTCOMES: ReadonlyMap<string, DisputeState> = new Map([
  ['RESOLVED_SELLER_FAVOUR', 'won'],
  ['RESOLVED_WITH_PAYOUT', 'won'],
  ['CANCELED_BY_BUYER', 'won'],
  ['DENIED', 'won'],
  ['RESOLVED_BUYER_FAVOUR', 'lost'],
  ['ACCEPTED', 'lost'],
]);

const FEES: ReadonlySet<string> = new Set(['DISPUTE_FEE', 'DISPUTE_SETTLEMENT_FEE', 'CHARGEBACK_FEE']);

export function readDispute(value: unknown): PayPalDispute {
  const dispute = fieldsOf(value);
  return {
    id: text(dispute, 'dispute_id'),
    status: optionalText(dispute, 'status') ?? '',
    outcome: optionalText(fieldsOf(dispute['dispute_outcome'] ?? {}), 'outcome_code'),
    reason: optionalText(dispute, 'reason'),
    amount: readMoney(dispute['dispute_amount']),
    transactions: list(dispute, 'disputed_transactions').flatMap(transaction => {
      const fields = fieldsOf(transaction);
      const captureId = optionalText(fields, 'seller_transaction_id');
      const gross = fields['gross_amount'];
      return captureId === undefined ? [] : [{ captureId, amount: gross === undefined ? undefined : readMoney(gross) }];
    }),
    fees: list(dispute, 'money_movements').flatMap(movement => {
      const fields = fieldsOf(movement);
      const isOurFee = FEES.has(optionalText(fields, 'reason') ?? '') && optionalText(fields, 'affected_party') === 'SELLER';
      return isOurFee ? [{ isCharge: fields['type'] === 'DEBIT', amount: readMoney(fields['amount']) }] : [];
    }),
  };
}

/** One event for each disputed payment of ours; `payments` holds their references in the order of the transactions. */
export function disputeEvents(id: string, dispute: PayPalDispute, payments: readonly string[]): readonly GatewayEvent[] {
  const isAlone = dispute.transactions.length === 1;
  const fee = feeOf(dispute);
  return dispute.transactions.flatMap(({ amount }, index) => {
    const reference = payments[index];
    if (!reference) return [];
    return [
      {
        id: isAlone ? id : `${id}:${index + 1}`,
        type: 'dispute' as const,
        reference,
        disputeReference: dispute.id,
        state: stateOf(dispute),
        amount: fromPayPal(isAlone ? dispute.amount : (amount ?? dispute.amount)),
        ...(fee && index === 0 && { fee }),
        ...(dispute.reason !== undefined && { reason: dispute.reason.toLowerCase().replaceAll('_', '-').slice(0, 100) }),
      },
    ];
  });
}

/** An outcome that has no name yet leaves the dispute open: only a known word may win or lose it. */
function stateOf({ status, outcome }: PayPalDispute): DisputeState {
  return status === 'RESOLVED' ? (OUTCOMES.get(outcome ?? '') ?? 'opened') : 'opened';
}

/** A dispute that is won gives its fee back. */
function feeOf({ fees, amount }: PayPalDispute): Money | undefined {
  const { currency } = fromPayPal(amount);
  const own = fees.filter(fee => fee.amount.currency_code === currency);
  const total = own.reduce((sum, fee) => sum + (fee.isCharge ? 1n : -1n) * fromPayPal(fee.amount).amount, 0n);
  return total === 0n ? undefined : { amount: total, currency };
}
