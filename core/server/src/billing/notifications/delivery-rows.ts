import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Jobs, type JobData } from '../../platform/jobs/index.js';
import type { DeliveryState, DeliveryVerdict } from './delivery.js';
import type { MessageData } from './message.js';

export const SEND_QUEUE = 'notifications/send';

export interface SendJob extends JobData {
  readonly deliveryId: string;
  /** Grows with everything that happens to the delivery: a job of an earlier turn has nothing to do any more. */
  readonly turn: number;
}

export interface DeliveryRow {
  readonly id: string;
  readonly template: string;
  readonly handler: string;
  readonly installationId: string | null;
  readonly customerId: string | null;
  readonly staffId: string | null;
  readonly recipient: string;
  readonly locale: string;
  readonly data: MessageData;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly unknowns: number;
  readonly turn: number;
  readonly createdAt: Date;
}

export type NewDelivery = Pick<
  DeliveryRow,
  'template' | 'handler' | 'installationId' | 'customerId' | 'staffId' | 'recipient' | 'locale' | 'data'
> & {
  readonly dedupeKey: string;
};

/** The messages of a shop, one row for each channel that takes one. Methods run inside `TenantDb.run`. */
@Injectable()
export class DeliveryRows {
  constructor(
    private readonly db: TenantDb,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Writes the message and the job that sends it; a second one with the same key is the same message. */
  async queue(delivery: NewDelivery, detail: string | null = null): Promise<void> {
    const now = this.clock.now();
    const { tenantId } = this.db;
    const id = newId(now.getTime());
    const state: DeliveryState = delivery.installationId === null ? 'failed' : 'queued';
    const written = await this.db.execute(
      `insert into deliveries (tenant_id, id, dedupe_key, template, handler, installation_id, customer_id, recipient, locale, data, state, detail, created_at, staff_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13, $14) on conflict (tenant_id, dedupe_key) do nothing`,
      [
        tenantId,
        id,
        delivery.dedupeKey,
        delivery.template,
        delivery.handler,
        delivery.installationId,
        delivery.customerId,
        delivery.recipient,
        delivery.locale,
        JSON.stringify(delivery.data),
        state,
        detail,
        now,
        delivery.staffId,
      ],
    );
    if (written > 0 && state === 'queued') await this.again(id, 0);
  }

  lock(id: string): Promise<DeliveryRow | undefined> {
    return this.db.one<DeliveryRow>(
      `select id, template, handler, installation_id, customer_id, staff_id, recipient, locale, data, state, attempts, unknowns, turn, created_at
       from deliveries where tenant_id = $1 and id = $2 for update`,
      [this.db.tenantId, id],
    );
  }

  /** Takes the next turn and leaves a job behind that looks after the delivery if this process dies while it sends. */
  async claim(row: DeliveryRow, lostAfterMs: number): Promise<DeliveryRow> {
    const claimed = { ...row, attempts: row.attempts + 1, turn: row.turn + 1 };
    await this.db.execute(
      'update deliveries set attempts = $3, turn = $4, unknowns = unknowns + 1 where tenant_id = $1 and id = $2',
      [this.db.tenantId, row.id, claimed.attempts, claimed.turn],
    );
    await this.again(claimed.id, claimed.turn, lostAfterMs);
    return claimed;
  }

  async settle(row: DeliveryRow, { state, detail, reference, unknowns, againInMs }: DeliveryVerdict): Promise<void> {
    const turn = row.turn + 1;
    const isSent = state === 'accepted' || state === 'delivered';
    await this.db.execute(
      `update deliveries set state = $3, detail = $4, reference = coalesce($5, reference), unknowns = $6, turn = $7, sent_at = coalesce(sent_at, $8)
       where tenant_id = $1 and id = $2`,
      [
        this.db.tenantId,
        row.id,
        state,
        detail?.slice(0, 1000) ?? null,
        reference,
        unknowns,
        turn,
        isSent ? this.clock.now() : null,
      ],
    );
    if (againInMs !== undefined) await this.again(row.id, turn, againInMs);
  }

  private async again(deliveryId: string, turn: number, inMs?: number): Promise<void> {
    const job: SendJob = { tenantId: this.db.tenantId, deliveryId, turn };
    await this.jobs.send(SEND_QUEUE, job, inMs === undefined ? {} : { startAfter: new Date(this.clock.now().getTime() + inMs) });
  }
}
