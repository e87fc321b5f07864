import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangePreview, Service, ServiceChange, ServiceOptions } from '@hostwright/sdk/http';
import { Catalog } from '../catalog/index.js';
import { RenewingShop, renewingHouse, type RenewingHouse } from '../../../test/harness/renewing-shop.js';
import { expectStatus, type ServerAnswer } from '../../../test/harness/shop.js';
import { CHOICE } from '../../../test/harness/shop-goods.js';
import { expectHealthy, together } from '../../../test/stories/story.js';

let house: RenewingHouse;
let one: RenewingShop;
let token: string;

beforeAll(async () => {
  house = await renewingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  house.server.cloud.behave('well');
  one = await RenewingShop.open(house);
  token = (await one.signIn()).token;
});

afterEach(() => one.close());

const BIGGER = { ...CHOICE, ram: 8 };
const SMALLER = { ...CHOICE, ram: 2 };

const path = (rest = ''): string => `/api/store/services/${one.serviceId}${rest}`;
const call = (method: string, rest: string, body?: object, key: string = randomUUID()): Promise<ServerAnswer> =>
  one.shop.call(`${method} ${path(rest)}`, { token, ...(body && { body }), headers: { 'idempotency-key': key } });
const preview = async (body: object): Promise<ChangePreview> =>
  expectStatus(await call('POST', '/changes/preview', body), 200).json<ChangePreview>();
const order = (changeToken: string | null, key?: string): Promise<ServerAnswer> =>
  call('POST', '/changes', { token: changeToken }, key);
const ordered = async (body: object): Promise<ServiceChange> =>
  expectStatus(await order((await preview(body)).token), 201).json<ServiceChange>();
const service = async (): Promise<Service> => (await call('GET', '')).json<Service>();
const latest = async (): Promise<ServiceChange> => (await call('GET', '/changes')).json<{ items: ServiceChange[] }>().items[0]!;
const options = async (): Promise<ServiceOptions> => (await call('GET', '/options')).json<ServiceOptions>();
const pay = (change: ServiceChange) => one.shop.pay({ ...one.customer, token }, { invoiceId: change.invoice!.id });
const serverPlan = (): string | undefined => house.server.cloud.serversOf(one.serviceId)[0]?.plan;
const invoiceState = async (id: string) =>
  (await one.shop.rows<{ state: string }>('select state from invoices where id = $1', [id]))[0]!.state;
const credit = async () => (await one.shop.call('GET /api/store/credit', { token })).json<{ balances: object[] }>().balances;
const events = (name: string) =>
  one.shop.rows('select data from events where tenant_id = $1 and name = $2', [one.shop.tenant.id, name]);

async function afterDays(count: number): Promise<void> {
  await one.shop.passTime(`${count} days`);
  token = (await one.signIn()).token;
}

/** What the rest of the paid time is of its whole, in minor units of a price. */
async function restOf(minor: bigint, at: string): Promise<bigint> {
  const [anchor, end] = [await one.anchorAt(), await one.renewsAt()];
  const [left, whole] = [end.getTime() - Date.parse(at), end.getTime() - anchor.getTime()].map(BigInt) as [bigint, bigint];
  return (2n * minor * left + whole) / (2n * whole);
}

