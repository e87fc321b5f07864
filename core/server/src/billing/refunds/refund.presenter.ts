import { money, moneyToJson } from '@hostwright/sdk';
import type { AdminRefund, CreditNote } from '@hostwright/sdk/http';
import type { Customer } from '../../platform/identity/index.js';
import type { CreditNoteRow } from './credit-note.js';
import type { RefundRow } from './refund.js';

interface Surroundings {
  readonly customer: Customer;
  readonly gateway: string;
  readonly creditNoteNumber: string | null;
}

export function presentRefund(row: RefundRow, { customer, gateway, creditNoteNumber }: Surroundings): AdminRefund {
  const { id, name, email } = customer;
  return {
    id: row.id,
    paymentId: row.paymentId,
    invoiceId: row.invoiceId,
    invoiceNumber: row.invoiceNumber,
    customer: { id, name, email },
    gateway,
    origin: row.origin,
    state: row.state,
    amount: moneyToJson(money(row.amountMinor, row.currency)),
    fromCredit: moneyToJson(money(row.creditMinor, row.currency)),
    reason: row.reason,
    reference: row.reference,
    note: row.note,
    creditNoteId: row.creditNoteId,
    creditNoteNumber,
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}

export function presentCreditNote(row: CreditNoteRow): CreditNote {
  const amount = (minor: bigint) => moneyToJson(money(minor, row.currency));
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    invoiceId: row.invoiceId,
    invoiceNumber: row.invoiceNumber,
    customerId: row.customerId,
    locale: row.locale,
    reason: row.reason,
    issuedAt: row.issuedAt.toISOString(),
    seller: row.seller,
    buyer: row.buyer,
    lines: row.lines.map(line => ({ ...line })),
    subtotal: amount(row.subtotalMinor),
    taxes: row.taxes.map(tax => ({ ...tax })),
    total: amount(row.totalMinor),
    previousHash: row.previousHash,
    hash: row.hash,
  };
}
