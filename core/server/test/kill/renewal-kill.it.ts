import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FaultPoint } from '../../src/platform/faults/index.js';
import { Jobs } from '../../src/platform/jobs/index.js';
import { childServer } from '../harness/child-server.js';
import { RenewingShop, renewingHouse, type RenewingHouse } from '../harness/renewing-shop.js';
import { expectHealthy } from '../stories/story.js';

const POINTS: readonly FaultPoint[] = [
  'renewals/bill:before-commit',
  'renewals/bill:after-commit',
  'payments/start:before-call',
  'payments/start:after-call',
];

let house: RenewingHouse;

/** Each dies at the machine's own time, so none may live in the days that another test let go by. */
beforeEach(async () => {
  house = await renewingHouse();
});

afterEach(() => house.close());

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: house.server.database.url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

it.each(POINTS)(
  'renews once and charges once when the process is killed at %s',
  async point => {
    const one = await RenewingShop.open(house);
    await one.saveCard();
    const { db, app, config, database } = house.server;
    const tenantId = one.shop.tenant.id;
    const send = (queue: string, data: object): Promise<void> =>
      db.run(tenantId, () => app.get(Jobs).send(queue, { tenantId, ...data }));
    // The process that dies lives by the machine's clock: for it the period ends in a few days.
    await one.shop.rows(`update services set renews_at = now() + interval '3 days' where tenant_id = $1 returning id`, [
      tenantId,
    ]);
    // Work of a shop that was here before is not what the process shall die of.
    await asAdmin('delete from pgboss.job');
    const isBilling = point.startsWith('renewals/');
    if (!isBilling) {
      await send('renewals/bill', { serviceId: one.serviceId });
      await one.shop.runJobs();
      await asAdmin('delete from pgboss.job');
    }
    const [renewal] = await one.renewals();

    const mortal = await childServer(database, {
      ...{ PLUGINS_DIR: house.wallet.pluginsDir, ALLOWED_PRIVATE_HOSTS: config.allowedPrivateHosts.join(',') },
      ...{ PUBLIC_PORT: '3999', FAULT_POINT: point },
    });
    try {
      if (isBilling) await send('renewals/bill', { serviceId: one.serviceId });
      else await send('renewals/charge', { invoiceId: renewal!.invoiceId, turn: 0 });
      await until(() => mortal.ending() !== undefined);
    } finally {
      if (!mortal.ending()) await mortal.stop();
    }
    expect(mortal.ending()).toEqual({ code: null, signal: 'SIGKILL' });
    // The queue takes back what a dead process held.
    await asAdmin(`update pgboss.job set state = 'created', start_after = now() where state = 'active'`);
    await one.days(5);

    expect(await one.renewals()).toMatchObject([{ number: 1, state: 'paid' }]);
    expect(await one.charges()).toMatchObject([{ state: 'succeeded' }]);
    expect(new Set(house.wallet.calls('chargeSaved').map(({ key }) => key)).size).toBe(1);
    expect(await one.shop.rows(`select id from events where name = 'service.renewed'`)).toHaveLength(1);
    await expectHealthy(one.shop);
  },
  150_000,
);

const PATIENCE_MS = 30_000;

async function until(isDone: () => boolean): Promise<void> {
  for (const started = performance.now(); performance.now() - started < PATIENCE_MS && !isDone();)
    await new Promise(resolve => setTimeout(resolve, 50));
}
