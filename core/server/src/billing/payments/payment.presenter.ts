import type { AdminPayment, MoneyAnswer, Payment } from '@hostwright/sdk/http';
import type { Customer } from '../../platform/identity/index.js';
import { methodName, type NamedGateway } from './gateways.js';
import { isOpen, refundableOf, type PaymentRow, type PaymentState } from './payment.js';

const ENDED_WITHOUT_MONEY: ReadonlySet<PaymentState> = new Set(['declined', 'cancelled', 'failed']);

export function presentPayment(row: PaymentRow, gateway: NamedGateway | undefined, locale: string): Payment {
  return {
    id: row.id,
    invoiceId: row.invoiceId,
    invoiceNumber: row.invoiceNumber,
    installationId: row.installationId,
    state: row.state,
    amount: { amount: row.amountMinor.toString(), currency: row.currency },
    received: received(row),
    refunded: { amount: row.refundedMinor.toString(), currency: row.currency },
    method: methodName(gateway, locale),
    message: row.message,
    mayReplace: isReplaceable(row, gateway),
    mayRetry: ENDED_WITHOUT_MONEY.has(row.state) && row.mayRetry,
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}

export function presentForStaff(
  row: PaymentRow,
  gateway: NamedGateway | undefined,
  { id, name, email }: Customer,
  locale: string,
): AdminPayment {
  return {
    ...presentPayment(row, gateway, locale),
    customer: { id, name, email },
    reference: row.reference,
    gateway: gateway?.label ?? '',
    note: row.note ?? row.problemCode,
    fee:
      row.feeMinor === null || row.feeCurrency === null ? null : { amount: row.feeMinor.toString(), currency: row.feeCurrency },
    refundable: { amount: refundableOf(row).toString(), currency: row.currency },
    refundVia: gateway?.manifest?.capabilities?.includes('refund') ? 'gateway' : 'manual',
    disputed: { amount: row.disputedMinor.toString(), currency: row.currency },
  };
}

/** Money that is set aside is on its way already. */
const isReplaceable = ({ state }: PaymentRow, gateway: NamedGateway | undefined): boolean =>
  isOpen(state) && state !== 'authorized' && (gateway?.manifest?.capabilities?.includes('cancel') ?? false);

function received({ receivedMinor, receivedCurrency }: PaymentRow): MoneyAnswer | null {
  return receivedMinor === null || receivedCurrency === null
    ? null
    : { amount: receivedMinor.toString(), currency: receivedCurrency };
}
