import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { FaultPoint } from '../../src/platform/faults/index.js';
import { Installations } from '../../src/platform/plugins/index.js';
import { childServer } from '../harness/child-server.js';
import { moneyHouse, type MoneyHouse, type MoneyShop } from '../harness/money-shop.js';
import { writePlugin } from '../harness/plugin-folder.js';

/** The provider lives in files beside the plugin, so that it outlives the process that speaks to it. */
const CODE = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
const at = name => new URL('./state/' + name, import.meta.url);
const sum = () => ({ amount: 1999n, currency: 'EUR' });
const final = code => Object.assign(new Error(code), { [Symbol.for('hostwright.plugin-failure')]: true, kind: 'final', code });
const told = reference =>
  existsSync(at('taken')) ? { reference, state: 'succeeded', received: sum() } : { reference, state: 'authorized' };
export default { kind: 'payment-gateway', create: () => ({
  async start({ paymentId }) {
    return { next: 'redirect', url: 'https://vault.example/pay', payment: { reference: 'v-' + paymentId, state: 'pending' } };
  },
  async fetch(reference) { return told(reference); },
  async capture(reference, amount, { idempotencyKey }) {
    appendFileSync(at('calls'), idempotencyKey + '\\n');
    if (existsSync(at('taken'))) throw final('already-captured');
    writeFileSync(at('taken'), '');
    return told(reference);
  },
  async refund({ refundId, amount }, { idempotencyKey }) {
    appendFileSync(at('calls'), idempotencyKey + '\\n');
    const key = at(idempotencyKey);
    if (!existsSync(key)) appendFileSync(at('given'), amount.amount + '\\n');
    writeFileSync(key, '');
    return { reference: 'r-' + refundId, state: 'succeeded', amount };
  },
  async fetchRefund(reference) { return { reference, state: 'succeeded', amount: sum() }; },
  async parseWebhook({ body }) {
    const [event] = JSON.parse(new TextDecoder().decode(body));
    return { events: [event] };
  },
}) };`;

let house: MoneyHouse;
let shop: MoneyShop;
let vault: string;

const state = (): string => path.join(house.pluginsDir, 'vault/state');
const lines = async (name: string): Promise<string[]> =>
  (await readFile(path.join(state(), name), 'utf8')).split('\n').filter(Boolean);

beforeAll(async () => {
  const capabilities = ['idempotent', 'webhook', 'capture', 'refund', 'partial-refund', 'fetch-refund'];
  house = await moneyHouse(pluginsDir =>
    writePlugin(pluginsDir, 'vault', { capabilities, permissions: { webhook: true } }, { 'index.js': CODE }),
  );
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.moneyShop();
  const wanted = { pluginId: 'vault', label: 'Vault', enabled: true, config: {} };
  vault = (await house.http.app.get(Installations).create(shop.shop.tenant.id, wanted, 'test')).id;
  // The provider knows nothing of the story before, and no work of it is left.
  await rm(state(), { recursive: true, force: true });
  await mkdir(state());
  await asAdmin('delete from pgboss.job');
});

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: house.database.url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A server that is given the work that is left, and dies of it; then the queue takes back what it held. */
async function dieAt(point: FaultPoint): Promise<void> {
  await asAdmin(`update pgboss.job set start_after = start_after + interval '10 hours'`);
  const mortal = await childServer(house.database, { PLUGINS_DIR: house.pluginsDir, PUBLIC_PORT: '3999', FAULT_POINT: point });
  await asAdmin(`update pgboss.job set start_after = start_after - interval '10 hours'`);
  expect(await mortal.ended()).toEqual({ code: null, signal: 'SIGKILL' });
  await asAdmin(`update pgboss.job set state = 'created', start_after = now() where state = 'active'`);
}

async function authorize(): Promise<string> {
  const invoice = await shop.bill();
  const id = await shop.begin(invoice, vault);
  const payment = { reference: `v-${id}`, state: 'authorized' } as const;
  await shop.deliver([{ id, type: 'payment', paymentId: id, payment }], vault);
  return id;
}

/** Every hour of a day, so that each of the planned looks comes. */
async function aDay(): Promise<void> {
  for (const minutes of [1, 5, 30, 120, 360, 1440]) await house.pass(minutes);
}

it.each<FaultPoint>(['payments/capture:before-call', 'payments/capture:after-call'])(
  'takes what is authorized once when the process is killed at %s',
  async point => {
    const id = await authorize();
    await dieAt(point);
    await aDay();

    expect(new Set(await lines('calls'))).toEqual(new Set([`capture-${id}`]));
    expect(await lines('calls')).toHaveLength(1);
    const rows = await shop.shop.rows('select state, received_minor from payments where id = $1', [id]);
    expect(rows).toEqual([{ state: 'succeeded', receivedMinor: 1999n }]);
    expect(await shop.findings()).toEqual([]);
  },
  120_000,
);

it.each<FaultPoint>(['refunds/send:before-call', 'refunds/send:after-call'])(
  'gives back once when the process is killed at %s',
  async point => {
    const id = await authorize();
    await house.jobs.run();
    const asked = await shop.askRefund(id, { amount: { amount: '500', currency: 'EUR' } });
    const { id: refundId } = asked.json<{ id: string }>();
    await dieAt(point);
    await aDay();

    expect(await lines('given')).toEqual(['500']);
    expect(await shop.shop.rows('select id, state from refunds')).toEqual([{ id: refundId, state: 'succeeded' }]);
    expect(await shop.holds(`gateway:${vault}`)).toBe(-1499n);
    expect(await shop.findings()).toEqual([]);
  },
  120_000,
);
