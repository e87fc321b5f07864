import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Statement, StatementFault, StatementFile } from '@hostwright/sdk';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Faults } from '../../platform/faults/index.js';
import { Invoices } from '../invoices/index.js';
import { PaymentRecording } from '../payments/index.js';
import { judge, paidBy, waitsFor, type Judgement } from './judgement.js';
import { billOf, isWaiting, StatementPlan, type Bill, type PlannedLine } from './statement-plan.js';
import { StatementRows, type LineRow, type NewLine, type StatementRow } from './statement-rows.js';

/** Who imports, for the audit. */
export interface Importer {
  readonly actor: string;
  readonly address: string;
}

export interface ImportedStatement {
  readonly statementId: string | undefined;
  readonly lines: readonly PlannedLine[];
  readonly faults: readonly StatementFault[];
}

/**
 * Brings the bookings of a statement in. First all of them are written down, in one transaction; then each that pays an
 * invoice is booked in a transaction of its own, under its row's lock. Whoever dies in between repeats the import: what
 * is written is found again, and what is booked stays as it is.
 */
@Injectable()
export class StatementImport {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: StatementRows,
    private readonly plan: StatementPlan,
    private readonly invoices: Invoices,
    private readonly recording: PaymentRecording,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly faults: Faults,
  ) {}

  /** What an import would do; nothing is written. */
  async rehearse(
    tenantId: string,
    installationId: string,
    file: StatementFile,
    statement: Statement,
  ): Promise<ImportedStatement> {
    return this.db.run(tenantId, async () => {
      const before = await this.rows.byDigest(installationId, digestOf(file));
      const lines = await this.plan.make(installationId, statement.lines);
      return { statementId: before?.id, lines, faults: statement.faults };
    });
  }

  async perform(
    tenantId: string,
    installationId: string,
    file: StatementFile,
    statement: Statement,
    importer: Importer,
  ): Promise<ImportedStatement> {
    const { statementId, planned } = await this.db.run(tenantId, async () => {
      const id = await this.open(installationId, file, statement, importer);
      const lines = await this.plan.make(installationId, statement.lines);
      await this.rows.add(this.newLines(id, installationId, lines));
      return { statementId: id, planned: lines };
    });
    this.faults.reach('statements/import:after-lines');
    const lines: PlannedLine[] = [];
    for (const line of planned) {
      lines.push(mayPay(line) ? await this.db.run(tenantId, () => this.pay(tenantId, line, installationId, importer)) : line);
      this.faults.reach('statements/import:after-booking');
    }
    return { statementId, lines, faults: statement.faults };
  }

  private async open(
    installationId: string,
    file: StatementFile,
    { lines, faults }: Statement,
    { actor, address }: Importer,
  ): Promise<string> {
    const createdAt = this.clock.now();
    const days = lines.map(({ bookedOn }) => bookedOn).toSorted();
    const row: StatementRow = {
      id: newId(createdAt.getTime()),
      installationId,
      name: file.name,
      digest: digestOf(file),
      bookedFrom: days[0] ?? null,
      bookedUntil: days.at(-1) ?? null,
      faults: faults.length,
      createdAt,
    };
    const { statement, isNew } = await this.rows.open(row);
    if (isNew) {
      const detail = { name: file.name, lines: lines.length, faults: faults.length };
      await this.audit.record({ actor, action: 'statement.imported', target: `statement:${row.id}`, detail, address });
    }
    return statement.id;
  }

  /** Lists show the newest id first, so the first booking of the file gets the greatest. */
  private newLines(statementId: string, installationId: string, lines: readonly PlannedLine[]): NewLine[] {
    const createdAt = this.clock.now();
    const fresh = lines.filter(line => !line.known && !line.isRepeated && line.judgement.verdict !== 'outgoing');
    const ids = fresh.map(() => newId(createdAt.getTime())).toSorted((one, other) => (one < other ? 1 : -1));
    return fresh.map(({ booking, judgement }, place) => ({
      id: ids[place]!,
      statementId,
      installationId,
      reference: booking.id,
      line: booking.line,
      bookedOn: booking.bookedOn,
      payer: booking.payer ?? null,
      words: booking.text,
      amountMinor: booking.amount.amount,
      currency: booking.amount.currency,
      reason: waitsFor(judgement),
      invoiceId: 'invoice' in judgement ? (judgement.invoice?.id ?? null) : null,
      createdAt,
    }));
  }

  /** Judges again with the invoice and the booking locked: another import, a card or staff may have been faster. */
  private async pay(tenantId: string, line: PlannedLine, installationId: string, importer: Importer): Promise<PlannedLine> {
    const { booking } = line;
    const row = await this.lockedRow(installationId, booking.id);
    if (!isWaiting(row)) return { ...line, known: row };
    const invoice = await this.invoices.lock(paidBy(line.judgement)!.id);
    const judgement = judgeAgain(line, billOf(invoice));
    const isPaying = paidBy(judgement) !== undefined;
    const payment = isPaying
      ? await this.recording.record(tenantId, {
          invoiceId: invoice.id,
          installationId,
          received: booking.amount,
          reference: booking.id,
          ...importer,
        })
      : undefined;
    await this.rows.settle(row.id, {
      state: payment ? 'matched' : 'unmatched',
      reason: waitsFor(judgement),
      invoiceId: 'invoice' in judgement ? invoice.id : null,
      paymentId: payment?.id ?? null,
      settledAt: payment ? this.clock.now() : null,
    });
    this.faults.reach('statements/import:before-commit');
    return { ...line, known: undefined, judgement };
  }

  private async lockedRow(installationId: string, reference: string): Promise<LineRow> {
    const row = (await this.rows.known(installationId, [reference])).get(reference)!;
    return this.rows.lock(row.id);
  }
}

/** An invoice that was one of several was told by its sum alone; with another sum it is one of several again. */
function judgeAgain({ booking, named }: PlannedLine, bill: Bill): Judgement<Bill> {
  const judgement = judge(booking, [bill]);
  return named > 1 && judgement.verdict !== 'matched' ? { verdict: 'unmatched', reason: 'several-invoices' } : judgement;
}

const mayPay = (line: PlannedLine): boolean => !line.isRepeated && isWaiting(line.known) && paidBy(line.judgement) !== undefined;

const digestOf = ({ bytes }: StatementFile): string => createHash('sha256').update(bytes).digest('hex');
