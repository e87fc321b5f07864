import { Injectable } from '@nestjs/common';
import { money, type StatementLine } from '@hostwright/sdk';
import type { InvoiceRow } from '../invoices/index.js';
import { afterwards, bareNumber, judge, paidBy, type Judgement, type Payable } from './judgement.js';
import { StatementRows, type InvoiceFacts, type LineRow, type NamedInvoice } from './statement-rows.js';

export interface Bill extends Payable {
  readonly customerId: string;
}

export interface PlannedLine {
  readonly booking: StatementLine;
  /** What came of it when it was imported before; it may still wait for its invoice. */
  readonly known: LineRow | undefined;
  /** The same booking stands in this file further up. */
  readonly isRepeated: boolean;
  readonly judgement: Judgement<Bill>;
  /** How many invoices the booking names. */
  readonly named: number;
}

/** Looks at the bookings of a file one after another, as an import would book them. Runs inside `TenantDb.run`. */
@Injectable()
export class StatementPlan {
  constructor(private readonly rows: StatementRows) {}

  async make(installationId: string, bookings: readonly StatementLine[]): Promise<readonly PlannedLine[]> {
    const known = await this.rows.known(
      installationId,
      bookings.map(({ id }) => id),
    );
    const found = await this.rows.named(bookings.flatMap(({ references }) => references));
    const bills = new Map(found.map(row => [row.id, billOf(row)]));
    const byNumber = Map.groupBy(found, row => row.bare);
    const seen = new Set<string>();
    return bookings.map(booking => {
      const isRepeated = seen.has(booking.id);
      seen.add(booking.id);
      const ids = idsNamed(booking, byNumber);
      const judgement = judge(
        booking,
        ids.map(id => bills.get(id)!),
      );
      const bill = paidBy(judgement);
      const row = known.get(booking.id);
      if (bill && !isRepeated && isWaiting(row)) bills.set(bill.id, afterwards(bill, booking.amount));
      return { booking, known: row, isRepeated, judgement, named: ids.length };
    });
  }
}

/** A booking that nobody has dealt with, whether it is new or has been waiting since an earlier import. */
export const isWaiting = (known: LineRow | undefined): boolean => known === undefined || known.state === 'unmatched';

export const billOf = ({ id, number, customerId, state, currency, totalMinor, paidMinor }: InvoiceFacts | InvoiceRow): Bill => ({
  id,
  number,
  customerId,
  isOpen: state === 'open' || state === 'overdue',
  due: money(totalMinor - paidMinor, currency),
});

function idsNamed({ references }: StatementLine, byNumber: ReadonlyMap<string, readonly NamedInvoice[]>): readonly string[] {
  const rows = references.flatMap(reference => byNumber.get(bareNumber(reference)) ?? []);
  return [...new Set(rows.map(({ id }) => id))];
}
