import { Injectable } from '@nestjs/common';
import { money } from '@hostwright/sdk';
import type { StatementLine } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { pageOf, Problem } from '../../platform/http/index.js';
import { PaymentRecording } from '../payments/index.js';
import type { Importer } from './statement-import.js';
import { StatementNames } from './statement-names.js';
import { presentLine } from './statement.presenter.js';
import { StatementRows, type LineFilter, type LineRow } from './statement-rows.js';

/** The bookings that came with statements, and what staff do about those that nothing matched. */
@Injectable()
export class StatementLines {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: StatementRows,
    private readonly names: StatementNames,
    private readonly recording: PaymentRecording,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(tenantId: string, filter: LineFilter): Promise<{ items: StatementLine[]; next: string | null }> {
    return this.db.run(tenantId, async () => {
      const { rows, next } = pageOf(await this.rows.lines(filter), filter.limit);
      return { items: await this.present(tenantId, rows), next };
    });
  }

  /** Staff know whose money it is. The same again changes nothing; a booking pays one invoice. */
  async match(tenantId: string, lineId: string, invoiceId: string, by: Importer): Promise<StatementLine> {
    return this.db.run(tenantId, async () => {
      const row = await this.rows.lock(lineId);
      if (row.state === 'matched' && row.invoiceId !== invoiceId) throw new Problem('statement-line-state');
      return this.presentOne(tenantId, row.state === 'matched' ? row : await this.pay(tenantId, row, invoiceId, by));
    });
  }

  /** It is nobody's payment: interest, a transfer of our own. It may still be matched later. */
  async dismiss(tenantId: string, lineId: string, by: Importer): Promise<StatementLine> {
    return this.db.run(tenantId, async () => {
      const row = await this.rows.lock(lineId);
      if (row.state === 'matched') throw new Problem('statement-line-state');
      if (row.state === 'dismissed') return this.presentOne(tenantId, row);
      const { reason, invoiceId, paymentId } = row;
      const settledAt = this.clock.now();
      const settled = await this.rows.settle(row.id, { state: 'dismissed', reason, invoiceId, paymentId, settledAt });
      await this.audit.record({
        ...by,
        action: 'statement-line.dismissed',
        target: `statement-line:${row.id}`,
        detail: factsOf(row),
      });
      return this.presentOne(tenantId, settled);
    });
  }

  private async pay(tenantId: string, row: LineRow, invoiceId: string, by: Importer): Promise<LineRow> {
    const { installationId, reference, amountMinor, currency } = row;
    const received = money(amountMinor, currency);
    const payment = await this.recording.record(tenantId, { invoiceId, installationId, received, reference, ...by });
    const settledAt = this.clock.now();
    const detail = { ...factsOf(row), invoice: payment.invoiceNumber };
    await this.audit.record({ ...by, action: 'statement-line.matched', target: `statement-line:${row.id}`, detail });
    return this.rows.settle(row.id, { state: 'matched', reason: null, invoiceId, paymentId: payment.id, settledAt });
  }

  private async presentOne(tenantId: string, row: LineRow): Promise<StatementLine> {
    return (await this.present(tenantId, [row]))[0]!;
  }

  private async present(tenantId: string, rows: readonly LineRow[]): Promise<StatementLine[]> {
    const names = await this.names.of(
      tenantId,
      rows.map(row => row.invoiceId),
    );
    return rows.map(row => presentLine(row, names));
  }
}

const factsOf = ({ bookedOn, amountMinor, currency }: LineRow): object => ({
  bookedOn,
  amount: amountMinor.toString(),
  currency,
});
