import type { ServerSpec } from '@hostwright/sdk';
import { ServerShop, TestClock } from '@hostwright/sdk/testing';
import { FAKE_OCEAN_TOKENS, startFakeOcean, type RunningFakeOcean } from '../src/fake/index.js';
import digitalocean from '../src/index.js';
import type { OceanConfig } from '../src/settings.js';
import { checked } from './vendor-check.js';

export const SPEC: ServerSpec = { plan: 's-1vcpu-1gb', hostname: 'one.example.test', image: 'debian-13-x64', location: 'fra1' };

/** A shop with an account at the fake DigitalOcean. */
export class Shop extends ServerShop<OceanConfig> {
  private constructor(
    readonly cloud: RunningFakeOcean,
    clock: TestClock,
    config: OceanConfig,
  ) {
    super({
      plugin: digitalocean,
      config: { apiUrl: cloud.url, ...config },
      secrets: { token: FAKE_OCEAN_TOKENS.token },
      clock,
      spec: SPEC,
      finishWork: () => cloud.finishWork(),
    });
  }

  static async open(config: OceanConfig = {}): Promise<Shop> {
    const clock = new TestClock();
    return new Shop(await startFakeOcean({ clock, ...checked }), clock, config);
  }
}
