import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { DomainEvent, EventMap, EventName } from '@hostwright/sdk';
import { Clock } from '../clock/index.js';
import { newId, TenantDb } from '../database/index.js';
import { Faults } from '../faults/index.js';
import { encode, Jobs, type JobData } from '../jobs/index.js';

const QUEUE = 'events/deliver';

type Handle<Name extends EventName> = (event: DomainEvent<Name>, tenantId: string) => Promise<void>;

interface Delivery extends JobData {
  readonly handler: string;
  readonly eventId: string;
}

/** What listeners of this process hear after the commit; they may miss it. */
export interface CommittedEvent<Name extends EventName = EventName> {
  readonly tenantId: string;
  readonly event: DomainEvent<Name>;
}

/**
 * Facts. `publish` writes the fact and a job for each handler into the transaction that is open; after the commit it is
 * also told to listeners of this process. Each handler runs at least once, its effects once: it marks the event as
 * handled in its own transaction.
 */
@Injectable()
export class Events {
  private readonly handlers = new Map<string, { name: EventName; handle: Handle<EventName> }>();

  constructor(
    private readonly db: TenantDb,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly emitter: EventEmitter2,
    private readonly faults: Faults,
  ) {
    jobs.work<Delivery>(QUEUE, delivery => this.deliver(delivery), { concurrency: 4 });
  }

  /** Hears a fact durably, in a transaction of its own. The handler's id is stored: it must not change. */
  on<Name extends EventName>(name: Name, handler: string, handle: Handle<Name>): void {
    if (this.handlers.has(handler)) throw new Error(`The handler ${handler} is taken`);
    this.handlers.set(handler, { name, handle: handle as unknown as Handle<EventName> });
  }

  async publish<Name extends EventName>(name: Name, data: EventMap[Name]): Promise<void> {
    const event: DomainEvent<Name> = { id: newId(), name, occurredAt: this.clock.now().toISOString(), data };
    const tenantId = this.db.tenantId;
    this.db.trail(
      this.db.insert('events', { id: event.id, name, data: JSON.parse(encode(data)) as object, occurredAt: event.occurredAt }),
    );
    const concerned = [...this.handlers].filter(([, entry]) => entry.name === name).map(([handler]) => handler);
    const deliveries = concerned.map(handler => ({ tenantId, handler, eventId: event.id }) satisfies Delivery);
    await this.jobs.sendAll(QUEUE, deliveries);
    this.db.afterCommit(() => this.emitter.emit(name, { tenantId, event } satisfies CommittedEvent<Name>));
  }

  private async deliver({ tenantId, handler, eventId }: Delivery): Promise<void> {
    const entry = this.handlers.get(handler);
    if (!entry) return; // the feature that listened has been removed since
    if (entry.name === 'invoice.paid') this.faults.reach('events/deliver:before');
    await this.db.run(tenantId, async () => {
      const first = await this.db.execute(
        'insert into handled_events (tenant_id, handler, event_id, handled_at) values ($1, $2, $3, $4) on conflict do nothing',
        [tenantId, handler, eventId, this.clock.now()],
      );
      if (first === 0) return;
      const row = await this.db.one<{ data: EventMap[EventName]; occurredAt: Date }>(
        'select data, occurred_at from events where tenant_id = $1 and id = $2',
        [tenantId, eventId],
      );
      if (!row) throw new Error(`The event ${eventId} is not there`);
      await entry.handle({ id: eventId, name: entry.name, occurredAt: row.occurredAt.toISOString(), data: row.data }, tenantId);
    });
  }
}
