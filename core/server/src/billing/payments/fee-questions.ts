import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { awaitsFee } from './fees.js';
import { Inquiry } from './inquiry.js';
import type { PaymentRow } from './payment.js';
import { PaymentRows } from './payment-rows.js';
import { FEE, type FeeJob } from './queues.js';
import { Settlement, type Told } from './settlement.js';

const MINUTE = 60_000;

/** Some gateways know their fee minutes after the money, some a day later, and some never: they are asked no more. */
const ASK_AFTER_MS: readonly number[] = [10, 1440].map(minutes => minutes * MINUTE);

/** Asks for the fee of a payment whose gateway told of the money alone; what it answers is booked by whoever books fees. */
@Injectable()
export class FeeQuestions {
  constructor(
    settlement: Settlement,
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly inquiry: Inquiry,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {
    settlement.onTold(told => this.hear(told));
    jobs.work<FeeJob>(FEE, job => this.round(job));
  }

  private async hear({ before, after, told }: Told): Promise<void> {
    if (before.state !== 'succeeded' && !told.fee && awaitsFee(after)) await this.plan(after.id, 0);
  }

  private async plan(paymentId: string, round: number): Promise<void> {
    const delay = ASK_AFTER_MS[round];
    if (delay === undefined) return;
    const job: FeeJob = { tenantId: this.db.tenantId, paymentId, round };
    await this.jobs.send(FEE, job, { startAfter: new Date(this.clock.now().getTime() + delay) });
  }

  private async round({ tenantId, paymentId, round }: FeeJob): Promise<void> {
    const row = await this.waiting(tenantId, paymentId);
    if (!row) return;
    await this.inquiry.tryToAsk(tenantId, row);
    if (await this.waiting(tenantId, paymentId)) await this.db.run(tenantId, () => this.plan(paymentId, round + 1));
  }

  private async waiting(tenantId: string, paymentId: string): Promise<PaymentRow | undefined> {
    const row = await this.db.run(tenantId, () => this.rows.read(paymentId));
    return awaitsFee(row) && row.reference !== null ? row : undefined;
  }
}
