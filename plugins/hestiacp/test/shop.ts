import { randomUUID } from 'node:crypto';
import type { CallOptions, KeyValueStore, PluginFailure, ServerProvider, ServerSnapshot, ServerSpec } from '@hostwright/sdk';
import { aCall, fakeContext, memoryStorage, TestClock, type FakeContext } from '@hostwright/sdk/testing';
import { FAKE_HESTIA, startFakeHestia, type FakeHestia, type FakeHestiaOptions } from '../src/fake/index.js';
import hestia from '../src/index.js';
import type { HestiaConfig } from '../src/settings.js';
import { checked } from './vendor-check.js';

export const SPEC: ServerSpec = { plan: 'start', hostname: 'one.example.test' };

export interface Copy {
  readonly provider: ServerProvider;
  readonly context: FakeContext<HestiaConfig>;
}

/** A shop with one installation: whatever happens to its processes, its memory and the panel stay. */
export class Shop {
  private readonly storage: KeyValueStore;
  private calls = 0;

  private constructor(
    readonly server: FakeHestia,
    readonly clock: TestClock,
    private readonly config: Partial<HestiaConfig>,
  ) {
    this.storage = memoryStorage(clock);
  }

  static async open(config: Partial<HestiaConfig> = {}, options: FakeHestiaOptions = {}): Promise<Shop> {
    const clock = new TestClock();
    return new Shop(await startFakeHestia({ clock, ...checked, ...options }), clock, config);
  }

  /** A fresh process, which dies instead of sending one more request than it may. */
  process({ requests = Infinity, secretKey = FAKE_HESTIA.secretKey as string, config = {} as Partial<HestiaConfig> } = {}): Copy {
    let left = requests;
    const { accessKey, address } = FAKE_HESTIA;
    const context = fakeContext<HestiaConfig>({
      config: { apiUrl: this.server.url, accessKey, address, contactEmail: 'panel@shop.example', ...this.config, ...config },
      secrets: { secretKey },
      clock: this.clock,
      storage: this.storage,
      ...(requests < Infinity && {
        fetch: (input, init) => {
          left -= 1;
          return left < 0 ? Promise.reject(new Error('killed')) : fetch(input, init);
        },
      }),
    });
    return { provider: hestia.create(context), context };
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
}

export async function failureOf(work: Promise<unknown>): Promise<PluginFailure> {
  try {
    await work;
  } catch (error) {
    return error as PluginFailure;
  }
  throw new Error('It has not failed');
}
