import { randomUUID } from 'node:crypto';
import {
  failureKind,
  PluginFailure,
  type BoundedFetch,
  type ServerProvider,
  type ServerSnapshot,
  type ServerSpec,
} from '@hostwright/sdk';
import { aCall, fakeContext, memoryStorage, TestClock, type FakeContext } from '@hostwright/sdk/testing';
import { startFakeProxmox, type FakeProxmox, type FakeProxmoxOptions } from '../src/fake/index.js';
import proxmoxPlugin from '../src/index.js';
import type { ProxmoxConfig } from '../src/settings.js';
import { SECRETS, SETTINGS } from './bench.js';
import { checked } from './vendor-check.js';

export const SPEC: ServerSpec = {
  plan: 'std-c2-r4-d40',
  hostname: 'one.example.test',
  image: 'debian-13',
  addons: { vcpu: 2, ramGb: 4, diskGb: 40 },
  sshKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEB+/=x one@example.test', 'ssh-rsa AAAAB3 two@example.test'],
};

/** A process of the shop: it may die, and another one with the same memory takes over. */
export interface Shop {
  readonly proxmox: FakeProxmox;
  readonly clock: TestClock;
  readonly context: FakeContext<ProxmoxConfig>;
  readonly provider: ServerProvider;
  /** Another process, with a line of its own to the cluster. */
  restarted(fetch?: BoundedFetch): ServerProvider;
  /** Asks until nothing is being done any more, as the core does. */
  settled(externalId: string, provider?: ServerProvider): Promise<ServerSnapshot>;
  /** A server that runs, made for a service of its own. */
  server(spec?: ServerSpec): Promise<ServerSnapshot & { readonly serviceId: string }>;
}

const MOST_LOOKS = 60;

export async function openShop(options: FakeProxmoxOptions = {}, settings: Partial<ProxmoxConfig> = {}): Promise<Shop> {
  const clock = new TestClock();
  const storage = memoryStorage(clock);
  const proxmox = await startFakeProxmox({ clock, ...checked, ...options });
  const config: ProxmoxConfig = { apiUrl: proxmox.url, ...SETTINGS, ...settings };
  const contextWith = (fetch?: BoundedFetch): FakeContext<ProxmoxConfig> =>
    fakeContext({ config, secrets: SECRETS, clock, storage, ...(fetch && { fetch }) });
  const context = contextWith();
  const provider = proxmoxPlugin.create(context);
  const settled = async (externalId: string, by = provider): Promise<ServerSnapshot> => {
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      const snapshot = await by.fetch(externalId);
      if (snapshot.state !== 'creating' && snapshot.state !== 'changing') return snapshot;
      clock.pass(2000);
    }
    throw new Error(`The server ${externalId} is still being worked on`);
  };
  return {
    proxmox,
    clock,
    context,
    provider,
    settled,
    restarted: fetch => proxmoxPlugin.create(contextWith(fetch)),
    async server(spec = SPEC) {
      const serviceId = randomUUID();
      const { externalId } = await provider.create({ serviceId, spec }, aCall(`service-${serviceId}-create-1`));
      return { ...(await settled(externalId)), serviceId };
    },
  };
}

export const failureOf = (call: Promise<unknown>): Promise<PluginFailure> =>
  call.then(
    () => {
      throw new Error('the call went through');
    },
    (error: unknown) => {
      if (error instanceof PluginFailure) return error;
      throw error;
    },
  );

/** What the core does with a change: again when nothing was done, a look when nobody knows what was. */
export async function carriedOut(provider: ServerProvider, externalId: string, change: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      await change();
      return;
    } catch (error) {
      if (failureKind(error) === 'final') throw error;
      if (failureKind(error) === 'unknown' && (await provider.fetch(externalId).catch(() => undefined))?.state === 'changing')
        return;
    }
  }
  throw new Error('The change was never taken on');
}
