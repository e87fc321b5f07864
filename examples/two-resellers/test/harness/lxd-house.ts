import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { Daily } from '../../../../core/server/src/platform/daily/index.js';
import { aServer, type TestServer } from '../../../../core/server/test/harness/shop.js';
import { configOf } from '../../../../plugins/lxd/test/bench.js';
import { startLxd, type RunningLxd } from '../../../../plugins/lxd/test/daemon/lxd-daemon.js';
import { serverWares } from '../clouds/wares.js';
import { CloudShop, type Owned } from './cloud-shop.js';

const MOST_LOOKS = 200;
const MOST_DAYS = 60;

/** What the daemon and the kernel say of a container. */
export interface Container {
  readonly status: string;
  readonly cores: string;
  readonly memoryMb: number;
  readonly diskGb: number;
}

/** The real application and a real daemon. The shop's clock is pushed; the daemon's is the machine's. */
export class LxdHouse {
  private constructor(
    readonly server: TestServer,
    readonly lxd: RunningLxd,
    readonly door: { readonly port: number },
  ) {}

  static async open(): Promise<LxdHouse> {
    const lxd = await startLxd();
    try {
      const server = await aServer({ ALLOWED_PRIVATE_HOSTS: new URL(lxd.url).host });
      // Months go by, in which walks would be most of the work; they are told elsewhere.
      server.jobs.leave('reconcile/walk');
      await server.app.listen(0, '127.0.0.1');
      return new LxdHouse(server, lxd, server.app.getHttpServer().address() as AddressInfo);
    } catch (error) {
      await lxd.close();
      throw error;
    }
  }

  shop(): Promise<CloudShop> {
    const settings = { ...configOf(this.lxd), key: this.lxd.key };
    return CloudShop.open(this.server, { pluginId: 'lxd', settings, wares: serverWares('tiny-1', 'home') });
  }

  /** Looks as often as the shop would, until nothing is under way any more. */
  async settled(house: CloudShop, owned: Owned): Promise<void> {
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      await this.server.passTime('2 seconds');
      const { operations } = await house.service(owned);
      if (operations.every(({ finishedAt }) => finishedAt !== null)) return;
      await pause(50);
    }
    throw new Error(`It does not come to an end: ${JSON.stringify((await house.service(owned)).operations[0])}`);
  }

  /** Lets days go by, each with the look that the server takes every minute, until it is so. */
  async daysUntil(isSo: () => Promise<boolean>): Promise<void> {
    for (let day = 0; day < MOST_DAYS; day += 1) {
      await this.server.passTime('1 day');
      await this.server.app.get(Daily).look();
      await this.server.runJobs();
      if (await isSo()) return;
    }
    throw new Error(`It is not so after ${MOST_DAYS} days`);
  }

  /** Names of all containers. */
  async containers(): Promise<readonly string[]> {
    return (await this.lxd.lxc('list', '-f', 'csv', '-c', 'n')).split('\n').filter(Boolean);
  }

  /** The one container of a service. */
  async container({ serviceId }: Owned): Promise<Container> {
    const name = nameOf(serviceId);
    const status = (await this.lxd.lxc('list', name, '-f', 'csv', '-c', 's')).trim();
    const isOn = status === 'RUNNING';
    return {
      status,
      cores: isOn ? (await this.inside({ serviceId }, 'nproc')).trim() : '',
      memoryMb: isOn ? memoryLimit(name) / 1024 ** 2 : 0,
      diskGb: parseInt(await this.lxd.lxc('config', 'device', 'get', name, 'root', 'size')) / 1024,
    };
  }

  inside({ serviceId }: Pick<Owned, 'serviceId'>, command: string): Promise<string> {
    return this.lxd.lxc('exec', nameOf(serviceId), '--', 'sh', '-c', command);
  }

  /** What a browser sees that opens the console and types; ends when the words have come. */
  async console(
    { url }: { readonly url: string },
    { type, until }: { readonly type: string; readonly until: string },
  ): Promise<string> {
    const { origin, host, hash } = new URL(url);
    const socket = new WebSocket(`ws://127.0.0.1:${this.door.port}/console/socket`, ['console', hash.slice(1)], {
      headers: { host, origin },
    });
    try {
      let seen = '';
      const found = new Promise<string>((resolve, reject) => {
        socket.on('error', reject);
        socket.on('close', code => reject(new Error(`The console closed with ${code} after ${JSON.stringify(seen)}`)));
        socket.on('message', (bytes: Buffer, isBinary) => {
          // The first message says what kind of console this is; from then on the line stands.
          if (!isBinary) return socket.send(Buffer.from(type));
          seen += bytes.toString();
          if (seen.includes(until)) resolve(seen);
        });
      });
      return await found;
    } finally {
      socket.terminate();
    }
  }

  /** Everything that the daemon holds under the service's id: containers, volumes, addresses that were given out. */
  async tracesOf({ serviceId }: Owned): Promise<readonly string[]> {
    const held = await Promise.all([
      this.lxd.lxc('list', '--all-projects', '-f', 'csv', '-c', 'n'),
      this.lxd.lxc('storage', 'volume', 'list', this.lxd.pool, '-f', 'csv', '-c', 'tn'),
      this.lxd.lxc('network', 'list-leases', this.lxd.network, '-f', 'csv'),
    ]);
    return held.flatMap(text => text.split('\n').filter(line => line.includes(serviceId)));
  }

  /** Answers what was left behind. */
  async close(): Promise<readonly string[]> {
    await this.server.close();
    return this.lxd.close();
  }
}

const nameOf = (serviceId: string): string => `hw-${serviceId}`;

/** As the kernel enforces it: in one tree for all limits, or one for each kind on older machines. */
function memoryLimit(name: string): number {
  const unified = `/sys/fs/cgroup/lxc.payload.${name}/memory.max`;
  const legacy = `/sys/fs/cgroup/memory/lxc.payload.${name}/memory.limit_in_bytes`;
  return Number(readFileSync(existsSync(unified) ? unified : legacy, 'utf8'));
}
