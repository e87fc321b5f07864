import { Injectable, Logger } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { LIVE_EVENTS } from '@hostwright/sdk/http';
import { SystemDb } from '../database/index.js';
import { CHANNEL, type Announcement } from './live.js';

const Payload = z.object({
  tenantId: z.uuid(),
  customerId: z.uuid().optional(),
  event: z.object({ name: z.enum(LIVE_EVENTS), id: z.string() }),
});

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

export interface Hearing {
  readonly onAnnouncement: (announcement: Announcement) => void;
  /** After the connection was lost and is back: something may have been missed. */
  readonly onGap: () => void;
}

/** Hears announcements of all nodes on a connection of its own, and comes back when it is lost. */
@Injectable()
export class LiveListener {
  private readonly log = new Logger('Live');
  private readonly others: Hearing[] = [];
  private client: PoolClient | undefined;
  private isStopped = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly db: SystemDb) {}

  /** Lets another part of this process hear what is announced; called while the application starts. */
  also(hearing: Hearing): void {
    this.others.push(hearing);
  }

  async start(hearing: Hearing): Promise<void> {
    const client = await this.db.connect();
    client.on('notification', message => this.hear(message.payload ?? '', hearing));
    client.once('error', (error: Error) => this.lost(client, error, hearing));
    await client.query(`listen ${CHANNEL}`);
    this.client = client;
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.retry);
    this.client?.release(true);
    this.client = undefined;
  }

  private hear(payload: string, hearing: Hearing): void {
    // Any role of the database may notify: what is not ours is not passed on.
    const parsed = Payload.safeParse(parseJson(payload));
    if (!parsed.success) return;
    const { tenantId, customerId, event } = parsed.data;
    const announcement = { tenantId, event, ...(customerId !== undefined && { customerId }) };
    for (const one of [hearing, ...this.others]) one.onAnnouncement(announcement);
  }

  private lost(client: PoolClient, error: Error, hearing: Hearing): void {
    if (this.isStopped) return;
    this.client = undefined;
    client.release(error);
    this.log.warn(`Live updates are interrupted: ${error.message}`);
    this.comeBack(hearing, FIRST_PAUSE_MS);
  }

  private comeBack(hearing: Hearing, pauseMs: number): void {
    if (this.isStopped) return;
    const attempt = (): Promise<void> =>
      this.start(hearing).then(
        () => [hearing, ...this.others].forEach(one => one.onGap()),
        () => this.comeBack(hearing, Math.min(pauseMs * 2, LONGEST_PAUSE_MS)),
      );
    this.retry = setTimeout(() => void attempt(), pauseMs).unref();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not ours: ours are always JSON.
    return undefined;
  }
}
