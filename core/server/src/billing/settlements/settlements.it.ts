import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Dashboard, SettlementDifference, SettlementRun } from '@hostwright/sdk/http';
import { RenewingShop, renewingHouse, type RenewingHouse } from '../../../test/harness/renewing-shop.js';
import type { WalletSettled } from '../../../test/harness/wallet.js';
import { expectHealthy } from '../../../test/stories/story.js';
import { SavedMethods } from '../saved-methods/index.js';

let house: RenewingHouse;
let one: RenewingShop;
let payment: { id: string; reference: string; amount: string };

beforeAll(async () => {
  house = await renewingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  house.wallet.reset();
  one = await RenewingShop.open(house);
  await one.saveCard();
  payment = await paid();
});

/** An order paid with the saved card. */
async function paid(): Promise<typeof payment> {
  const order = await one.shop.order(one.customer);
  const [method] = await house.server.db.run(one.shop.tenant.id, () =>
    house.server.app.get(SavedMethods).list(one.shop.tenant, one.customer.id, 'en'),
  );
  const body = { installationId: one.till, returnUrl: `${one.shop.tenant.url}/cabinet`, savedMethodId: method!.id };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const route = `POST /api/store/invoices/${order.invoiceId}/payments`;
  const answer = await one.shop.call(route, { token: one.customer.token, headers, body });
  const { id } = answer.json<{ payment: { id: string } }>().payment;
  return { id, reference: `w-${id}`, amount: order.today.amount };
}

const settled = (changes: Partial<WalletSettled> = {}): WalletSettled => ({
  reference: payment.reference,
  paymentId: payment.id,
  received: { amount: payment.amount, currency: 'EUR' },
  ...changes,
});

async function asOwner<Answer>(route: string): Promise<Answer> {
  const email = `owner@${one.shop.tenant.slug}.example`;
  const session = await one.shop.call('POST /api/admin/sessions', { body: { email, password: 'correct horse battery' } });
  return (await one.shop.call(route, { token: session.json<{ accessToken: string }>().accessToken })).json<Answer>();
}

const differences = async (query = ''): Promise<SettlementDifference[]> =>
  (await asOwner<{ items: SettlementDifference[] }>(`GET /api/admin/settlement-differences${query}`)).items;

const runs = async (): Promise<SettlementRun[]> =>
  (await asOwner<{ items: SettlementRun[] }>('GET /api/admin/settlement-runs')).items;

const letters = () =>
  one.shop.rows<{ recipient: string }>(`select recipient from deliveries where template = 'settlement-differences'`);

describe('a night on which both sides agree', () => {
  it('leaves a run and nothing else', async () => {
    house.wallet.script({ settled: [settled()] });

    await one.days(1);

    expect(await runs()).toMatchObject([{ gateway: 'Wallet', state: 'done', compared: 1, differences: 0, problem: null }]);
    expect([await differences(), await letters()]).toEqual([[], []]);
  });

  it('is one run, though two looks begin it', async () => {
    house.wallet.script({ settled: [settled()] });

    await one.days(1);
    await Promise.all([one.look(), one.look()]);

    expect(await runs()).toHaveLength(1);
  });
});

