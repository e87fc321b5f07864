import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceRenewal } from '@hostwright/sdk/http';
import { RenewingShop, renewingHouse, type RenewingHouse } from '../../../test/harness/renewing-shop.js';
import { expectHealthy, together } from '../../../test/stories/story.js';
import { Jobs } from '../../platform/jobs/index.js';

let house: RenewingHouse;
let one: RenewingShop;

beforeAll(async () => {
  house = await renewingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  house.wallet.reset();
  one = await RenewingShop.open(house);
});

afterEach(() => one.close());

const perform = (queue: string, data: object) =>
  house.server.app
    .get(Jobs)
    .perform(queue, { tenantId: one.shop.tenant.id, ...data }, { id: '1', attempt: 1, signal: new AbortController().signal });

const preview = async (): Promise<ServiceRenewal> => {
  const { token } = await one.signIn();
  return (await one.shop.call(`GET /api/store/services/${one.serviceId}/renewal`, { token })).json<ServiceRenewal>();
};

const renewalOf = async () => (await one.shop.rows<{ state: string; tries: number }>('select state, tries from renewals'))[0];

describe('the invoice of the next period', () => {
  it('comes some days before, at the price of the order, and once', async () => {
    const renewsAt = await one.renewsAt();
    await one.untilBefore(9);
    expect(await one.renewals()).toEqual([]);

    await one.days(4);

    const [first, ...others] = await one.renewals();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ number: 1, startsAt: renewsAt, state: 'open', dueAt: renewsAt });
    const [service] = await one.shop.rows<{ recurringMinor: bigint }>('select recurring_minor from services');
    expect(first!.totalMinor).toBe(service!.recurringMinor);
    const [invoice] = await one.shop.rows<{ lines: { detail: string }[]; orderId: string | null }>(
      'select lines, order_id from invoices where id = $1',
      [first!.invoiceId],
    );
    expect(invoice!.orderId).toBeNull();
    expect(invoice!.lines[0]!.detail).toMatch(/^web\.example\.com, .+ – .+/);
    expect(await one.letters()).toEqual(['renewal-issued']);
    await expectHealthy(one.shop);
  });

  it('is one, whoever asks for it at the same moment and however often', async () => {
    await one.untilBefore(5);
    const before = await one.renewals();

    await together(20, () => perform('renewals/daily', { day: '2030-01-01' }));
    await together(20, () => perform('renewals/bill', { serviceId: one.serviceId }));
    await one.shop.runJobs();

    expect(before).toHaveLength(1);
    expect(await one.renewals()).toEqual(before);
  });

  it('is one of twenty workers who come first', async () => {
    await one.untilBefore(9);
    house.server.clock.pass(4 * 86_400_000);

    await together(20, () => perform('renewals/bill', { serviceId: one.serviceId }));

    expect(await one.renewals()).toHaveLength(1);
    expect(await one.shop.rows(`select id from events where name = 'service.renewal-billed'`)).toHaveLength(1);
    await expectHealthy(one.shop);
  });

  it('is followed by no other while it is not paid', async () => {
    await one.untilBefore(-40);

    expect(await one.renewals()).toHaveLength(1);
  });

  it('moves the service on when it is paid by hand, however late', async () => {
    const anchor = await one.anchorAt();
    await one.untilBefore(-12);
    const [first] = await one.renewals();

    await one.shop.pay(await one.signIn(), { invoiceId: first!.invoiceId });
    await one.shop.runJobs();

    const zoned = Temporal.Instant.fromEpochMilliseconds(anchor.getTime()).toZonedDateTimeISO(one.shop.tenant.timeZone);
    expect((await one.renewsAt()).getTime()).toBe(zoned.add({ months: 2 }).epochMilliseconds);
    expect(await one.renewals()).toMatchObject([{ state: 'paid', endsAt: await one.renewsAt() }]);
    await expectHealthy(one.shop);
  });
});

