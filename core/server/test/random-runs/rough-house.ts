import { SANDBOX_CLOUD_KEY } from '@hostwright/plugin-sandbox-cloud/vendor';
import { Installations } from '../../src/platform/plugins/index.js';
import { aServer, aShop, type Shop, type TestServer } from '../harness/shop.js';
import { slowLineTo } from '../harness/slow-line.js';
import { Chance } from './chance.js';
import { RoughWorkers } from './rough-workers.js';
import { Weather } from './weather.js';

/** A server, its cloud, and everything between them that can go wrong. */
export interface RoughHouse {
  readonly server: TestServer;
  readonly weather: Weather;
  readonly workers: RoughWorkers;
  /** A fresh shop whose servers are made at the end of the bad line. */
  shop(): Promise<Shop>;
  /** Lets time go by until nothing is under way any more in the shop. */
  settle(shop: Shop): Promise<void>;
  close(): Promise<void>;
}

const LONGEST_MS = 3 * 86_400_000;

export async function roughHouse(seed: number): Promise<RoughHouse> {
  const line = await slowLineTo(() => server.cloud.url);
  const server: TestServer = await aServer({ ALLOWED_PRIVATE_HOSTS: new URL(line.url).host });
  const chance = new Chance(seed);
  const weather = new Weather({ cloud: server.cloud, line }, chance);
  const workers = new RoughWorkers(server, () => line.holdNextAnswer(), weather, chance);

  const isBusy = async (shop: Shop): Promise<boolean> => {
    const unfinished = `select id from service_operations where tenant_id = $1 and state in ('waiting', 'started', 'creating', 'unknown')`;
    return (await shop.rows(unfinished, [shop.tenant.id])).length > 0;
  };

  return {
    ...{ server, weather, workers },
    async shop() {
      const shop = await aShop(server);
      const installations = server.app.get(Installations);
      const config = { apiUrl: line.url, apiKey: SANDBOX_CLOUD_KEY };
      await installations.update(shop.tenant.id, shop.cloud, { config }, 'system:test');
      // Papers and mail are another story.
      await installations.update(shop.tenant.id, shop.mail, { enabled: false }, 'system:test');
      return shop;
    },
    async settle(shop) {
      const end = server.clock.now().getTime() + LONGEST_MS;
      for (;;) {
        await workers.run();
        if (!(await isBusy(shop))) await workers.hearLate();
        if (!workers.isHolding && !(await isBusy(shop))) return;
        const next = await workers.next();
        if (!next || next.getTime() > end) throw new Error(`Nothing has come to an end in ${LONGEST_MS / 86_400_000} days`);
        server.clock.pass(Math.max(0, next.getTime() - server.clock.now().getTime()));
      }
    },
    async close() {
      await workers.close();
      await server.close();
      await line.close();
    },
  };
}
