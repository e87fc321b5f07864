import type { BoundedFetch as Fetch, TlsIdentity } from '@hostwright/sdk';
import type { WebSocket } from 'ws';
import { BoundedFetch } from './bounded-fetch.js';
import type { Egress, TlsCarrier } from './egress.js';
import { openSocket, type SocketWish } from './socket.js';
import { type CheckedTls, checkedTls } from './tls-identity.js';

/** A plugin talks to one far end, and to a second while its certificate is being changed. */
const MOST_IDENTITIES = 4;

/** Everything by which one installation reaches the outside, in the bounds of its manifest. */
export class Outbound {
  readonly fetch: Fetch;
  private readonly identities = new Map<string, TlsCarrier>();

  constructor(
    private readonly egress: Egress,
    private readonly hosts: readonly string[],
  ) {
    this.fetch = new BoundedFetch(egress, { hosts }).fetch;
  }

  readonly tlsFetch = (tls: TlsIdentity): Fetch => {
    const checked = checkedTls(tls);
    if (!checked) return this.fetch;
    const carrier = { agentFor: (url: URL) => this.carrierOf(checked).agentFor(url) };
    return new BoundedFetch(carrier, { hosts: this.hosts, staysAtOrigin: true }).fetch;
  };

  readonly openSocket = (address: string, wish: SocketWish): Promise<WebSocket> =>
    openSocket(this.egress, this.hosts, address, wish);

  /** What is under way arrives; a straggler that comes later gets connections of its own. */
  close(): void {
    for (const carrier of this.identities.values()) carrier.close();
    this.identities.clear();
  }

  private carrierOf(tls: CheckedTls): TlsCarrier {
    const name = JSON.stringify(tls);
    const known = this.identities.get(name);
    if (known) return known;
    if (this.identities.size >= MOST_IDENTITIES) {
      const [oldest, carrier] = this.identities.entries().next().value!;
      this.identities.delete(oldest);
      carrier.close();
    }
    const made = this.egress.carrierWith(tls);
    this.identities.set(name, made);
    return made;
  }
}