describe('a renewal with a saved method', () => {
  beforeEach(() => one.saveCard());

  it('is announced, charged on its day and not before, and moves the service on', async () => {
    const renewsAt = await one.renewsAt();
    await one.untilBefore(1);
    expect(await preview()).toMatchObject({
      state: 'billed',
      method: { label: 'Visa ···· 4242' },
      chargedAt: renewsAt.toISOString(),
      invoice: { state: 'open' },
    });
    expect([await one.letters(), await one.charges()]).toEqual([['renewal-announced'], []]);

    await one.days(2);

    expect(house.wallet.calls('chargeSaved')).toMatchObject([{ token: 'tok_secret_4242', attempt: 1 }]);
    expect(await one.charges()).toMatchObject([{ state: 'succeeded' }]);
    expect(await one.renewals()).toMatchObject([{ state: 'paid' }]);
    expect((await one.renewsAt()) > renewsAt).toBe(true);
    expect(await renewalOf()).toEqual({ state: 'paid', tries: 1 });
    expect(await preview()).toMatchObject({ state: 'planned', method: { isDefault: true }, invoice: null });
    await expectHealthy(one.shop);
  });

  it('is tried again a day later when it was declined', async () => {
    house.wallet.script({ charges: ['declined', 'succeeded'] });
    await one.untilBefore(-1);
    expect(await one.renewals()).toMatchObject([{ state: 'open' }]);
    expect(await renewalOf()).toEqual({ state: 'waiting', tries: 1 });

    await one.days(1);

    expect(await one.charges()).toMatchObject([{ state: 'declined' }, { state: 'succeeded' }]);
    expect(await one.renewals()).toMatchObject([{ state: 'paid' }]);
    await expectHealthy(one.shop);
  });

  it('is tried on the first, third and fifth day after, each time under another key, and then never again', async () => {
    house.wallet.script({ charges: Array.from({ length: 20 }, () => 'declined' as const) });
    const renewsAt = await one.renewsAt();
    await one.untilBefore(-20);

    const tried = await one.shop.rows<{ createdAt: Date }>(
      'select created_at from payments where off_session order by created_at',
    );
    expect(tried.map(({ createdAt }) => Math.floor((createdAt.getTime() - renewsAt.getTime()) / 86_400_000))).toEqual([
      0, 1, 3, 5,
    ]);
    expect(new Set(house.wallet.calls('chargeSaved').map(({ key }) => key)).size).toBe(4);
    expect(await renewalOf()).toEqual({ state: 'manual', tries: 4 });
    expect(await preview()).toMatchObject({ state: 'billed', method: null, chargedAt: null });
  });

  it('is not tried again when the card is no good', async () => {
    house.wallet.script({ charges: ['hard'] });
    await one.untilBefore(-15);

    expect(await one.charges()).toMatchObject([{ state: 'declined' }]);
    expect(await renewalOf()).toEqual({ state: 'manual', tries: 1 });
    expect(await one.letters()).toEqual(['renewal-announced', 'payment-declined']);
  });

  it('asks the customer when the bank wants to hear it from them', async () => {
    house.wallet.script({ charges: ['action'] });
    await one.untilBefore(-1);
    const [renewal] = await one.renewals();

    expect(await one.letters()).toEqual(['renewal-announced', 'payment-action']);
    await one.days(3);
    expect(house.wallet.calls('chargeSaved')).toHaveLength(1);
    expect(await one.charges()).toMatchObject([{ state: 'cancelled' }]);

    await one.shop.pay(await one.signIn(), { invoiceId: renewal!.invoiceId });
    await one.shop.runJobs();
    expect(await one.renewals()).toMatchObject([{ state: 'paid' }]);
    expect(await renewalOf()).toMatchObject({ state: 'paid' });
    await expectHealthy(one.shop);
  });

  it('whose answer was lost is looked up and charged once', async () => {
    house.wallet.script({ charges: ['lost'] });
    await one.untilBefore(-2);

    expect(await one.charges()).toMatchObject([{ state: 'succeeded' }]);
    expect(new Set(house.wallet.calls('chargeSaved').map(({ key }) => key)).size).toBe(1);
    expect(await one.renewals()).toMatchObject([{ state: 'paid' }]);
    await expectHealthy(one.shop);
  });

  it('is charged once by twenty workers who have its job', async () => {
    await one.untilBefore(1);
    const [renewal] = await one.renewals();

    await together(20, () => perform('renewals/charge', { invoiceId: renewal!.invoiceId, turn: 0 }));
    await one.shop.runJobs();

    expect(await one.charges()).toMatchObject([{ state: 'succeeded' }]);
    expect(new Set(house.wallet.calls('chargeSaved').map(({ key }) => key)).size).toBe(1);
    await expectHealthy(one.shop);
  });

  it('waits while the customer is paying by hand', async () => {
    await one.untilBefore(1);
    const [renewal] = await one.renewals();
    const left = (await one.renewsAt()).getTime() - house.server.clock.now().getTime();
    await one.shop.passTime(`${Math.floor(left / 60_000) - 5} minutes`);
    const customer = await one.signIn();
    await one.shop.startPayment(customer, renewal!.invoiceId);

    await one.shop.passTime('30 minutes');
    expect(await one.charges()).toEqual([]);
    await one.shop.passTime('2 hours');

    expect(await one.charges()).toMatchObject([{ state: 'succeeded' }]);
  });

  it('is left to the customer when the method was removed before its day', async () => {
    await one.untilBefore(2);
    const { token } = await one.signIn();
    const { items } = (await one.shop.call('GET /api/store/saved-methods', { token })).json<{ items: { id: string }[] }>();
    await one.shop.call(`DELETE /api/store/saved-methods/${items[0]!.id}`, { token });

    await one.days(4);

    expect(await one.charges()).toEqual([]);
    expect(await renewalOf()).toEqual({ state: 'manual', tries: 0 });
  });
});

describe('what is known of a renewal beforehand', () => {
  it('is its day, its sum and the method, and whose business it is', async () => {
    await one.saveCard();
    const stranger = await one.shop.customer();
    const renewsAt = await one.renewsAt();

    expect(await preview()).toMatchObject({
      state: 'planned',
      renewsAt: renewsAt.toISOString(),
      billedAt: new Date(renewsAt.getTime() - 7 * 86_400_000).toISOString(),
      amount: { currency: 'EUR' },
      method: { label: 'Visa ···· 4242' },
      chargedAt: renewsAt.toISOString(),
      invoice: null,
    });
    const path = `GET /api/store/services/${one.serviceId}/renewal`;
    expect((await one.shop.call(path, { token: stranger.token })).status).toBe(404);
  });
});
