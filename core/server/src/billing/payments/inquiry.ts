import { Injectable, Logger } from '@nestjs/common';
import { PluginFailure } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Gateways } from './gateways.js';
import { ASK_AT_MOST_EVERY_MS, isOpen, type PaymentRow } from './payment.js';
import { PaymentRows } from './payment-rows.js';
import { Settlement } from './settlement.js';

/** Asks a gateway where a payment stands, outside of any transaction, and writes the answer. */
@Injectable()
export class Inquiry {
  private readonly log = new Logger('Payments');

  constructor(
    private readonly db: TenantDb,
    private readonly gateways: Gateways,
    private readonly rows: PaymentRows,
    private readonly settlement: Settlement,
    private readonly clock: Clock,
  ) {}

  /** The payment after the answer; `undefined` when this gateway cannot be asked about it. */
  async ask(tenantId: string, { id, installationId, reference }: PaymentRow): Promise<PaymentRow | undefined> {
    const { calls } = await this.gateways.at(tenantId, installationId);
    if (reference === null && !calls.find) return undefined;
    const told = reference === null ? await calls.find!(id) : await calls.fetch(reference);
    return this.db.run(tenantId, () => (told ? this.settlement.tell(id, told) : this.settlement.absent(id)));
  }

  /** For whoever has learned elsewhere that there is news of a payment. */
  async askAbout(tenantId: string, paymentId: string): Promise<void> {
    const row = await this.db.run(tenantId, () => this.rows.find(paymentId));
    if (row) await this.tryToAsk(tenantId, row);
  }

  /** For a customer who looks: asks seldom, and an answer that does not come is no reason to show nothing. */
  async look(tenantId: string, row: PaymentRow): Promise<PaymentRow> {
    if (!isOpen(row.state)) return row;
    const now = this.clock.now();
    const mayAsk = await this.db.run(tenantId, () => this.rows.mayAsk(row.id, now, ASK_AT_MOST_EVERY_MS));
    if (!mayAsk) return row;
    return (await this.tryToAsk(tenantId, row)) ?? row;
  }

  /** What the gateway's failure hides now, the next round brings to light. */
  async tryToAsk(tenantId: string, row: PaymentRow): Promise<PaymentRow | undefined> {
    try {
      return await this.ask(tenantId, row);
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      this.log.warn(`The gateway could not say where payment ${row.id} stands: ${error.message} (${error.kind}, ${error.code})`);
      return undefined;
    }
  }
}
