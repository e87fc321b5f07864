import { request } from 'node:http';
import type { StatementReading } from '@hostwright/sdk/http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FaultPoint } from '../../src/platform/faults/index.js';
import { childServer } from '../harness/child-server.js';
import { aServer, aShop, expectStatus, type Shop, type TestServer } from '../harness/shop.js';
import { expectHealthy } from '../stories/story.js';

let server: TestServer;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

const POINTS: readonly FaultPoint[] = [
  'statements/import:after-lines',
  'statements/import:before-commit',
  'statements/import:after-booking',
];

it.each(POINTS)(
  'books every line of a statement once when the process is killed at %s and staff import it again',
  async point => {
    const shop = await aShop(server);
    const body = await aStatementOf(shop, 3);
    const child = await childServer(server.database, { PUBLIC_PORT: '3999', FAULT_POINT: point });
    await cutOff(`${child.url}/api/admin/statements`, shop, body);
    expect(await child.ended()).toEqual({ code: null, signal: 'SIGKILL' });

    const answer = expectStatus(await shop.asOwner('POST /api/admin/statements', { body }), 200);

    const verdicts = answer.json<StatementReading>().lines.map(({ verdict }) => verdict);
    const before = point === 'statements/import:after-booking' ? 1 : 0;
    expect(verdicts).toEqual([...Array<string>(before).fill('already-imported'), ...Array<string>(3 - before).fill('matched')]);
    const count = async (sql: string): Promise<number> => (await shop.rows(sql, [shop.tenant.id])).length;
    expect(await count(`select id from ledger_postings where tenant_id = $1 and source like 'gateway:%'`)).toBe(3);
    expect(await count(`select id from invoices where tenant_id = $1 and state = 'paid'`)).toBe(3);
    expect(await count(`select id from statement_lines where tenant_id = $1 and state = 'matched'`)).toBe(3);
    expect(await count('select id from statements where tenant_id = $1')).toBe(1);
    await expectHealthy(shop);
  },
  150_000,
);

/** A statement in which the invoices of so many orders are paid. */
async function aStatementOf(shop: Shop, orders: number): Promise<object> {
  const customer = await shop.customer();
  const rows: string[] = [];
  for (let made = 0; made < orders; made += 1) {
    const { invoiceId } = await shop.order(customer);
    const invoice = expectStatus(await shop.asOwner(`GET /api/admin/invoices/${invoiceId}`), 200);
    const { number, due } = invoice.json<{ number: string; due: { amount: string } }>();
    rows.push(`2026-11-02;${number};${due.amount.slice(0, -2)}.${due.amount.slice(-2)};EUR`);
  }
  const content = ['Date;Text;Amount;Currency', ...rows].join('\n');
  return { installationId: shop.bank, dryRun: false, file: { name: 'november.csv', encoding: 'text', content } };
}

/** A request whose answer never comes. */
function cutOff(url: string, shop: Shop, body: object): Promise<void> {
  const headers = { host: shop.tenant.canonicalHost, 'content-type': 'application/json', authorization: `Bearer ${shop.owner}` };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, answer => {
      answer.resume();
      reject(new Error(`The process lives: it answered ${answer.statusCode}`));
    });
    sent.once('error', () => resolve()).end(JSON.stringify(body));
  });
}
