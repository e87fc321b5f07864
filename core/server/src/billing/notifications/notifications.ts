import { Injectable } from '@nestjs/common';
import type { Attachment, DomainEvent, EventName } from '@hostwright/sdk';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Channels } from './channels.js';
import { DeliveryRows, type NewDelivery } from './delivery-rows.js';
import type { Finishing, MessageData, MessageSpec, StaffMessageSpec } from './message.js';
import { Readers, type Reader } from './readers.js';

type AttachmentMaker = (tenantId: string, data: MessageData) => Promise<Attachment>;

/** The door of this module: others say which of their facts become messages, and who makes the attachments. */
@Injectable()
export class Notifications {
  private readonly specs = new Map<string, Finishing>();
  private readonly makers = new Map<string, AttachmentMaker>();

  constructor(
    private readonly events: Events,
    private readonly db: TenantDb,
    private readonly readers: Readers,
    private readonly channels: Channels,
    private readonly rows: DeliveryRows,
  ) {}

  /** Whenever the event is published, its message goes to the customer on every channel that takes the address. */
  message<Name extends EventName>(spec: MessageSpec<Name>): void {
    this.events.on(spec.event, spec.handler, async (event, tenantId) =>
      this.queue(spec, event, tenantId, await this.readers.customer(await spec.recipient(event.data))),
    );
    this.specs.set(spec.handler, spec);
  }

  /** Whenever the event is published, its message goes to the owners of the shop. */
  staffMessage<Name extends EventName>(spec: StaffMessageSpec<Name>): void {
    this.events.on(spec.event, spec.handler, async (event, tenantId) =>
      this.queue(spec, event, tenantId, await this.readers.owners()),
    );
    this.specs.set(spec.handler, {});
  }

  /** Who makes the attachment of that name; called outside of transactions when a message is sent. */
  attachment(name: string, make: AttachmentMaker): void {
    if (this.makers.has(name)) throw new Error(`The attachment ${name} has a maker already`);
    this.makers.set(name, make);
  }

  /**
   * [tx] When people were told about this: when the message went out, or when it was written where no channel could take
   * it. Undefined while it is on its way.
   */
  async toldAt(template: string, subjectId: string): Promise<Date | undefined> {
    const row = await this.db.one<{ at: Date | null }>(
      `select min(coalesce(sent_at, case when state in ('failed', 'rejected', 'bounced') then created_at end)) as at
       from deliveries where tenant_id = $1 and template = $2 and data->>'subjectId' = $3`,
      [this.db.tenantId, template, subjectId],
    );
    return row?.at ?? undefined;
  }

  finishing(handler: string): Finishing {
    const spec = this.specs.get(handler);
    if (!spec) throw new Error(`No message is known as ${handler}`);
    return spec;
  }

  makerOf(attachment: string): AttachmentMaker {
    const make = this.makers.get(attachment);
    if (!make) throw new Error(`Nobody makes the attachment ${attachment}`);
    return make;
  }

  private async queue<Name extends EventName>(
    { template, handler, data: dataOf }: StaffMessageSpec<Name>,
    event: DomainEvent<Name>,
    tenantId: string,
    readers: readonly Reader[],
  ): Promise<void> {
    if (readers.length === 0) return;
    const data = await dataOf(event, tenantId);
    for (const { email: recipient, ...reader } of readers) {
      const staff = reader.staffId === null ? '' : `:${reader.staffId}`;
      await this.send(`${event.id}:${template}${staff}`, { template, handler, ...reader, recipient, data });
    }
  }

  /** On every channel that takes the address. */
  private async send(key: string, message: Omit<NewDelivery, 'installationId' | 'dedupeKey'>): Promise<void> {
    const channels = await this.channels.thatAccept(this.db.tenantId, message.recipient);
    for (const installationId of channels) {
      await this.rows.queue({ ...message, installationId, dedupeKey: `${key}:${installationId}` });
    }
    if (channels.length === 0) {
      const dedupeKey = `${key}:none`;
      await this.rows.queue({ ...message, installationId: null, dedupeKey }, 'No channel is switched on for this address');
    }
  }
}
