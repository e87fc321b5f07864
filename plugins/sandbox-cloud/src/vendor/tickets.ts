import { randomBytes } from 'node:crypto';
import type { Clock } from '@hostwright/sdk';

export type TicketKind = 'console' | 'panel';

interface Ticket {
  readonly kind: TicketKind;
  readonly serverId: string;
  readonly endsAt: number;
}

const LASTS_MS = 60_000;

/** Words that open one door of one server once, for a minute. */
export class Tickets {
  private readonly issued = new Map<string, Ticket>();

  constructor(private readonly clock: Clock) {}

  issue(kind: TicketKind, serverId: string): Readonly<Record<string, string>> {
    const token = randomBytes(18).toString('base64url');
    const endsAt = this.clock.now().getTime() + LASTS_MS;
    this.issued.set(token, { kind, serverId, endsAt });
    return { path: `v1/${kind}/${serverId}`, token, expires_at: new Date(endsAt).toISOString() };
  }

  /** Answers the server's number, and forgets the word. */
  take(kind: TicketKind, token: string): string | undefined {
    const ticket = this.issued.get(token);
    this.issued.delete(token);
    return ticket?.kind === kind && this.clock.now().getTime() < ticket.endsAt ? ticket.serverId : undefined;
  }
}
