import { Injectable, Logger } from '@nestjs/common';
import { type Attachment, failureKind, type Message, type NotificationChannel, PluginFailure } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { type JobCall, Jobs } from '../../platform/jobs/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { Themes, renderMail } from '../../platform/themes/index.js';
import { LOST_AFTER_MS, MOST_UNKNOWNS, SENDABLE, type SendOutcome, verdict } from './delivery.js';
import { type DeliveryRow, DeliveryRows, SEND_QUEUE, type SendJob } from './delivery-rows.js';
import { mailContent } from './mail-content.js';
import type { MessageData } from './message.js';
import { Notifications } from './notifications.js';
import { Readers } from './readers.js';

interface Prepared {
  readonly channel: NotificationChannel;
  readonly message: Message;
}

/** Sends what is queued: claims a turn, makes the message with no transaction open, hands it over, writes what came of it. */
@Injectable()
export class Sending {
  private readonly log = new Logger('Sending');

  constructor(
    jobs: Jobs,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly rows: DeliveryRows,
    private readonly notifications: Notifications,
    private readonly plugins: Plugins,
    private readonly readers: Readers,
    private readonly tenants: Tenants,
    private readonly themes: Themes,
  ) {
    jobs.work<SendJob>(SEND_QUEUE, (job, call) => this.send(job, call), { concurrency: 4, expireSeconds: 180 });
  }

  async send({ tenantId, deliveryId, turn }: SendJob, call: JobCall): Promise<void> {
    const claimed = await this.db.run(tenantId, () => this.claim(deliveryId, turn));
    if (!claimed) return;
    const outcome = await this.attempt(tenantId, claimed, call.signal);
    await this.db.run(tenantId, async () => {
      const row = await this.rows.lock(deliveryId);
      if (row?.turn === claimed.turn) await this.rows.settle(row, verdict(claimed.attempts, claimed.unknowns, outcome));
    });
  }

  /** Undefined when this turn is over: the message was sent, or another worker has it. */
  private async claim(deliveryId: string, turn: number): Promise<DeliveryRow | undefined> {
    const row = await this.rows.lock(deliveryId);
    if (!row || row.turn !== turn || !SENDABLE.includes(row.state)) return undefined;
    if (row.unknowns < MOST_UNKNOWNS) return this.rows.claim(row, LOST_AFTER_MS);
    const detail = 'Nobody knows whether it arrived; it is not sent a third time';
    await this.rows.settle(row, { state: 'unknown', detail, reference: null, unknowns: row.unknowns });
    return undefined;
  }

  private async attempt(tenantId: string, row: DeliveryRow, signal: AbortSignal): Promise<SendOutcome> {
    const { uselessAfterMs } = this.notifications.finishing(row.handler);
    if (uselessAfterMs !== undefined && this.clock.now().getTime() > row.createdAt.getTime() + uselessAfterMs) {
      return { kind: 'refused', detail: 'It came too late to be of use' };
    }
    let prepared: Prepared;
    try {
      prepared = await this.prepare(tenantId, row);
    } catch (error) {
      // Whatever went wrong, nothing has left the house yet, so it may be tried again.
      this.log.warn(`The message ${row.id} (${row.template}) could not be made: ${reasonOf(error)}`);
      return { kind: 'busy', detail: reasonOf(error) };
    }
    try {
      const idempotencyKey = `delivery-${row.id}`;
      return {
        kind: 'answered',
        delivery: await prepared.channel.send(prepared.message, { idempotencyKey, attempt: row.attempts, signal }),
      };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  private async prepare(tenantId: string, row: DeliveryRow): Promise<Prepared> {
    const channel = await this.plugins.get('notification-channel', tenantId, row.installationId!);
    const accepts = (await this.plugins.object(tenantId, row.installationId!)).loaded.manifest.accepts ?? ['text'];
    const tenant = await this.tenants.byId(tenantId);
    const { secrets, attachments = [] } = this.notifications.finishing(row.handler);
    const { data, name } = await this.db.run(tenantId, async () => ({
      data: { ...row.data, ...(row.customerId !== null && (await secrets?.(row.data, tenantId, row.customerId))) },
      name: await this.readers.nameOf(row),
    }));
    const content = mailContent(tenant, row.locale, name, data);
    const { subject, html, text } = renderMail(this.themes.of(tenant), tenant, row.template, row.locale, content);
    const files = accepts.includes('attachments') ? await this.files(attachments, tenantId, row.data) : [];
    const message: Message = {
      messageId: row.id,
      template: row.template,
      to: { customerId: row.customerId ?? row.staffId!, name, address: row.recipient, locale: row.locale },
      subject,
      text,
      ...(accepts.includes('html') && { html }),
      ...(files.length > 0 && { attachments: files }),
    };
    return { channel, message };
  }

  private files(names: readonly string[], tenantId: string, data: MessageData): Promise<Attachment[]> {
    return Promise.all(names.map(name => this.notifications.makerOf(name)(tenantId, data)));
  }
}

const OUTCOMES = { retryable: 'busy', final: 'refused', unknown: 'lost' } as const;

function outcomeOf(error: unknown): SendOutcome {
  const retryAfterMs = error instanceof PluginFailure ? error.retryAfterMs : undefined;
  return { kind: OUTCOMES[failureKind(error)], detail: reasonOf(error), retryAfterMs };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'It failed for no reason given');
