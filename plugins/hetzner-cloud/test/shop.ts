import type { ServerSpec } from '@hostwright/sdk';
import { ServerShop, TestClock } from '@hostwright/sdk/testing';
import { FAKE_HETZNER_TOKENS, startFakeHetzner, type RunningFakeHetzner } from '../src/fake/index.js';
import hetzner from '../src/index.js';
import type { HetznerConfig } from '../src/settings.js';
import { checked } from './vendor-check.js';

export const SPEC: ServerSpec = { plan: 'cx22', hostname: 'one.example.test', image: 'debian-13', location: 'fsn1' };

/** A shop with an account at the fake Hetzner. */
export class Shop extends ServerShop<HetznerConfig> {
  private constructor(
    readonly cloud: RunningFakeHetzner,
    clock: TestClock,
    config: HetznerConfig,
  ) {
    super({
      plugin: hetzner,
      config: { apiUrl: cloud.url, ...config },
      secrets: { token: FAKE_HETZNER_TOKENS.token },
      clock,
      spec: SPEC,
      finishWork: () => cloud.finishWork(),
    });
  }

  static async open(config: HetznerConfig = {}): Promise<Shop> {
    const clock = new TestClock();
    return new Shop(await startFakeHetzner({ clock, ...checked }), clock, config);
  }
}
