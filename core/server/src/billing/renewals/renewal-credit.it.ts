import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { money } from '@hostwright/sdk';
import { RenewingShop, renewingHouse, type RenewingHouse } from '../../../test/harness/renewing-shop.js';
import { expectHealthy, together } from '../../../test/stories/story.js';
import { newId } from '../../platform/database/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { Invoices } from '../invoices/index.js';
import { PaymentRecording } from '../payments/index.js';

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

afterEach(async () => {
  await expectHealthy(one.shop);
  await one.close();
});

/** Credit as it comes to be: somebody sent more than a bill asked for. */
async function overpay(surplus: bigint, currency = 'EUR'): Promise<void> {
  const { tenant, bank, server } = one.shop;
  const id = newId();
  const buyer = { name: 'Ada', street: 'Pikk 1', city: 'Tallinn', postalCode: '10123', country: 'EE' };
  const line = { description: 'A letter', detail: '', quantity: 1, amount: money(1n, currency), taxCode: null };
  const wanted = { id, tenant, customerId: one.customer.id, orderId: null, locale: 'en', currency, buyer, lines: [line] };
  await server.db.run(tenant.id, () => server.app.get(Invoices).issue(wanted));
  const arrival = { invoiceId: id, installationId: bank, received: money(surplus + 1n, currency), reference: id };
  await server.app.get(PaymentRecording).record(tenant.id, { ...arrival, actor: 'staff:test', address: '127.0.0.1' });
}

const balances = () =>
  one.shop.rows<{ balanceMinor: bigint; currency: string }>(
    'select balance_minor, currency from customer_credits where tenant_id = $1',
    [one.shop.tenant.id],
  );
const charged = () =>
  one.shop.rows<{ amountMinor: bigint; state: string }>(
    'select amount_minor, state from payments where tenant_id = $1 and off_session order by created_at, id',
    [one.shop.tenant.id],
  );
const renewalOf = async () => (await one.shop.rows<{ state: string; tries: number }>('select state, tries from renewals'))[0];

describe('a renewal of a customer who has credit and a saved method', () => {
  beforeEach(() => one.saveCard());

  it('spends the credit on its day and not before, and charges the rest', async () => {
    await overpay(300n);
    await one.untilBefore(1);
    expect(await balances()).toEqual([{ balanceMinor: 300n, currency: 'EUR' }]);

    await one.days(2);

    const [renewal] = await one.renewals();
    expect(await charged()).toEqual([{ amountMinor: renewal!.totalMinor - 300n, state: 'succeeded' }]);
    expect(await balances()).toEqual([{ balanceMinor: 0n, currency: 'EUR' }]);
    expect(renewal).toMatchObject({ state: 'paid' });
  });

  it('that the credit covers is paid without a charge, and moves the service on', async () => {
    const renewsAt = await one.renewsAt();
    await overpay(1_000_000n);
    await one.untilBefore(-1);

    const [renewal] = await one.renewals();
    expect(house.wallet.calls('chargeSaved')).toEqual([]);
    expect([renewal!.state, await charged()]).toEqual(['paid', []]);
    expect(await balances()).toEqual([{ balanceMinor: 1_000_000n - renewal!.totalMinor, currency: 'EUR' }]);
    expect(await renewalOf()).toEqual({ state: 'paid', tries: 0 });
    expect((await one.renewsAt()) > renewsAt).toBe(true);
  });

  it('spends what has come since when the rest was declined, and what was spent stays spent', async () => {
    house.wallet.script({ charges: ['declined', 'succeeded'] });
    await overpay(300n);
    await one.untilBefore(-1);
    await overpay(200n);
    await one.days(1);

    const [renewal] = await one.renewals();
    const total = renewal!.totalMinor;
    expect(await charged()).toEqual([
      { amountMinor: total - 300n, state: 'declined' },
      { amountMinor: total - 500n, state: 'succeeded' },
    ]);
    expect(renewal).toMatchObject({ state: 'paid' });
    expect(await balances()).toEqual([{ balanceMinor: 0n, currency: 'EUR' }]);
  });

  it('spends it once, however many workers have its job', async () => {
    await overpay(300n);
    await one.untilBefore(1);
    const [{ invoiceId, totalMinor } = { invoiceId: '', totalMinor: 0n }] = await one.renewals();
    const data = { tenantId: one.shop.tenant.id, invoiceId, turn: 0 };
    const call = { id: '1', attempt: 1, signal: new AbortController().signal };

    await together(20, () => house.server.app.get(Jobs).perform('renewals/charge', data, call));
    await one.shop.runJobs();

    expect(await charged()).toEqual([{ amountMinor: totalMinor - 300n, state: 'succeeded' }]);
    expect(await balances()).toEqual([{ balanceMinor: 0n, currency: 'EUR' }]);
  });

  it('leaves credit in another currency alone', async () => {
    await overpay(1_000_000n, 'USD');
    await one.untilBefore(-1);

    const [renewal] = await one.renewals();
    expect(await charged()).toEqual([{ amountMinor: renewal!.totalMinor, state: 'succeeded' }]);
    expect(await balances()).toEqual([{ balanceMinor: 1_000_000n, currency: 'USD' }]);
  });
});

describe('a renewal of a customer without a saved method', () => {
  it('leaves the credit to the customer, who says what it is for', async () => {
    await overpay(1_000_000n);
    await one.untilBefore(-1);

    expect(await one.renewals()).toMatchObject([{ state: 'open' }]);
    expect(await renewalOf()).toMatchObject({ state: 'manual' });
    expect(await balances()).toEqual([{ balanceMinor: 1_000_000n, currency: 'EUR' }]);
  });
});
