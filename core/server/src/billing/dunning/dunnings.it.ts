import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RenewingShop, renewingHouse, type RenewingHouse } from '../../../test/harness/renewing-shop.js';
import { expectStatus } from '../../../test/harness/shop.js';
import { expectHealthy, together } from '../../../test/stories/story.js';
import { TenantDb } from '../../platform/database/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { ServiceControl } from '../services/index.js';

let house: RenewingHouse;
let one: RenewingShop;

beforeAll(async () => {
  house = await renewingHouse({ dunning: true });
});

afterAll(() => house.close());

beforeEach(async () => {
  house.server.cloud.behave('well');
  one = await RenewingShop.open(house);
});

afterEach(() => one.close());

const tenantId = (): string => one.shop.tenant.id;
const state = async () => {
  const [row] = await one.shop.rows<{ state: string; suspendedReason: string | null }>(
    'select state, suspended_reason from services where id = $1',
    [one.serviceId],
  );
  return row!;
};
const letters = async (): Promise<string[]> => {
  const rows = await one.shop.rows<{ template: string }>(
    `select template from deliveries where tenant_id = $1
       and template in ('suspension-announced', 'termination-announced', 'service-unpaid', 'service-unsuspended', 'service-terminated')
     order by created_at, id`,
    [tenantId()],
  );
  return rows.map(({ template }) => template);
};
const settings = async (body: object) => {
  const { slug } = one.shop.tenant;
  const signIn = { email: `owner@${slug}.example`, password: 'correct horse battery' };
  const { accessToken: token } = (await one.shop.call('POST /api/admin/sessions', { body: signIn })).json<{
    accessToken: string;
  }>();
  return one.shop.asOwner('PATCH /api/admin/dunning-settings', { token, body });
};
const control = (work: (control: ServiceControl) => Promise<void>): Promise<void> =>
  house.server.app.get(TenantDb).run(tenantId(), () => work(house.server.app.get(ServiceControl)));
const payRenewal = async (): Promise<void> => {
  const [renewal] = await one.renewals();
  await one.shop.pay(await one.signIn(), renewal!);
};
const servers = () => house.server.cloud.serversOf(one.serviceId);