describe('a change to more', () => {
  it('shows its price first, is billed for the rest of the paid time, and is carried out when that is paid', async () => {
    await afterDays(10);
    const shown = await preview({ selection: BIGGER });
    const change = expectStatus(await order(shown.token), 201).json<ServiceChange>();

    expect(shown.renewal).toEqual({ now: { amount: '4099', currency: 'EUR' }, then: { amount: '4699', currency: 'EUR' } });
    expect(shown.due.total.amount).toBe((await restOf(600n, shown.due.from)).toString());
    expect(shown.due.lines).toMatchObject([{ code: 'ram', charge: 'difference', amount: shown.due.total }]);
    expect(shown.due.until).toBe((await one.renewsAt()).toISOString());
    expect(change).toMatchObject({ state: 'waiting', due: shown.due.total, invoice: { state: 'open', due: shown.due.total } });
    expect(serverPlan()).toBe('c2-r4-d40');

    await pay(change);
    await one.shop.passTime('2 minutes');

    expect(serverPlan()).toBe('c2-r8-d40');
    expect(await latest()).toMatchObject({ id: change.id, state: 'done' });
    expect(await service()).toMatchObject({ selection: BIGGER, renewal: { amount: '4699' } });
    await expectHealthy(one.shop);
  });

  it('counts from the next renewal on, line by line', async () => {
    await pay(await ordered({ selection: BIGGER }));
    await one.shop.passTime('2 minutes');
    await one.untilBefore(6);

    const [renewal] = await one.renewals();
    const [invoice] = await one.shop.rows<{ lines: { description: string; amount: { amount: string } }[] }>(
      'select lines from invoices where id = $1',
      [renewal!.invoiceId],
    );
    expect(renewal!.totalMinor).toBe(4699n);
    expect(invoice!.lines.map(({ description, amount }) => [description, amount.amount])).toEqual([
      ['Cloud server · Small', '499'],
      ['cpu', '150'],
      ['ram', '1050'],
      ['disk', '3000'],
    ]);
  });

  it('is possible where the place is sold out for others, who are refused', async () => {
    const { tenant } = one.shop;
    await one.shop.rows(
      `update products set settings = jsonb_set(settings, '{locations,0,soldOut}', 'true') where tenant_id = $1 returning id`,
      [tenant.id],
    );
    await one.shop.rows(
      `update plans set options = replace(options::text, '"value": "fra"', '"value": "fra", "available": false')::jsonb
       where tenant_id = $1 returning id`,
      [tenant.id],
    );
    house.server.app.get(Catalog).forget(tenant.id);

    const { product } = await options();
    const place = product.plans[0]!.options.find(({ id }) => id === 'location');
    expect(place).toMatchObject({ values: [{ value: 'fra', available: true }] });
    await pay(await ordered({ selection: BIGGER }));
    await one.shop.passTime('2 minutes');
    expect(serverPlan()).toBe('c2-r8-d40');
    const choice = {
      productId: product.id,
      planId: product.plans[0]!.id,
      selection: BIGGER,
      period: { unit: 'month', count: 1 },
    };
    const refused = await one.shop.call('POST /api/store/quotes', { body: { ...choice, currency: 'EUR' } });
    expect(refused.json()).toMatchObject({
      code: 'selection-invalid',
      errors: [{ field: 'selection.location', code: 'sold-out' }],
    });
  });

  it('to another plan is the difference of the plans too', async () => {
    const { product } = await options();
    const shown = await preview({ planId: one.shop.goods.large, selection: CHOICE });

    expect(product.plans.map(({ code }) => code)).toEqual(['small', 'large']);
    expect(shown.due.lines.map(({ code }) => code)).toEqual(['base']);
    expect(shown.due.total.amount).toBe((await restOf(1500n, shown.due.from)).toString());
    await pay(expectStatus(await order(shown.token), 201).json<ServiceChange>());
    await one.shop.passTime('2 minutes');
    expect(await service()).toMatchObject({ planName: 'Large', renewal: { amount: '5599' } });
    await expectHealthy(one.shop);
  });

  it('while the next period is billed already pays for that period too', async () => {
    await one.untilBefore(5);
    token = (await one.signIn()).token;
    const [billed] = await one.renewals();
    const shown = await preview({ selection: BIGGER });

    expect(shown.due.until).toBe(billed!.endsAt!.toISOString());
    expect(BigInt(shown.due.total.amount)).toBe(600n + (await restOf(600n, shown.due.from)));
  });

  it('keeps the next bill waiting until it is clear what it will cost', async () => {
    await one.untilBefore(8);
    await afterDays(2);
    await ordered({ selection: BIGGER });
    await one.look();
    const meanwhile = await one.renewals();
    await one.shop.passTime('25 hours');

    expect(meanwhile).toEqual([]);
    expect(await one.renewals()).toMatchObject([{ totalMinor: 4099n }]);
    await expectHealthy(one.shop);
  });

  it('is one, however often it is ordered', async () => {
    const { token: promised } = await preview({ selection: BIGGER });
    const key = randomUUID();
    const answers = await together(10, () => order(promised, key));
    const other = await order(promised);

    expect(new Set(answers.map(answer => answer.json<ServiceChange>().id)).size).toBe(1);
    expect([other.status, other.json<{ code: string }>().code]).toEqual([409, 'change-open']);
    expect(await one.shop.rows('select id from service_changes where tenant_id = $1', [one.shop.tenant.id])).toHaveLength(1);
    expect((await options()).hindrance).toBe('change-open');
  });

  it('is asked about again when its price has changed in between', async () => {
    const { token: promised } = await preview({ selection: BIGGER });
    await one.shop.rows(
      `update plans set version = version + 1, options = replace(options::text, '"EUR": "150"', '"EUR": "160"')::jsonb where tenant_id = $1 returning id`,
      [one.shop.tenant.id],
    );

    const answer = await order(promised);

    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([409, 'price-changed']);
    expect(await one.shop.rows('select id from service_changes where tenant_id = $1', [one.shop.tenant.id])).toEqual([]);
  });

  it('is not taken with the promise of another service, an old one or a forged one', async () => {
    const { token: promised } = await preview({ selection: BIGGER });
    const forged = await order(`${promised!.slice(0, -3)}abc`);
    await one.shop.passTime('31 minutes');
    token = (await one.signIn()).token;
    const old = await order(promised);

    expect([forged, old].map(answer => answer.json<{ code: string }>().code)).toEqual(['quote-invalid', 'quote-expired']);
  });
});

