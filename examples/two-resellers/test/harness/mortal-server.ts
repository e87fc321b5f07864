import { request } from 'node:http';
import pg from 'pg';
import type { FaultPoint } from '../../../../core/server/src/platform/faults/index.js';
import { childServer, type ChildServer } from '../../../../core/server/test/harness/child-server.js';
import type { TestServer } from '../../../../core/server/test/harness/shop.js';

export interface Errand {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** Where it lives: the application's database, and the port that its links name. */
export interface MortalHouse {
  readonly server: TestServer;
  readonly door: { readonly port: number };
}

/** The compiled server in a process of its own, with workers, that dies at one moment of its work. */
export class MortalServer {
  private constructor(
    private readonly house: MortalHouse,
    private readonly child: ChildServer,
  ) {}

  /** The work that waits is put off until the process is up, so that nothing but the story leads it to its end. */
  static async born({ house, faultPoint }: { house: MortalHouse; faultPoint: FaultPoint }): Promise<MortalServer> {
    const { server, door } = house;
    await asAdmin(server.database.url, `update pgboss.job set start_after = start_after + interval '10 hours'`);
    const child = await childServer(server.database, {
      ALLOWED_PRIVATE_HOSTS: server.config.allowedPrivateHosts.join(','),
      PUBLIC_PORT: String(door.port),
      FAULT_POINT: faultPoint,
    });
    await asAdmin(server.database.url, `update pgboss.job set start_after = start_after - interval '10 hours'`);
    return new MortalServer(house, child);
  }

  /** The status, or 0 when the line was cut before an answer. */
  tell({ method, path, headers, body }: Errand): Promise<number> {
    return new Promise(resolve => {
      const sent = request(`${this.child.url}${path}`, { method, headers }, answer => {
        answer.resume().once('close', () => resolve(answer.complete ? (answer.statusCode ?? 0) : 0));
      });
      sent.once('error', () => resolve(0)).end(body);
    });
  }

  /** Waits for its end; then the queue takes back what it held. */
  async death(): Promise<{ readonly code: number | null; readonly signal: string | null }> {
    const timer = setTimeout(() => void this.child.stop(), 30_000);
    const ending = await this.child.ended();
    clearTimeout(timer);
    await asAdmin(
      this.house.server.database.url,
      `update pgboss.job set state = 'created', start_after = now() where state = 'active'`,
    );
    return ending;
  }
}

/** Work of a story that is over is not what the next process shall die of. */
export const forgetWork = ({ server }: MortalHouse): Promise<void> => asAdmin(server.database.url, 'delete from pgboss.job');

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
