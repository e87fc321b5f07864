import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FaultPoint } from '../../src/platform/faults/index.js';
import type { ChildServer } from '../harness/child-server.js';
import { aServer, type TestServer } from '../harness/shop.js';
import { expectHealthy } from '../stories/story.js';
import { MortalShop } from './mortal-shop.js';

const PATIENCE_MS = 60_000;

const POINTS: readonly (FaultPoint | `${FaultPoint}#2`)[] = [
  'payments/start:before-call',
  'payments/start:after-call',
  'payments/webhook:before-commit',
  'payments/webhook:after-commit',
  'payments/apply:before',
  'payments/apply:after-commit',
  'events/deliver:before',
  'services/run:before-call',
  'services/run:after-call',
  'services/run:after-commit',
  'services/run:after-call#2',
];

let server: TestServer;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

it.each(POINTS)(
  'sells one server for one payment when the process is killed at %s',
  async point => {
    const mortal = await MortalShop.open(server);
    const first = await mortal.birth({ FAULT_POINT: point });
    await until(async () => {
      if (first.ending()) return true;
      await press(mortal, first);
      return first.ending() !== undefined;
    });
    expect(await first.ended()).toEqual({ code: null, signal: 'SIGKILL' });

    const second = await mortal.birth();
    try {
      await until(async () => {
        if (await isDelivered(mortal)) return true;
        await mortal.passTime('3 minutes');
        await press(mortal, second);
        return isDelivered(mortal);
      });
      await until(async () => {
        await mortal.passTime('3 minutes');
        return mortal.isQuiet();
      });
    } finally {
      expect(await second.stop()).toEqual({ code: 0, signal: null });
    }

    const { shop, order } = mortal;
    const count = async (sql: string): Promise<number> => (await shop.rows(sql, [shop.tenant.id])).length;
    const payments = await shop.rows<{ id: string; state: string }>('select id, state from payments where tenant_id = $1', [
      shop.tenant.id,
    ]);
    expect(payments.map(({ state }) => state)).toEqual(['succeeded']);
    expect(server.pay.payments.filter(charge => charge.metadata['payment_id'] === payments[0]!.id)).toHaveLength(1);
    expect(await count(`select id from ledger_postings where tenant_id = $1 and source like 'gateway:%'`)).toBe(1);
    expect(await count(`select id from events where tenant_id = $1 and name = 'service.activated'`)).toBe(1);
    expect(server.cloud.serversOf(order.items[0]!.serviceId)).toHaveLength(1);
    await expectHealthy(shop);
  },
  150_000,
);

/** Everybody does what they would do: the customer tries again, the provider tells again, the cloud finishes its work. */
async function press(mortal: MortalShop, at: ChildServer): Promise<void> {
  if (!(await mortal.payAtProvider(at))) await mortal.startPayment(at);
  server.cloud.finishWork();
  await pause(300);
}

async function isDelivered({ shop }: MortalShop): Promise<boolean> {
  const [row] = await shop.rows<{ state: string; order: string }>(
    `select s.state, o.state as order from services s join orders o on o.tenant_id = s.tenant_id and o.id = s.order_id where s.tenant_id = $1`,
    [shop.tenant.id],
  );
  return row?.state === 'active' && row.order === 'completed';
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (const started = performance.now(); performance.now() - started < PATIENCE_MS;) if (await isDone()) return;
  throw new Error(`It did not come to its end within ${PATIENCE_MS / 1000} seconds`);
}
