import type { AdminDelivery } from '@hostwright/sdk/http';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { DueJobs } from '../../../test/harness/due-jobs.js';
import { testHttp, type TestHttp } from '../../../test/harness/http.js';
import { postOffice, type PostOffice } from '../../../test/harness/post-office.js';
import { Events } from '../../platform/events/index.js';
import { Customers, OneTimeTokens, StaffMembers } from '../../platform/identity/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { LiveModule } from '../../platform/live/index.js';
import { Installations, PluginsModule } from '../../platform/plugins/index.js';
import { SecretsModule } from '../../platform/secrets/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { ThemesModule } from '../../platform/themes/index.js';
import { SEND_QUEUE, type SendJob } from './delivery-rows.js';
import { NotificationsModule } from './index.js';
import { Sending } from './sending.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PASSWORD = 'correct horse battery';

let database: TestDatabase;
let http: TestHttp;
let jobs: DueJobs;
let office: PostOffice;
let shop: Tenant;
let customerId: string;

beforeAll(async () => {
  office = await postOffice();
  database = await testDatabase();
  const modules = [SecretsModule, LiveModule, PluginsModule, ThemesModule, NotificationsModule];
  http = await testHttp(database, modules, { ALLOWED_PRIVATE_HOSTS: `${office.host}:${office.port}` });
  jobs = new DueJobs(database, http.app.get(Jobs), http.clock);
});

afterAll(async () => {
  await jobs.close();
  await http.close();
  await office.close();
  await database.drop();
});

beforeEach(async () => {
  office.letters.length = 0;
  office.troubles.length = 0;
  shop = await http.tenant();
  const wanted = { email: `ada@${shop.slug}.example`, name: 'Ada', locale: 'uk' as const, password: PASSWORD };
  customerId = (await http.app.get(Customers).create(shop.id, wanted)).id;
});

async function mailIsOn(): Promise<void> {
  const config = { host: office.host, port: office.port, from: 'Shop <billing@shop.example>' };
  await http.app.get(Installations).create(shop.id, { pluginId: 'email', label: 'Mail', enabled: true, config }, 'system');
}

/** Something happens that the customer is to be told. */
const happens = (
  name: 'customer.email-confirmation-requested' | 'customer.password-reset-requested' = 'customer.email-confirmation-requested',
) => http.db.run(shop.id, () => http.app.get(Events).publish(name, { customerId, requestId: '1' }));

async function pass(ms: number): Promise<void> {
  const end = http.clock.now().getTime() + ms;
  for (;;) {
    await jobs.run();
    const next = (await jobs.next())?.getTime() ?? Infinity;
    http.clock.pass(Math.max(0, Math.min(next, end) - http.clock.now().getTime()));
    if (next > end) return;
  }
}

async function deliveries(): Promise<AdminDelivery[]> {
  const members = http.app.get(StaffMembers);
  const email = `olga@${shop.slug}.example`;
  const isNew = !(await http.db.run(shop.id, () => http.db.one('select id from staff where tenant_id = $1', [shop.id])));
  if (isNew) await members.create(shop.id, { email, name: 'Olga', password: PASSWORD, role: 'owner' });
  const session = await http.call(shop, 'POST /api/admin/sessions', { body: { email, password: PASSWORD } });
  const token = session.json<{ accessToken: string }>().accessToken;
  return (await http.call(shop, 'GET /api/admin/deliveries', { token })).json<{ items: AdminDelivery[] }>().items;
}

const tokenIn = (text: string | undefined): string => /token=([\w-]+)/.exec(text ?? '')?.[1] ?? '';

