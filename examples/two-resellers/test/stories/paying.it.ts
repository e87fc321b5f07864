import { money, type Money } from '@hostwright/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Payer } from '../harness/payer.js';
import type { Bill, Till } from '../harness/till.js';
import { VendorHouse } from '../harness/vendor-house.js';
import { VENDOR_IDS, type Vendor } from '../vendors/index.js';

let house: VendorHouse;

beforeAll(async () => {
  house = await VendorHouse.open();
});

afterAll(() => house.close());

/** A story that broke off must not keep the words of the next one. */
afterEach(() => void house.door.keep());

/** Of no, two and three digits, as far as the vendor has them. */
const CURRENCIES: Readonly<Record<Vendor['id'], readonly Money[]>> = {
  stripe: [money(801n, 'JPY'), money(1650n, 'KWD'), money(21_907n, 'UAH')],
  'stripe-reserving': [money(801n, 'JPY'), money(1650n, 'KWD')],
  liqpay: [money(21_907n, 'UAH'), money(549n, 'USD')],
  paypal: [money(801n, 'JPY'), money(549n, 'USD')],
};

describe.each(VENDOR_IDS)('%s', id => {
  let till: Till;
  let bill: Bill;

  beforeAll(async () => {
    till = await house.till(id);
  });

  beforeEach(async () => {
    bill = await till.bill();
  });

  it('is paid on its page, and the customer comes back to a paid invoice', async () => {
    const { payment, page } = await till.begin(bill);
    const { left } = await till.press(page, 'pay');
    await till.work();

    expect(new URL(left!).origin).toBe(till.shop.tenant.url);
    expect(await till.look(payment.id, bill)).toMatchObject({ state: 'succeeded', received: { amount: '1999' } });
    await till.expectPaidOnce(bill);
  });

  it('declines, and another try pays', async () => {
    const { payment, page } = await till.begin(bill);
    await till.press(page, 'decline');
    await till.work();

    expect(await till.look(payment.id, bill)).toMatchObject({ state: till.vendor.afterDecline });
    await till.work();
    await till.expectUnpaid(bill);

    await till.pay(bill);
    await till.expectPaidOnce(bill);
  });

  it('pays after a second step', async () => {
    const { page } = await till.begin(bill);
    const second = await till.press(page, 'authenticate');
    await till.work();
    await till.expectUnpaid(bill);

    await till.press(second.page!, till.vendor.secondStep);
    await till.work();
    await till.expectPaidOnce(bill);
  });

  it('is left in the middle of the second step, and goes on where it was when the customer comes back', async () => {
    const first = await till.begin(bill);
    await till.press(first.page, 'authenticate');
    await till.passTime('5 minutes');
    await till.expectUnpaid(bill);

    const again = await till.start(bill);
    expect(again.payment.id).toBe(first.payment.id);
    const page = await Payer.follow(again);
    const isStillThere = page.html.includes(`data-testid="${till.vendor.secondStep}"`);
    const second = isStillThere ? page : (await till.press(page, 'authenticate')).page!;
    await till.press(second, till.vendor.secondStep);
    await till.work();
    await till.expectPaidOnce(bill);
  });

  it('is paid while the tab is closed: the message alone settles it', async () => {
    const { page } = await till.begin(bill);
    house.door.hold();
    await till.press(page, 'pay');
    await till.work();
    expect(await till.received(bill)).toEqual([]);

    expect(new Set(await house.door.release())).toEqual(new Set([200]));
    await till.work();
    await till.expectPaidOnce(bill);
  });

  it('is paid while every message is lost: the look of the customer alone settles it', async () => {
    const { payment, page } = await till.begin(bill);
    house.door.hold();
    await till.press(page, 'pay');
    await till.look(payment.id, bill);
    await till.work();
    house.door.keep();

    expect(await till.look(payment.id, bill)).toMatchObject({ state: 'succeeded' });
    await till.expectPaidOnce(bill);
  });

  it('is paid while every message is lost and nobody looks: the question alone settles it', async () => {
    const { page } = await till.begin(bill);
    house.door.hold();
    await till.press(page, 'pay');
    await till.passTime('2 minutes');
    house.door.keep();

    await till.expectPaidOnce(bill);
  });

  it('tells before the customer is back: the look finds a paid invoice and changes nothing', async () => {
    const { payment, page } = await till.begin(bill);
    await till.press(page, 'pay');
    await till.work();
    expect(await till.received(bill)).toEqual([1999n]);

    await till.look(payment.id, bill);
    await till.passTime('1 hour');
    await till.expectPaidOnce(bill);
  });

  it('tells after the customer is back: the message finds a paid invoice and changes nothing', async () => {
    const { payment, page } = await till.begin(bill);
    house.door.hold();
    await till.press(page, 'pay');
    await till.look(payment.id, bill);
    await till.work();
    expect(await till.received(bill)).toEqual([1999n]);

    await house.door.release();
    await till.work();
    await till.expectPaidOnce(bill);
  });

  it.each(CURRENCIES[id])('takes an exact sum in $currency', async total => {
    const sum = await till.bill(total);
    await till.pay(sum);
    await till.expectPaidOnce(sum);
  });
});
