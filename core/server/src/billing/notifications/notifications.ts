import { Injectable } from '@nestjs/common';
import type { Attachment, DomainEvent, EventName } from '@hostwright/sdk';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Customers } from '../../platform/identity/index.js';
import { Channels } from './channels.js';
import { DeliveryRows } from './delivery-rows.js';
import type { Finishing, MessageData, MessageSpec } from './message.js';

type AttachmentMaker = (tenantId: string, data: MessageData) => Promise<Attachment>;

/** The door of this module: others say which of their facts become messages, and who makes the attachments. */
@Injectable()
export class Notifications {
  private readonly specs = new Map<string, Finishing>();
  private readonly makers = new Map<string, AttachmentMaker>();

  constructor(
    private readonly events: Events,
    private readonly db: TenantDb,
    private readonly customers: Customers,
    private readonly channels: Channels,
    private readonly rows: DeliveryRows,
  ) {}

  /** Whenever the event is published, its message goes to the customer on every channel that takes the address. */
  message<Name extends EventName>(spec: MessageSpec<Name>): void {
    this.events.on(spec.event, spec.handler, (event, tenantId) => this.queue(spec, event, tenantId));
    this.specs.set(spec.handler, spec);
  }

  /** Who makes the attachment of that name; called outside of transactions when a message is sent. */
  attachment(name: string, make: AttachmentMaker): void {
    if (this.makers.has(name)) throw new Error(`The attachment ${name} has a maker already`);
    this.makers.set(name, make);
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
    spec: MessageSpec<Name>,
    event: DomainEvent<Name>,
    tenantId: string,
  ): Promise<void> {
    const customerId = await spec.recipient(event.data);
    const customer = customerId === undefined ? undefined : await this.customers.find(customerId);
    if (!customer) return;
    const message = {
      template: spec.template,
      handler: spec.handler,
      customerId: customer.id,
      recipient: customer.email,
      locale: customer.locale,
      data: await spec.data(event, tenantId),
    };
    const channels = await this.channels.thatAccept(this.db.tenantId, customer.email);
    for (const installationId of channels) {
      await this.rows.queue({ ...message, installationId, dedupeKey: `${event.id}:${spec.template}:${installationId}` });
    }
    if (channels.length === 0) {
      const dedupeKey = `${event.id}:${spec.template}:none`;
      await this.rows.queue({ ...message, installationId: null, dedupeKey }, 'No channel is switched on for this address');
    }
  }
}