describe('a renewal that nobody pays', () => {
  it('is warned of, stops the server, is warned of again, and ends the service', async () => {
    await one.untilBefore(-1);
    expect(await state()).toMatchObject({ state: 'active' });
    await one.days(2);
    expect(await letters()).toEqual(['suspension-announced']);
    expect(await one.renewals()).toMatchObject([{ state: 'overdue' }]);
    await one.days(2);
    expect(await state()).toEqual({ state: 'suspended', suspendedReason: 'unpaid' });
    expect(servers()).toMatchObject([{ status: 'suspended' }]);
    await one.days(9);
    expect(await letters()).toEqual(['suspension-announced', 'service-unpaid', 'termination-announced']);
    expect(await state()).toMatchObject({ state: 'suspended' });
    await one.days(4);

    expect(await state()).toMatchObject({ state: 'terminated' });
    expect(servers()).toEqual([]);
    expect(await one.renewals()).toMatchObject([{ state: 'void' }]);
    expect((await letters()).at(-1)).toBe('service-terminated');
    expect(new Set(await letters()).size).toBe((await letters()).length);
    await expectHealthy(one.shop);
  });

  it('is paid while the server is off, and the server runs again within minutes', async () => {
    await one.untilBefore(-5);
    expect(await state()).toMatchObject({ state: 'suspended' });

    await payRenewal();
    await one.shop.passTime('5 minutes');
    await one.days(3);

    expect(await state()).toMatchObject({ state: 'active' });
    expect(servers()).toMatchObject([{ status: 'running' }]);
    expect(await letters()).toEqual(['suspension-announced', 'service-unpaid', 'service-unsuspended']);
    await expectHealthy(one.shop);
  });

  it('is paid while the pause is carried out, which ends in a server that runs', async () => {
    await one.untilBefore(-3);
    await one.shop.rows(`update dunnings set suspends_at = $1 where tenant_id = $2 returning invoice_id`, [
      house.server.clock.now(),
      tenantId(),
    ]);
    const [renewal] = await one.renewals();
    const job = { tenantId: tenantId(), invoiceId: renewal!.invoiceId, serviceId: one.serviceId };
    await perform('dunning/step', job);

    await payRenewal();
    await one.shop.passTime('5 minutes');

    expect(await state()).toMatchObject({ state: 'active' });
    expect(servers()).toMatchObject([{ status: 'running' }]);
    await expectHealthy(one.shop);
  });

  it('does nothing twice, however often and by however many it is looked at', async () => {
    await one.untilBefore(-2);
    const [renewal] = await one.renewals();
    const job = { tenantId: tenantId(), invoiceId: renewal!.invoiceId, serviceId: one.serviceId };
    for (let day = 0; day < 16; day += 1) {
      await together(5, () => perform('dunning/step', job));
      await one.days(1);
    }

    expect(await letters()).toEqual(['suspension-announced', 'service-unpaid', 'termination-announced', 'service-terminated']);
    expect(
      await one.shop.rows(`select id from events where tenant_id = $1 and name = 'service.suspended'`, [tenantId()]),
    ).toHaveLength(1);
    await expectHealthy(one.shop);
  });

  it('ends nothing unannounced when nobody looked for weeks', async () => {
    await one.untilBefore(1);
    house.server.clock.pass(40 * 86_400_000);
    await one.look();
    expect(await state()).toMatchObject({ state: 'active' });
    await one.days(1);
    expect(await state()).toMatchObject({ state: 'active' });
    await one.days(2);
    expect(await state()).toMatchObject({ state: 'suspended' });
    await one.days(1);
    expect(await state()).toMatchObject({ state: 'suspended' });
    await one.days(3);
    expect(await state()).toMatchObject({ state: 'terminated' });
  });

  it('ends nothing whose warning has not gone out two days before', async () => {
    await one.untilBefore(-13);
    await one.shop.rows(
      `update deliveries set state = 'queued' where tenant_id = $1 and template = 'termination-announced' returning id`,
      [tenantId()],
    );
    await one.days(6);
    expect(await state()).toMatchObject({ state: 'suspended' });

    const now = house.server.clock.now();
    await one.shop.rows(
      `update deliveries set state = 'delivered', sent_at = $2 where tenant_id = $1 and template = 'termination-announced' returning id`,
      [tenantId(), now],
    );
    await one.days(1);
    expect(await state()).toMatchObject({ state: 'suspended' });
    await one.days(2);
    expect(await state()).toMatchObject({ state: 'terminated' });
  });

  it('does not end what is disputed', async () => {
    await one.untilBefore(-5);
    await one.shop.rows('update services set disputes = 1 where tenant_id = $1 returning id', [tenantId()]);
    await one.days(7);
    await one.shop.passTime('20 days');
    await one.days(2);

    expect(await state()).toMatchObject({ state: 'suspended' });
  });

  it('leaves alone what staff have let run again, and ends no pause of theirs', async () => {
    await one.untilBefore(-5);
    await control(one => one.unsuspend(serviceId()));
    await one.shop.passTime('15 days');
    await one.days(4);
    expect(await state()).toMatchObject({ state: 'active' });

    await control(one => one.suspend(serviceId(), 'It sends spam'));
    await one.shop.passTime('5 minutes');
    await payRenewal();
    await one.shop.passTime('5 minutes');
    expect(await state()).toEqual({ state: 'suspended', suspendedReason: 'It sends spam' });
  });

  it('does nothing in a shop that has switched it off, and as much as one wants', async () => {
    expectStatus(await settings({ suspendAfterDays: null, terminateAfterDays: null }), 200);
    await one.untilBefore(-1);
    await one.shop.passTime('20 days');
    await one.days(3);
    expect(await state()).toMatchObject({ state: 'active' });

    expectStatus(await settings({ suspendAfterDays: 5, terminateAfterDays: null }), 200);
    await one.days(4);
    await one.shop.passTime('40 days');
    await one.days(3);
    expect(await state()).toMatchObject({ state: 'suspended' });
    expect((await settings({ suspendAfterDays: 5, terminateAfterDays: 6 })).status).toBe(400);
    expect((await settings({ suspendAfterDays: null, terminateAfterDays: 9 })).status).toBe(400);
  });

  it('waits for a provider that is away, and a payment meanwhile leaves the server running', async () => {
    await one.untilBefore(-3);
    house.server.cloud.behave('failing');
    await one.days(1);
    await payRenewal();
    house.server.cloud.behave('well');
    await one.shop.passTime('2 hours');

    expect(await state()).toMatchObject({ state: 'active' });
    await expectHealthy(one.shop);
  });
});

const serviceId = (): string => one.serviceId;
const perform = (queue: string, data: { tenantId: string }): Promise<void> =>
  house.server.app.get(Jobs).perform(queue, data, { id: '1', attempt: 1, signal: new AbortController().signal });