describe('a change to less', () => {
  it('costs nothing, begins at once, gives no money back and counts from the next renewal', async () => {
    const shown = await preview({ selection: SMALLER });
    const change = expectStatus(await order(shown.token), 201).json<ServiceChange>();
    await one.shop.passTime('2 minutes');

    expect(shown.due).toMatchObject({ lines: [], total: { amount: '0' } });
    expect(shown.renewsFrom).toBe((await one.renewsAt()).toISOString());
    expect(change).toMatchObject({ state: 'under-way', invoice: null });
    expect(serverPlan()).toBe('c2-r2-d40');
    expect(await service()).toMatchObject({ renewal: { amount: '3799' } });
    expect(await credit()).toEqual([]);
    await expectHealthy(one.shop);
  });

  it('and back again within the paid time costs nothing either', async () => {
    await ordered({ selection: SMALLER });
    await one.shop.passTime('2 minutes');

    expect((await preview({ selection: CHOICE })).due.total.amount).toBe('0');
    const more = await preview({ selection: BIGGER });
    expect(more.due.total.amount).toBe((await restOf(600n, more.due.from)).toString());
  });

  it('that the product cannot do is told by field, without a promise', async () => {
    const shown = await preview({ selection: { ...CHOICE, disk: 20 } });

    expect(shown.problems).toMatchObject([{ field: 'disk', code: 'disk-shrinks' }]);
    expect(shown.token).toBeNull();
  });

  it('that changes nothing is none', async () => {
    expect((await preview({ selection: CHOICE })).problems).toMatchObject([{ code: 'nothing-changes' }]);
  });
});

describe('a change that nobody pays', () => {
  it('expires after a day, and its invoice is void', async () => {
    const change = await ordered({ selection: BIGGER });
    await afterDays(2);

    expect(await latest()).toMatchObject({ state: 'expired', invoice: { state: 'void' } });
    expect(await events('service.change-expired')).toHaveLength(1);
    const told = `select customer_id from deliveries where tenant_id = $1 and template = 'change-expired'`;
    expect(await one.shop.rows(told, [one.shop.tenant.id])).toEqual([{ customerId: one.customer.id }]);
    expect(serverPlan()).toBe('c2-r4-d40');
    expect((await options()).hindrance).toBeNull();
    expect(await invoiceState(change.invoice!.id)).toBe('void');
    await expectHealthy(one.shop);
  });

  it('is taken back by its customer, and money that comes after all is credit', async () => {
    const change = await ordered({ selection: BIGGER });
    const { payment } = await one.shop.startPayment({ ...one.customer, token }, change.invoice!.id);
    const cancelled = expectStatus(await call('POST', `/changes/${change.id}/cancellation`), 200).json<ServiceChange>();
    const { server, cards } = one.shop;
    await server.pay.settle(payment.id, 'succeeded', { silently: true });
    const { body, headers } = server.pay.signedWebhook(payment.id);
    await server.request('POST', `/hooks/${cards}`, { host: 'provider.example', body, headers });
    await one.shop.passTime('2 minutes');

    expect(cancelled).toMatchObject({ state: 'cancelled', invoice: { state: 'void' } });
    expect(await credit()).toEqual([change.due]);
    expect(serverPlan()).toBe('c2-r4-d40');
    await expectHealthy(one.shop);
  });
});

