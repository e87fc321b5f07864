import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ServiceRows } from '../../billing/services/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Daily } from '../../platform/daily/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { hasConsole } from './console-rules.js';
import { Openers, type OpenedBy } from './openers.js';

export const MOST_OPEN = 3;
const LIFE_MS = 60_000;
/** Processes say that they are there every minute; one that was silent for so long is not. */
const SILENCE_MS = 180_000;
const DAY_MS = 86_400_000;
const CLEANING_HOUR = 4;
const SHAPE = /^[\w-]{43}$/;

export interface NewTicket extends OpenedBy {
  readonly serviceId: string;
  readonly installationId: string;
}

export interface TakenTicket extends OpenedBy {
  readonly id: string;
  readonly serviceId: string;
  readonly installationId: string;
  readonly externalId: string;
  readonly hostname: string;
}

type Row = Omit<TakenTicket, 'externalId' | 'hostname'>;

/** Tickets to consoles: 256 random bits of which only a hash is kept, good for a minute and for one use. */
@Injectable()
export class ConsoleTickets {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly services: ServiceRows,
    private readonly openers: Openers,
    daily: Daily,
  ) {
    daily.task('console/clean', CLEANING_HOUR, ({ tenantId }) => this.clean(tenantId));
  }

  /** Inside `TenantDb.run`, as everything here that names no tenant. The only moment at which the ticket itself exists. */
  async issue(wanted: NewTicket): Promise<{ ticket: string; expiresAt: Date }> {
    const now = this.clock.now();
    const id = newId(now.getTime());
    const ticket = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + LIFE_MS);
    await this.db.insert('console_tickets', {
      id,
      ...wanted,
      tokenHash: hashOf(ticket),
      createdAt: now,
      expiresAt,
    });
    return { ticket, expiresAt };
  }

  /** Whether the service has as many consoles as it may have. */
  async isFull(serviceId: string): Promise<boolean> {
    const row = await this.db.one<{ open: number }>(
      `select count(*)::int as open from console_tickets
       where tenant_id = $1 and service_id = $2 and used_at is not null and ended_at is null and seen_at > $3`,
      [this.db.tenantId, serviceId, this.ago(SILENCE_MS)],
    );
    return (row?.open ?? 0) >= MOST_OPEN;
  }

  /** Uses a ticket up: of several that come with it at once, one gets in. What it was good for must still be so. */
  async take(tenantId: string, ticket: string): Promise<TakenTicket | 'full' | undefined> {
    if (!SHAPE.test(ticket)) return undefined;
    return this.db.run(tenantId, async () => {
      const row = await this.find(ticket);
      if (!row || !(await this.openers.mayStay(tenantId, row))) return undefined;
      // Whoever comes for a console of this service waits here, so that nobody is the one too many.
      const service = await this.services.lock(row.serviceId);
      const { externalId, hostname } = service;
      if (!hasConsole(service) || externalId === null || service.installationId !== row.installationId) return undefined;
      if (await this.isFull(row.serviceId)) return 'full';
      if (!(await this.use(row.id))) return undefined;
      return { ...row, externalId, hostname };
    });
  }

  /** Says that these consoles are open still. */
  async see(tenantId: string, ids: readonly string[]): Promise<void> {
    await this.db.run(tenantId, () =>
      this.db.execute('update console_tickets set seen_at = $3 where tenant_id = $1 and id = any($2::uuid[])', [
        tenantId,
        ids,
        this.clock.now(),
      ]),
    );
  }

  async end(tenantId: string, id: string): Promise<void> {
    await this.db.run(tenantId, () =>
      this.db.execute('update console_tickets set ended_at = $3 where tenant_id = $1 and id = $2', [
        tenantId,
        id,
        this.clock.now(),
      ]),
    );
  }

  /** What nobody came for, and what ended long ago. */
  async clean(tenantId: string): Promise<void> {
    await this.db.run(tenantId, () =>
      this.db.execute(
        `delete from console_tickets where tenant_id = $1 and expires_at < $2
         and (used_at is null or ended_at is not null or seen_at < $2)`,
        [tenantId, this.ago(DAY_MS)],
      ),
    );
  }

  private find(ticket: string): Promise<Row | undefined> {
    return this.db.one<Row>(
      `select id, service_id, installation_id, opened_by, family_id from console_tickets
       where tenant_id = $1 and token_hash = $2 and used_at is null and expires_at > $3`,
      [this.db.tenantId, hashOf(ticket), this.clock.now()],
    );
  }

  private async use(id: string): Promise<boolean> {
    const used = await this.db.execute(
      `update console_tickets set used_at = $3, seen_at = $3
       where tenant_id = $1 and id = $2 and used_at is null`,
      [this.db.tenantId, id, this.clock.now()],
    );
    return used === 1;
  }

  private ago(ms: number): Date {
    return new Date(this.clock.now().getTime() - ms);
  }
}

const hashOf = (ticket: string): string => createHash('sha256').update(ticket).digest('hex');
