import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SavedMethods } from '../../../../core/server/src/billing/saved-methods/index.js';
import { Daily } from '../../../../core/server/src/platform/daily/index.js';
import type { ShopCustomer } from '../../../../core/server/test/harness/shop.js';
import type { Till } from '../harness/till.js';
import { VendorHouse } from '../harness/vendor-house.js';
import { VENDOR_IDS } from '../vendors/index.js';

let house: VendorHouse;

beforeAll(async () => {
  house = await VendorHouse.open();
});

afterAll(() => house.close());

/** A story that broke off must not keep the words of the next one. */
afterEach(() => void house.door.keep());

interface Charge {
  readonly id: string;
  readonly state: string;
  readonly invoiceId: string;
  readonly amountMinor: bigint;
}

describe.each(VENDOR_IDS)('a renewal through %s', id => {
  let till: Till;
  let customer: ShopCustomer;

  beforeAll(async () => {
    till = await house.till(id);
  });

  /** A server by the month, paid once by its customer, who agreed that the next ones are charged. */
  beforeEach(async () => {
    customer = await till.shop.customer();
    const order = await till.shop.order(customer);
    const bill = { id: order.invoiceId, customer };
    await till.pay(bill, { saveMethod: true });
    await till.passTime('2 minutes');
    expect(await till.invoice(bill)).toMatchObject({ state: 'paid' });
    await till.passTime('20 days');
  });

  /** Nothing of it goes on while the next story is told. */
  afterEach(async () => {
    await till.shop.rows(`update services set renews_at = null returning id`);
    await till.shop.rows(`update renewals set state = 'manual' returning invoice_id`);
  });

  const charges = (): Promise<Charge[]> =>
    till.shop.rows(
      'select id, state, invoice_id, amount_minor from payments where customer_id = $1 and off_session order by created_at',
      [customer.id],
    );

  /** Until the renewal has been charged, and an hour more. */
  async function untilCharged(): Promise<Charge> {
    for (let day = 0; day < 13 && (await charges()).length === 0; day += 1) {
      await till.passTime('1 day');
      await house.server.app.get(Daily).look();
      await till.work();
    }
    const [charge] = await charges();
    if (!charge) throw new Error('Nothing was charged');
    return charge;
  }

  const asBill = ({ invoiceId, amountMinor }: Charge) => ({
    id: invoiceId,
    customer,
    total: { amount: amountMinor, currency: 'EUR' },
  });

  it('charges the saved method while the customer is away', async () => {
    const charge = await untilCharged();
    await till.passTime('1 hour');

    expect(await charges()).toMatchObject([{ state: 'succeeded' }]);
    await till.expectPaidOnce(asBill(charge));
  });

  it.each(['lost', 'failed'] as const)('is charged once when its answer is %s after the money was taken', async how => {
    house.door.hold();
    till.vendor.troubleNext(how);
    const charge = await untilCharged();
    expect(till.vendor.taken(charge.id)).toBe(1);
    await till.passTime('1 day');
    house.door.keep();

    expect(await charges()).toMatchObject([{ id: charge.id, state: 'succeeded' }]);
    const [asked] = await till.shop.rows<{ checks: number }>('select checks from payments where id = $1', [charge.id]);
    expect(asked!.checks, 'the outcome was not known at once').toBeGreaterThan(0);
    await till.expectPaidOnce(asBill(charge));
  });

  it('that needs the customer is paid by the customer, once', async () => {
    const [kept] = await till.shop.rows<{ id: string }>('select id from saved_methods where customer_id = $1', [customer.id]);
    const { server, shop } = till;
    const method = await server.db.run(shop.tenant.id, () => server.app.get(SavedMethods).open(kept!.id));
    till.vendor.askForCustomer(method!.given.token);
    const charge = await untilCharged();
    const bill = asBill(charge);
    expect(await charges()).toMatchObject([{ state: 'requires-action' }]);
    await till.expectUnpaid(bill, 'overdue');
    const letters = await shop.rows(`select template from deliveries where customer_id = $1 and template = 'payment-action'`, [
      customer.id,
    ]);
    expect(letters).toHaveLength(1);

    await till.pay(bill);
    await till.passTime('2 days');
    await till.expectPaidOnce(bill);
  });
});
