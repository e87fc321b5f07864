import { Injectable, Logger } from '@nestjs/common';
import { type ServiceRow, ServiceRows } from '../../billing/services/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import type { ConsoleLine, EndReason } from './console-line.js';
import { mayStay } from './console-rules.js';
import { ConsoleTickets, type TakenTicket } from './console-tickets.js';
import { Openers } from './openers.js';

interface OpenLine {
  readonly tenantId: string;
  readonly ticket: Pick<TakenTicket, 'id' | 'serviceId' | 'openedBy' | 'familyId'>;
  readonly line: ConsoleLine;
}

/** The consoles that this process holds open, and whether they still may be. */
@Injectable()
export class OpenLines {
  private readonly log = new Logger('Console');
  private readonly lines = new Map<string, OpenLine>();
  private readonly ending = new Set<Promise<void>>();

  constructor(
    private readonly db: TenantDb,
    private readonly tenants: Tenants,
    private readonly services: ServiceRows,
    private readonly tickets: ConsoleTickets,
    private readonly openers: Openers,
  ) {}

  get count(): number {
    return this.lines.size;
  }

  add(open: OpenLine): void {
    this.lines.set(open.ticket.id, open);
  }

  /** Writes down that a console is over, one that never came about too. */
  ended(tenantId: string, ticketId: string): void {
    this.lines.delete(ticketId);
    const written = this.tickets.end(tenantId, ticketId).catch((error: unknown) => {
      // It counts as open until its silence is noticed; the service has one place less until then.
      this.log.warn(`The end of a console was not written: ${String(error)}`);
    });
    this.ending.add(written);
    void written.finally(() => this.ending.delete(written));
  }

  /** Something has happened to a service: are its consoles still those of whoever opened them? */
  async check(tenantId: string, serviceId: string): Promise<void> {
    const own = [...this.lines.values()].filter(open => open.tenantId === tenantId && open.ticket.serviceId === serviceId);
    if (own.length > 0) await this.checkAll(tenantId, own);
  }

  /** Looks at all of them and says that they are there. What was not heard of is found here. */
  async look(): Promise<void> {
    for (const [tenantId, open] of Map.groupBy(this.lines.values(), one => one.tenantId)) {
      await this.checkAll(tenantId, open);
      await this.tickets.see(
        tenantId,
        open.map(({ ticket }) => ticket.id),
      );
    }
  }

  async endAll(reason: EndReason): Promise<void> {
    for (const { line } of [...this.lines.values()]) line.end(reason);
    await Promise.all(this.ending);
  }

  private async checkAll(tenantId: string, lines: readonly OpenLine[]): Promise<void> {
    const isShopOpen = (await this.tenants.byId(tenantId)).state === 'active';
    for (const [serviceId, own] of Map.groupBy(lines, ({ ticket }) => ticket.serviceId)) {
      const service: ServiceRow | undefined = await this.db.run(tenantId, () => this.services.find(serviceId));
      if (!isShopOpen || !service || !mayStay(service)) own.forEach(({ line }) => line.end('service-ended'));
    }
    for (const { ticket, line } of lines) {
      if (!(await this.openers.mayStay(tenantId, ticket))) line.end('signed-out');
    }
  }
}
