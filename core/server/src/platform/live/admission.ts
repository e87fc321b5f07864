import type { IncomingMessage } from 'node:http';
import type { Tenant } from '../tenancy/index.js';

/** Whether a page of this origin may open a socket to this shop. Programs send no origin; their token must do. */
export function mayOpen(origin: string | undefined, host: string | undefined, tenant: Pick<Tenant, 'url' | 'origins'>): boolean {
  if (origin === undefined) return true;
  return (
    origin === tenant.url ||
    tenant.origins.includes(origin) ||
    (host !== undefined && URL.parse(origin)?.host === host.toLowerCase())
  );
}

/** The address that a limit counts; behind a proxy of ours, the one that the proxy saw. */
export function addressOf(request: Pick<IncomingMessage, 'headers' | 'socket'>, trustProxy: boolean): string {
  const forwarded = trustProxy ? [request.headers['x-forwarded-for']].flat().join(',').split(',').at(-1)?.trim() : undefined;
  return forwarded || (request.socket.remoteAddress ?? 'unknown');
}

/** When a token ends, in milliseconds of the epoch. Only for tokens that have been verified. */
export function endOf(token: string): number {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { exp: number };
  return claims.exp * 1000;
}

/** How many of each there are, up to a limit. */
export class Counter {
  private readonly counts = new Map<string, number>();

  constructor(private readonly limit: number) {}

  /** False when there are as many as may be. */
  take(key: string): boolean {
    const count = this.counts.get(key) ?? 0;
    if (count >= this.limit) return false;
    this.counts.set(key, count + 1);
    return true;
  }

  giveBack(key: string): void {
    const count = (this.counts.get(key) ?? 0) - 1;
    if (count > 0) this.counts.set(key, count);
    else this.counts.delete(key);
  }
}
