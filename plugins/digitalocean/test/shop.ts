import { randomUUID } from 'node:crypto';
import type { CallOptions, KeyValueStore, PluginFailure, ServerProvider, ServerSnapshot, ServerSpec } from '@hostwright/sdk';
import { aCall, fakeContext, memoryStorage, TestClock, type FakeContext } from '@hostwright/sdk/testing';
import { FAKE_OCEAN_TOKENS, startFakeOcean, type RunningFakeOcean } from '../src/fake/index.js';
import digitalocean from '../src/index.js';
import type { OceanConfig } from '../src/settings.js';
import { checked } from './vendor-check.js';

export const SPEC: ServerSpec = { plan: 's-1vcpu-1gb', hostname: 'one.example.test', image: 'debian-13-x64', location: 'fra1' };

export interface Copy {
  readonly provider: ServerProvider;
  readonly context: FakeContext<OceanConfig>;
}

/** A shop with one installation: whatever happens to its processes, its memory and DigitalOcean stay. */
export class Shop {
  readonly spec = SPEC;
  private readonly storage: KeyValueStore;
  private calls = 0;

  private constructor(
    readonly cloud: RunningFakeOcean,
    readonly clock: TestClock,
    private readonly config: OceanConfig,
  ) {
    this.storage = memoryStorage(clock);
  }

  static async open(config: OceanConfig = {}): Promise<Shop> {
    const clock = new TestClock();
    return new Shop(await startFakeOcean({ clock, ...checked }), clock, config);
  }

  /** A fresh process, which dies instead of sending one more request than it may. */
  process(requests = Infinity, token: string = FAKE_OCEAN_TOKENS.token): Copy {
    let left = requests;
    const context = fakeContext<OceanConfig>({
      config: { apiUrl: this.cloud.url, ...this.config },
      secrets: { token },
      clock: this.clock,
      storage: this.storage,
      fetch: (input, init) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('killed')) : fetch(input, init);
      },
    });
    return { provider: digitalocean.create(context), context };
  }

  get provider(): ServerProvider {
    return this.process().provider;
  }

  call(): CallOptions {
    this.calls += 1;
    return aCall(`call-${this.calls}`);
  }

  create(words: Partial<ServerSpec> = {}, serviceId: string = randomUUID()): Promise<ServerSnapshot> {
    return this.provider.create({ serviceId, spec: { ...SPEC, ...words } }, this.call());
  }

  /** A server that runs. */
  async server(words: Partial<ServerSpec> = {}): Promise<ServerSnapshot> {
    return this.settled((await this.create(words)).externalId);
  }

  /** Looks until nothing is under way, as the core does. */
  async settled(externalId: string): Promise<ServerSnapshot> {
    let password: string | undefined;
    for (let looks = 0; looks < 20; looks += 1) {
      this.cloud.finishWork();
      const server = await this.provider.fetch(externalId);
      password = server.credentials?.password ?? password;
      if (server.state !== 'creating' && server.state !== 'changing') return withPassword(server, password);
    }
    throw new Error(`${externalId} does not come to rest`);
  }
}

/** What the core has heard while it looked. */
function withPassword(server: ServerSnapshot, password: string | undefined): ServerSnapshot {
  return { ...server, credentials: { username: 'root', ...(password !== undefined && { password }) } };
}

export async function failureOf(work: Promise<unknown>): Promise<PluginFailure> {
  try {
    await work;
  } catch (error) {
    return error as PluginFailure;
  }
  throw new Error('It has not failed');
}