describe('a difference', () => {
  it('is found in every way, shown to staff with both sums, and told to the owner once', async () => {
    const second = await paid();
    const third = await paid();
    house.wallet.script({
      settled: [
        settled({ received: { amount: '1', currency: 'EUR' } }),
        { reference: second.reference, received: { amount: second.amount, currency: 'USD' } },
        { reference: third.reference, received: { amount: third.amount, currency: 'EUR' } },
        { reference: 'w-never-heard-of', received: { amount: '777', currency: 'EUR' } },
        { reference: 'w-never-heard-of', received: { amount: '777', currency: 'EUR' } },
      ],
    });

    await one.days(3);

    const found = await differences();
    expect(
      found.map(({ kind, ours, theirs }) => [kind, ours?.amount ?? null, theirs?.amount ?? null, theirs?.currency]).sort(),
    ).toEqual([
      ['amount', payment.amount, '1', 'EUR'],
      ['currency', second.amount, second.amount, 'USD'],
      ['missing-here', null, '777', 'EUR'],
    ]);
    expect(found.every(({ state, gateway }) => state === 'open' && gateway === 'Wallet')).toBe(true);
    expect(found.find(({ kind }) => kind === 'amount')!.payment).toMatchObject({ id: payment.id });
    expect(await letters()).toEqual([{ recipient: `owner@${one.shop.tenant.slug}.example` }]);
    const { attention } = await asOwner<Dashboard>('GET /api/admin/dashboard');
    expect(attention.filter(({ kind }) => kind === 'settlement-difference')).toHaveLength(3);
    await expectHealthy(one.shop);
  });

  it('is a payment that the provider does not list, once it had time to settle', async () => {
    await one.days(1);
    expect(await differences()).toEqual([]);

    await one.days(4);

    expect(await differences()).toMatchObject([
      { kind: 'missing-there', reference: payment.reference, ours: { amount: payment.amount }, theirs: null },
    ]);
  });

  it('is gone when a later night finds both sides agreeing, and news when it comes back', async () => {
    house.wallet.script({ settled: [settled({ received: { amount: '1', currency: 'EUR' } })] });
    await one.days(1);
    house.wallet.script({ settled: [settled()] });
    await one.days(1);

    expect(await differences('?state=open')).toEqual([]);
    expect(await differences('?state=gone')).toHaveLength(1);

    house.wallet.script({ settled: [settled({ received: { amount: '1', currency: 'EUR' } })] });
    await one.days(1);
    expect(await differences('?state=open')).toHaveLength(1);
    expect(await letters()).toHaveLength(2);
  });

  it('that staff have closed stays closed', async () => {
    house.wallet.script({ settled: [settled({ received: { amount: '1', currency: 'EUR' } })] });
    await one.days(1);
    const [found] = await differences();
    const { accessToken: token } = (
      await one.shop.call('POST /api/admin/sessions', {
        body: { email: `owner@${one.shop.tenant.slug}.example`, password: 'correct horse battery' },
      })
    ).json<{ accessToken: string }>();

    const answer = await one.shop.call(`POST /api/admin/settlement-differences/${found!.id}/closing`, {
      token,
      body: { note: 'Paid out in two parts' },
    });
    await one.days(1);

    expect(answer.json()).toMatchObject({ state: 'closed', note: 'Paid out in two parts' });
    expect(await differences()).toMatchObject([{ state: 'closed' }]);
    expect(await letters()).toHaveLength(1);
  });

  it('is none when the provider only knows more: a payment that waited is looked up and booked', async () => {
    const order = await one.shop.order(await one.signIn());
    house.wallet.script({ charges: ['pending'] });
    const { token } = await one.signIn();
    const [method] = await house.server.db.run(one.shop.tenant.id, () =>
      house.server.app.get(SavedMethods).list(one.shop.tenant, one.customer.id, 'en'),
    );
    const body = { installationId: one.till, returnUrl: `${one.shop.tenant.url}/cabinet`, savedMethodId: method!.id };
    const route = `POST /api/store/invoices/${order.invoiceId}/payments`;
    const started = await one.shop.call(route, { token, headers: { 'idempotency-key': crypto.randomUUID() }, body });
    const { id, state } = started.json<{ payment: { id: string; state: string } }>().payment;
    expect(state).toBe('pending');
    await one.shop.passTime('2 days');
    house.wallet.succeed(id, order.today);
    house.wallet.script({ settled: [settled(), { reference: `w-${id}`, received: order.today }] });

    await one.look();
    await one.days(1);

    expect(await one.shop.rows('select state from payments where id = $1', [id])).toEqual([{ state: 'succeeded' }]);
    expect(await differences()).toEqual([]);
    await expectHealthy(one.shop);
  });
});
