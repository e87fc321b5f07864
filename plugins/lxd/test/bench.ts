import { randomUUID } from 'node:crypto';
import type { CallOptions, KeyValueStore, ServerProvider, ServerSnapshot, ServerSpec } from '@hostwright/sdk';
import { aCall, fakeContext, memoryStorage, type FakeContext } from '@hostwright/sdk/testing';
import lxd from '../src/index.js';
import type { LxdConfig } from '../src/lxd-settings.js';

/** Where a daemon is and how it is trusted; a real one and the fake are told apart by nothing else. */
export interface Daemon {
  readonly url: string;
  readonly fingerprint: string;
  readonly certificate: string;
  readonly key: string;
  readonly pool: string;
  readonly network: string;
  readonly addresses?: readonly string[];
}

export const configOf = (daemon: Daemon, more: Partial<LxdConfig> = {}): LxdConfig => ({
  address: daemon.url,
  fingerprint: daemon.fingerprint,
  certificate: daemon.certificate,
  pool: daemon.pool,
  network: daemon.network,
  ...(daemon.addresses && { addresses: daemon.addresses }),
  images: [
    { id: 'tiny-1', alias: 'tiny/1', label: 'Tiny 1' },
    { id: 'tiny-2', alias: 'tiny/2', label: 'Tiny 2' },
  ],
  stopSeconds: 5,
  ...more,
});

export const SPEC: ServerSpec = {
  plan: 'c1-r0.125-d0.25',
  hostname: 'one.example.test',
  image: 'tiny-1',
  location: 'home',
  sshKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOne one@example.test'],
};

export const LARGER = { plan: 'c2-r0.25-d0.5' } as const;

const ways = new Map<string, typeof fetch>();

/** One connection for all shops of a test, trusted as the plugin asks for it. */
export function wayTo({ url, fingerprint, certificate, key }: Daemon): typeof fetch {
  const way = ways.get(url) ?? fakeContext().tlsFetch({ fingerprint, certificate, key });
  ways.set(url, way);
  return way;
}

/** The shop's side: one memory, and plugin objects that are made anew as after a restart. */
export class Shop {
  private readonly context: FakeContext<LxdConfig>;
  private readonly name = randomUUID();

  constructor(
    daemon: Daemon,
    more: Partial<LxdConfig> & { readonly fetch?: typeof fetch } = {},
    storage?: KeyValueStore,
    private calls = 0,
  ) {
    const { fetch, ...config } = more;
    const clock = { now: () => new Date() };
    this.context = fakeContext<LxdConfig>({
      config: configOf(daemon, config),
      secrets: { key: daemon.key },
      clock,
      storage: storage ?? memoryStorage(clock),
      fetch: fetch ?? wayTo(daemon),
    });
  }

  get provider(): ServerProvider {
    return lxd.create(this.context);
  }

  /** The same shop after its process died: the memory stays, the line is whole. */
  heir(daemon: Daemon, line?: typeof fetch): Shop {
    return new Shop(daemon, line ? { fetch: line } : {}, this.context.storage, this.calls);
  }

  get requests(): number {
    return this.context.requests.length;
  }

  call(): CallOptions {
    this.calls += 1;
    return aCall(`${this.name}-${this.calls}`);
  }

  /** Looks, as the core does, until nothing is under way. */
  async settled(externalId: string, looks = 60): Promise<ServerSnapshot> {
    for (let count = 1; ; count += 1) {
      const server = await this.provider.fetch(externalId);
      if ((server.state !== 'creating' && server.state !== 'changing') || count >= looks) return server;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async after(change: Promise<ServerSnapshot>): Promise<ServerSnapshot> {
    return this.settled((await change).externalId);
  }
}