describe('a message', () => {
  it('arrives in the language of its reader, and staff see that it was sent', async () => {
    await mailIsOn();
    await happens();
    await pass(0);

    const [letter] = office.letters;
    expect(office.letters).toHaveLength(1);
    expect(letter!.subject).toMatch(/[а-яіїєґ]/i);
    expect(letter!.text).toContain(`${shop.url}/confirm-email?token=`);
    expect(await deliveries()).toMatchObject([
      { template: 'email-confirmation', channel: 'Mail', to: `ada@${shop.slug}.example`, state: 'accepted', detail: null },
    ]);
  });

  it('carries a token that works and that is kept nowhere else', async () => {
    await mailIsOn();
    await happens();
    await pass(0);

    const token = tokenIn(office.letters[0]!.text);
    const stored = await http.db.run(shop.id, () =>
      http.db.query<{ text: string }>('select to_jsonb(d)::text as text from deliveries d where tenant_id = $1', [shop.id]),
    );
    expect(stored[0]!.text).not.toContain(token);
    const owner = await http.db.run(shop.id, () => http.app.get(OneTimeTokens).consume('confirm-email', token));
    expect(owner).toBe(customerId);
  });

  it('goes out once, however many workers have its job', async () => {
    await mailIsOn();
    await happens();
    const job = await jobs.setAside<SendJob>(SEND_QUEUE, shop.id);
    const send = () => http.app.get(Sending).send(job, { id: '1', attempt: 1, signal: new AbortController().signal });

    await Promise.all(Array.from({ length: 8 }, send));
    await pass(HOUR);
    await send();

    expect(office.letters).toHaveLength(1);
  });

  it('is not lost where the shop has no channel: staff see why', async () => {
    await happens();
    await pass(HOUR);

    expect(await deliveries()).toMatchObject([
      { state: 'failed', channel: '—', detail: 'No channel is switched on for this address' },
    ]);
  });
});

describe('in trouble', () => {
  beforeEach(() => mailIsOn());

  it('it waits for a server that asks to come back later', async () => {
    office.troubles.push('later', 'later');
    await happens();

    await pass(0);
    expect(await deliveries()).toMatchObject([{ state: 'queued', sentAt: null }]);
    await pass(7 * MINUTE);

    expect(await deliveries()).toMatchObject([{ state: 'accepted' }]);
    expect(office.letters).toHaveLength(1);
  });

  it('it takes no for an answer', async () => {
    office.troubles.push('refuse');
    await happens();
    await pass(24 * HOUR);

    expect(await deliveries()).toMatchObject([{ state: 'failed' }]);
    expect(office.letters).toEqual([]);
  });

  it('it is sent once more when nobody knows whether it arrived', async () => {
    office.troubles.push('cut');
    await happens();

    await pass(0);
    expect(await deliveries()).toMatchObject([{ state: 'unknown' }]);
    await pass(HOUR);

    expect(await deliveries()).toMatchObject([{ state: 'accepted' }]);
    expect(office.letters).toHaveLength(2);
  });

  it('it is never sent a third time', async () => {
    office.troubles.push('cut', 'cut', 'cut');
    await happens();
    await pass(48 * HOUR);

    expect(await deliveries()).toMatchObject([{ state: 'unknown' }]);
    expect(office.letters).toHaveLength(2);
  });

  it('it survives the process that sends it', async () => {
    await happens();
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(
      `create function app.go_dark() returns trigger language plpgsql as $$ begin raise exception 'the machine went dark'; end $$`,
    );
    await admin.query(
      `create trigger go_dark before update on app.deliveries for each row when (new.state = 'accepted') execute function app.go_dark()`,
    );

    await expect(pass(0)).rejects.toThrow('the machine went dark');
    await admin.query('drop function app.go_dark() cascade');
    await admin.end();
    await pass(HOUR);

    expect(await deliveries()).toMatchObject([{ state: 'accepted' }]);
    expect(office.letters.length).toBeLessThanOrEqual(2);
  });

  it('it is dropped when it could only come too late', async () => {
    office.troubles.push(...Array.from({ length: 8 }, () => 'later' as const));
    await happens('customer.password-reset-requested');
    await pass(24 * HOUR);

    expect(await deliveries()).toMatchObject([
      { template: 'password-reset', state: 'failed', detail: 'It came too late to be of use' },
    ]);
  });

  it('only the link of the latest letter works', async () => {
    office.troubles.push('cut');
    await happens('customer.password-reset-requested');
    await pass(11 * MINUTE);

    const [first, second] = office.letters.map(letter => tokenIn(letter.text));
    const consume = (token: string) => http.db.run(shop.id, () => http.app.get(OneTimeTokens).consume('reset-password', token));
    expect(await consume(first!)).toBeUndefined();
    expect(await consume(second!)).toBe(customerId);
  });
});
