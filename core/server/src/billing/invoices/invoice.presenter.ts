import { money, moneyToJson } from '@hostwright/sdk';
import type { Invoice } from '@hostwright/sdk/http';
import { due, type InvoiceRow } from './invoice-row.js';

/** Model to contract; the order's number is the order's to tell. */
export function presentInvoice(row: InvoiceRow, orderNumber: string | null): Invoice {
  const amount = (minor: bigint) => moneyToJson(money(minor, row.currency));
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    locale: row.locale,
    issuedAt: row.issuedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    paidAt: row.paidAt?.toISOString() ?? null,
    customerId: row.customerId,
    orderId: row.orderId,
    orderNumber,
    seller: row.seller,
    buyer: row.buyer,
    lines: row.lines.map(line => ({ ...line })),
    subtotal: amount(row.subtotalMinor),
    taxes: row.taxes.map(tax => ({ ...tax })),
    total: amount(row.totalMinor),
    paid: amount(row.paidMinor),
    due: moneyToJson(due(row)),
    refunded: amount(row.refundedMinor),
    previousHash: row.previousHash,
    hash: row.hash,
  };
}
