import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { Order } from '@hostwright/sdk/http';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { roleUrl } from '../../src/platform/database/index.js';
import { childServer, type ChildServer } from '../harness/child-server.js';
import { aShop, type Shop, type ShopCustomer, type TestServer } from '../harness/shop.js';

const PUBLIC_PORT = '3999';

/** A shop whose customers and providers speak to a server of flesh and blood: a process that can die. */
export class MortalShop {
  /** The provider says the same thing again until it is heard. */
  private message: ReturnType<TestServer['pay']['signedWebhook']> | undefined;

  private constructor(
    readonly shop: Shop,
    readonly customer: ShopCustomer,
    readonly order: Order,
    private readonly server: TestServer,
    private readonly key = randomUUID(),
  ) {}

  static async open(server: TestServer): Promise<MortalShop> {
    const shop = await aShop(server);
    // Mail and its papers are another story; without a channel nothing here waits for a browser. Work of a shop that was
    // here before is not what the next process shall die of.
    await asAdmin(
      server,
      `update app.plugin_installations set enabled = false where plugin_id = 'email'`,
      'delete from pgboss.job',
    );
    const customer = await shop.customer();
    return new MortalShop(shop, customer, await shop.order(customer), server);
  }

  birth(changes: Readonly<Record<string, string>> = {}): Promise<ChildServer> {
    const ALLOWED_PRIVATE_HOSTS = this.server.config.allowedPrivateHosts.join(',');
    return childServer(this.server.database, { ALLOWED_PRIVATE_HOSTS, PUBLIC_PORT, ...changes });
  }

  /** The customer presses the button, once more under the same key when nothing came back. */
  async startPayment(at: ChildServer): Promise<void> {
    const body = JSON.stringify({ installationId: this.shop.cards, returnUrl: `${this.shop.tenant.url}/cabinet` });
    const headers = { authorization: `Bearer ${this.customer.token}`, 'idempotency-key': this.key };
    await post(`${at.url}/api/store/invoices/${this.order.invoiceId}/payments`, this.shop.tenant.canonicalHost, headers, body);
  }

  /** The payer has paid on the provider's page, and the provider tells the shop until it is heard. */
  async payAtProvider(at: ChildServer): Promise<boolean> {
    const paymentId = await this.paymentAtProvider();
    if (paymentId === undefined) return false;
    await this.server.pay.settle(paymentId, 'succeeded', { silently: true });
    const { body, headers } = (this.message ??= this.server.pay.signedWebhook(paymentId));
    return (await post(`${at.url}/hooks/${this.shop.cards}`, 'provider.example', headers, body)) === 200;
  }

  /** Nothing is held by a process that is dead. */
  async isQuiet(): Promise<boolean> {
    const held = `select id from pgboss.job where state = 'active' and data->>'tenantId' = ($1::uuid)::text and started_on < now() - interval '2 minutes'`;
    return (await this.shop.rows(held, [this.shop.tenant.id])).length === 0;
  }

  private async paymentAtProvider(): Promise<string | undefined> {
    const rows = await this.shop.rows<{ id: string }>('select id from payments where tenant_id = $1', [this.shop.tenant.id]);
    return rows.find(({ id }) => this.server.pay.sees(id))?.id;
  }

  /** Time passes for whatever waits in the database, and the queue takes back what a dead process held. */
  async passTime(span: string): Promise<void> {
    const back = (table: string, ...columns: readonly string[]) =>
      `update ${table} set ${columns.map(column => `${column} = ${column} - interval '${span}'`).join(', ')}`;
    await asAdmin(
      this.server,
      'set session_replication_role = replica',
      back('pgboss.job', 'start_after', 'started_on', 'created_on'),
      back('app.payments', 'created_at', 'asked_at', 'absent_at'),
      back('app.service_operations', 'absent_since', 'deadline_at'),
      back('app.idempotency_keys', 'created_at', 'locked_until'),
      'update pgboss.queue set monitor_on = null, monitor_claim_on = null',
    );
    await supervise(this.server);
  }
}

async function supervise({ database }: TestServer): Promise<void> {
  const connectionString = roleUrl(database.url, 'app_jobs', database.secretKey);
  const boss = new PgBoss({ connectionString, schema: 'pgboss', createSchema: false, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    await boss.supervise();
  } finally {
    await boss.stop({ graceful: false });
  }
}

async function asAdmin({ database }: TestServer, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The status; undefined when the line was cut before an answer. */
function post(
  url: string,
  host: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): Promise<number | undefined> {
  return new Promise(resolve => {
    const sent = request(url, { method: 'POST', headers: { ...headers, host, 'content-type': 'application/json' } }, answer => {
      answer.resume().once('end', () => resolve(answer.statusCode));
    });
    sent.once('error', () => resolve(undefined)).end(body);
  });
}
