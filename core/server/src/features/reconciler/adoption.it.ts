import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ResolveFinding } from '@hostwright/sdk/http';
import type { ServiceHouse } from '../../../test/harness/service-shop.js';
import { HOUR, walkingHouse, WalkingShop } from '../../../test/harness/walking-house.js';

let house: ServiceHouse;
let one: WalkingShop;
let externalId: string;
let findingId: string;

beforeAll(async () => {
  house = await walkingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  for (const { id } of house.cloud.servers) house.cloud.lose(id);
  one = await WalkingShop.open(house);
  externalId = house.cloud.plant({ hostname: 'old.example.com', plan: 'c2-r4-d40' }).id;
  await one.walk();
  findingId = (await one.findings())[0]!.id;
});

const daysAhead = (days: number): string => new Date(house.http.clock.now().getTime() + days * 24 * HOUR).toISOString();

const wanted = (changes: object = {}): ResolveFinding => ({
  action: 'adopt',
  customerId: one.shop.customerId,
  planId: one.shop.planId,
  selection: { cpu: 2, ram: 4, disk: 40, image: 'debian-13', location: 'fra' },
  period: { unit: 'month', count: 1 },
  currency: 'EUR',
  renewsAt: daysAhead(10),
  hostname: 'old.example.com',
  ...changes,
});

const services = () =>
  one.shop.rows<{ id: string }>('select id from services where tenant_id = $1 and order_id is null order by created_at');

describe('a server that was there before', () => {
  it('becomes the running service of a customer, without an order or an invoice', async () => {
    const answer = await one.resolve(findingId, wanted({ recurring: '1234', renewsAt: '2099-03-31T10:00:00.000Z' }));

    expect(answer.json()).toMatchObject({ state: 'resolved', resolution: { action: 'adopt', by: 'Olga' } });
    const [{ id }] = (await services()) as [{ id: string }];
    expect(await one.shop.service(id)).toMatchObject({
      state: 'active',
      serverState: 'running',
      hostname: 'old.example.com',
      renewal: { amount: '1234', currency: 'EUR' },
      renewsAt: '2099-03-31T10:00:00.000Z',
      orderId: null,
      invoiceId: null,
      operations: [{ kind: 'create', state: 'succeeded', steps: [{ code: 'adopted' }] }],
    });
    expect((await one.shop.service(id)).addresses.length).toBeGreaterThan(0);
    expect(await one.shop.rows('select id from invoices where tenant_id = $1')).toEqual([]);
  });

  it('is known by the next walk, and can be switched and ended like any other', async () => {
    await one.resolve(findingId, wanted());
    const [{ id }] = (await services()) as [{ id: string }];
    await house.pass(HOUR);

    expect(await one.walk()).toMatchObject({ servers: 1, services: 1, findings: 0 });
    await one.asOwner(`POST /api/admin/services/${id}/actions`, { action: 'stop' });
    await house.pass(60_000);
    expect((await one.shop.service(id)).serverState).toBe('stopped');
    await one.asOwner(`POST /api/admin/services/${id}/actions`, { action: 'terminate', confirmation: 'old.example.com' });
    await house.pass(60_000);
    expect((await one.shop.service(id)).state).toBe('terminated');
    expect(house.cloud.servers.map(server => server.id)).not.toContain(externalId);
  });

  it('costs what the catalogue says where nothing else was agreed', async () => {
    await one.resolve(findingId, wanted());

    const [{ id }] = (await services()) as [{ id: string }];
    expect((await one.shop.service(id)).renewal).toEqual({ amount: '500', currency: 'EUR' });
  });

  it.each([
    ['a customer of nobody', { customerId: '01970000-0000-7000-8000-00000000dead' }, 404],
    ['a plan of nobody', { planId: '01970000-0000-7000-8000-00000000dead' }, 404],
    ['choices that the plan does not have', { selection: { cpu: 99 } }, 422],
    ['a currency that is not sold', { currency: 'JPY' }, 422],
    ['a period that has passed', { renewsAt: '2020-01-01T00:00:00Z' }, 400],
    ['no next period', { renewsAt: null }, 400],
    ['a price below nothing', { recurring: '-1' }, 400],
  ])('is refused with %s', async (_, changes, status) => {
    expect((await one.resolve(findingId, wanted(changes))).status).toBe(status);
    expect(await services()).toEqual([]);
    expect(await one.finding(findingId)).toMatchObject({ state: 'open' });
  });

  it('belongs to one service, though two members of the staff adopt it at once', async () => {
    const answers = await Promise.all([one.resolve(findingId, wanted()), one.resolve(findingId, wanted())]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await services()).toHaveLength(1);
  });
});
