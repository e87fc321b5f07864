import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serviceHouse, type ServiceHouse, type ServiceShop } from '../../../test/harness/service-shop.js';
import { Installations } from '../../platform/plugins/index.js';
import { OperationRunner } from './index.js';
import { RUN_QUEUE, type RunJob } from './operation-rows.js';

let house: ServiceHouse;
let shop: ServiceShop;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

beforeAll(async () => {
  house = await serviceHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  house.cloud.calls.length = 0;
  shop = await house.shop();
});

describe('one server and no more', () => {
  it('when the answer was lost after the server was made', async () => {
    const id = await shop.bought();
    house.cloud.loseAnswer();

    await house.pass(2 * SECOND);
    expect(await shop.service(id)).toMatchObject({ state: 'provisioning', operations: [{ state: 'unknown' }] });
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'active', hasCredentials: true });
    expect(house.cloud.serversOf(id)).toHaveLength(1);
    expect(house.creations()).toHaveLength(1);
  });

  it('when the answer was lost and nothing had been made: asked again under the same key', async () => {
    const id = await shop.bought();
    house.cloud.failNextCreate('unknown');

    await house.pass(2 * MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'active' });
    expect(await shop.steps(id)).toEqual(expect.arrayContaining(['answer-lost', 'not-found', 'asked-again', 'ready']));
    expect(house.creations()).toHaveLength(2);
    expect(new Set(house.creations().map(({ key }) => key))).toEqual(new Set([`service-${id}-create-1`]));
    expect(house.cloud.serversOf(id)).toHaveLength(1);
  });

  it('when the provider finds a server for it that is another service’s: nobody gets what is somebody else’s', async () => {
    const theirs = await shop.running();
    const [server] = house.cloud.serversOf(theirs);
    const mine = await shop.bought('mine.example.com');
    house.cloud.change(server!.id, { serviceId: mine });
    await house.pass(5 * MINUTE);

    const { state, addresses, operations } = await shop.service(mine);
    expect({ state, addresses }).toEqual({ state: 'failed', addresses: [] });
    expect(operations[0]!.error).toMatchObject({ code: 'foreign-server' });
    expect(await shop.service(theirs)).toMatchObject({ state: 'active', hasCredentials: true });
  });

  it('when the process dies between the call and the note of its answer', async () => {
    const id = await shop.bought();
    const crash = await crashWhenAnswered(id);

    await expect(house.pass(SECOND)).rejects.toThrow('the machine went dark');
    await crash.over();
    expect(house.cloud.serversOf(id)).toHaveLength(1);
    expect(await shop.service(id)).toMatchObject({ operations: [{ state: 'started' }] });
    await house.pass(5 * MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'active', hasCredentials: true });
    expect(house.creations()).toHaveLength(1);
    expect(house.cloud.serversOf(id)).toHaveLength(1);
  });

  it('when the same job is done by several workers at once, and again later', async () => {
    const id = await shop.bought();
    const job = await house.jobs.setAside<RunJob>(RUN_QUEUE, shop.tenant.id);
    const run = () => house.http.app.get(OperationRunner).run(job, { signal: new AbortController().signal });

    await Promise.all(Array.from({ length: 8 }, run));
    await house.pass(MINUTE);
    await run();

    expect(house.creations()).toHaveLength(1);
    expect(await shop.service(id)).toMatchObject({ state: 'active', operations: [{ attempt: 1 }] });
  });

  it('when the answer comes so late that somebody else has taken over', async () => {
    const id = await shop.bought();
    const job = await house.jobs.setAside<RunJob>(RUN_QUEUE, shop.tenant.id);
    const release = house.line.holdNextAnswer();

    const late = house.http.app.get(OperationRunner).run(job, { signal: new AbortController().signal });
    await vi.waitFor(() => expect(house.creations()).toHaveLength(1));
    await house.pass(5 * MINUTE);
    const before = await shop.service(id);
    release();
    await late;

    expect(before).toMatchObject({ state: 'active', operations: [{ state: 'succeeded' }] });
    expect(await shop.service(id)).toEqual(before);
    expect(await shop.events('service.activated')).toHaveLength(1);
    expect(house.creations()).toHaveLength(1);
  });

  it('when the provider asks to wait', async () => {
    const id = await shop.bought();
    house.cloud.failNextCreate('retryable');

    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'active', operations: [{ attempt: 2 }] });
    expect(await shop.steps(id)).toContain('asks-to-wait');
    expect(house.cloud.serversOf(id)).toHaveLength(1);
  });

  it('when the provider is switched off for a while', async () => {
    const installations = house.http.app.get(Installations);
    await installations.update(shop.tenant.id, shop.installationId, { enabled: false }, 'system');
    const id = await shop.bought();

    await house.pass(10 * SECOND);
    expect(await shop.service(id)).toMatchObject({ state: 'provisioning', operations: [{ state: 'waiting' }] });
    expect(house.creations()).toEqual([]);
    await installations.update(shop.tenant.id, shop.installationId, { enabled: true }, 'system');
    await house.pass(3 * MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'active' });
  });
});

/** The database refuses to note an answer, as it would when the process or the machine ended just then. */
async function crashWhenAnswered(serviceId: string): Promise<{ over(): Promise<void> }> {
  const admin = new pg.Client({ connectionString: house.database.url });
  await admin.connect();
  await admin.query(
    `create function app.go_dark() returns trigger language plpgsql as $$ begin raise exception 'the machine went dark'; end $$`,
  );
  await admin.query(`create trigger go_dark before update on app.service_operations for each row
    when (old.state = 'started' and old.service_id = '${serviceId}') execute function app.go_dark()`);
  return {
    async over() {
      await admin.query('drop function app.go_dark() cascade');
      await admin.end();
    },
  };
}
