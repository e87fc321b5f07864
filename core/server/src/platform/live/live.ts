import { Injectable, Logger } from '@nestjs/common';
import type { LiveEvent } from '@hostwright/sdk/http';
import { SystemDb } from '../database/index.js';

export interface Audience {
  readonly tenantId: string;
  /** The customer whom it concerns; the tenant's staff hear everything. */
  readonly customerId?: string;
}

export interface Announcement extends Audience {
  readonly event: LiveEvent;
}

export const CHANNEL = 'live';

/**
 * Tells browsers that something has changed. It goes through PostgreSQL, so that whoever makes the change, a worker
 * without HTTP too, reaches every node that holds a socket. Call it after the commit; it may be missed, never wrong.
 */
@Injectable()
export class Live {
  private readonly log = new Logger('Live');
  private readonly waiting = new Set<string>();

  constructor(private readonly db: SystemDb) {}

  changed({ tenantId, customerId }: Audience, { name, id }: LiveEvent): void {
    if (this.waiting.size === 0) setImmediate(() => void this.flush());
    this.waiting.add(
      JSON.stringify({ tenantId, ...(customerId !== undefined && { customerId }), event: { name, id } } satisfies Announcement),
    );
  }

  /** One statement for all that was announced in this turn of the event loop; the same thing twice is said once. */
  private async flush(): Promise<void> {
    const payloads = [...this.waiting];
    this.waiting.clear();
    try {
      await this.db.query(`select pg_notify('${CHANNEL}', payload) from unnest($1::text[]) as payloads (payload)`, [payloads]);
    } catch (error) {
      // The change itself is committed: a screen that was not told is old until it asks again.
      this.log.warn(`${payloads.length} live updates were lost: ${(error as Error).message}`);
    }
  }
}
