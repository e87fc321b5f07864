import { moneyToJson } from '@hostwright/sdk';
import type { Statement, StatementInvoice, StatementLine, StatementReadLine } from '@hostwright/sdk/http';
import type { Customer } from '../../platform/identity/index.js';
import { isWaiting, type PlannedLine } from './statement-plan.js';
import { waitsFor } from './judgement.js';
import type { CountedStatement, InvoiceFacts, LineRow } from './statement-rows.js';

/** What the lines speak of, fetched at once for all of them. */
export interface Names {
  readonly invoices: ReadonlyMap<string, InvoiceFacts>;
  readonly customers: ReadonlyMap<string, Customer>;
  /** Labels of gateways. */
  readonly gateways: ReadonlyMap<string, string>;
}

/** The invoice that a line of a file is about, whatever is done with it. */
export function invoiceIdOf(line: PlannedLine): string | null {
  if (isOld(line)) return line.known?.invoiceId ?? null;
  return 'invoice' in line.judgement ? (line.judgement.invoice?.id ?? null) : null;
}

export function presentReading(line: PlannedLine, names: Names): StatementReadLine {
  const { booking, judgement } = line;
  const isImported = isOld(line);
  const reason = isImported ? null : waitsFor(judgement);
  return {
    line: booking.line,
    bookedOn: booking.bookedOn,
    payer: booking.payer ?? null,
    text: booking.text,
    amount: moneyToJson(booking.amount),
    verdict: isImported ? 'already-imported' : judgement.verdict,
    invoice: presentInvoice(invoiceIdOf(line), names),
    due: !isImported && 'invoice' in judgement && judgement.invoice ? moneyToJson(judgement.invoice.due) : null,
    difference: !isImported && judgement.verdict === 'amount-differs' ? judgement.difference : null,
    reason: reason === 'other-currency' ? null : reason,
  };
}

/** Nothing is left to do about it, or nothing more than when it was imported. */
function isOld({ known, isRepeated, judgement }: PlannedLine): boolean {
  if (judgement.verdict === 'outgoing') return false;
  const pays = judgement.verdict === 'matched' || judgement.verdict === 'amount-differs';
  return isRepeated || (known !== undefined && !(isWaiting(known) && pays));
}

export function presentLine(row: LineRow, names: Names): StatementLine {
  return {
    id: row.id,
    statementId: row.statementId,
    installationId: row.installationId,
    gateway: names.gateways.get(row.installationId) ?? '',
    line: row.line,
    bookedOn: row.bookedOn,
    payer: row.payer,
    text: row.words,
    amount: { amount: row.amountMinor.toString(), currency: row.currency },
    state: row.state,
    reason: row.reason,
    invoice: presentInvoice(row.invoiceId, names),
    paymentId: row.paymentId,
    importedAt: row.createdAt.toISOString(),
  };
}

export function presentStatement(row: CountedStatement, gateways: Names['gateways']): Statement {
  const { id, installationId, name, bookedFrom, bookedUntil, matched, unmatched, dismissed, faults, createdAt } = row;
  return {
    ...{ id, installationId, gateway: gateways.get(installationId) ?? '', name },
    ...{ from: bookedFrom, until: bookedUntil },
    ...{ matched, unmatched, dismissed, faults, importedAt: createdAt.toISOString() },
  };
}

function presentInvoice(id: string | null, { invoices, customers }: Names): StatementInvoice | null {
  const invoice = id === null ? undefined : invoices.get(id);
  if (!invoice) return null;
  const { id: customerId, name, email } = customers.get(invoice.customerId)!;
  return { id: invoice.id, number: invoice.number, customer: { id: customerId, name, email } };
}