describe('a change that was paid', () => {
  it('and is refused by the provider leaves everything as it was, and the money as credit', async () => {
    const change = await ordered({ selection: BIGGER });
    house.server.cloud.failNextChange('final');
    const paymentId = await pay(change);
    await one.shop.passTime('5 minutes');

    expect(await latest()).toMatchObject({ state: 'refused', invoice: { state: 'refunded' } });
    expect(await service()).toMatchObject({ state: 'active', selection: CHOICE, renewal: { amount: '4099' } });
    expect(await credit()).toEqual([change.due]);
    const letters = await one.shop.rows<{ template: string }>(
      `select template from deliveries where tenant_id = $1 and template like 'change-%' order by template`,
      [one.shop.tenant.id],
    );
    expect(letters.map(({ template }) => template)).toEqual(['change-billed', 'change-needs-staff', 'change-refused']);
    await expectHealthy(one.shop);

    const refund = await one.shop.asOwner(`POST /api/admin/payments/${paymentId}/refunds`, {
      token: await owner(),
      headers: { 'idempotency-key': randomUUID() },
      body: { reason: 'The same money twice' },
    });
    expect(refund.json()).toMatchObject({ code: 'payment-state' });

    const again = await ordered({ selection: BIGGER });
    const paid = await one.shop.call(`POST /api/store/invoices/${again.invoice!.id}/credit-payments`, {
      token,
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(paid.json()).toMatchObject({ paid: true });
    await one.shop.passTime('2 minutes');
    expect(serverPlan()).toBe('c2-r8-d40');
    await expectHealthy(one.shop);
  });

  it('for a service that has ended meanwhile becomes credit', async () => {
    const change = await ordered({ selection: BIGGER });
    await one.shop.asOwner(`POST /api/admin/services/${one.serviceId}/actions`, {
      token: await owner(),
      body: { action: 'terminate', confirmation: (await service()).hostname },
    });
    await pay(change);
    await one.shop.passTime('5 minutes');

    expect(await service()).toMatchObject({ state: 'terminated' });
    expect(await credit()).toEqual([change.due]);
    await expectHealthy(one.shop);
  });
});

const owner = async (): Promise<string> => {
  const body = { email: `owner@${one.shop.tenant.slug}.example`, password: 'correct horse battery' };
  return (await one.shop.call('POST /api/admin/sessions', { body })).json<{ accessToken: string }>().accessToken;
};

describe('staff', () => {
  it('change a service for nothing, and see it', async () => {
    const staff = { token: await owner() };
    const at = `/api/admin/services/${one.serviceId}`;
    const shown = await one.shop.asOwner(`POST ${at}/changes/preview`, { ...staff, body: { selection: BIGGER } });
    const body = { token: shown.json<ChangePreview>().token, charge: 'nothing' };
    const headers = { 'idempotency-key': randomUUID() };
    expectStatus(await one.shop.asOwner(`POST ${at}/changes`, { ...staff, headers, body }), 201);
    await one.shop.passTime('2 minutes');

    expect((await one.shop.asOwner(`GET ${at}/changes`, staff)).json()).toMatchObject({
      items: [{ state: 'done', due: { amount: '0' }, invoice: null, orderedBy: 'staff' }],
    });
    expect(serverPlan()).toBe('c2-r8-d40');
    expect((await preview({ selection: CHOICE })).due.total.amount).toBe('0');
  });
});
