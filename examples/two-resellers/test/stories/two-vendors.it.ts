import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Bill, Till } from '../harness/till.js';
import { VendorHouse } from '../harness/vendor-house.js';
import type { Vendor } from '../vendors/index.js';

let house: VendorHouse;

beforeAll(async () => {
  house = await VendorHouse.open();
});

afterAll(() => house.close());

/** A story that broke off must not keep the words of the next one. */
afterEach(() => void house.door.keep());

/** Both take the money at once. */
const TAKING: readonly (readonly [Vendor['id'], Vendor['id']])[] = [
  ['stripe', 'liqpay'],
  ['liqpay', 'stripe'],
];

/** The second vendor only reserves, or waits to be told to take the money. */
const RESERVING: readonly (readonly [Vendor['id'], Vendor['id']])[] = [
  ['stripe', 'paypal'],
  ['liqpay', 'stripe-reserving'],
];

async function twoTills([first, second]: readonly [Vendor['id'], Vendor['id']]): Promise<readonly [Till, Till, Bill]> {
  const till = await house.newTill(first, 'own');
  return [till, await house.install(till.shop, second), await till.bill()];
}

const takenBy = async (till: Till, bill: Bill): Promise<number> =>
  (await till.paymentsOf(bill)).reduce((sum, { id }) => sum + till.vendor.taken(id), 0);

it.each(TAKING)('a customer who pays with %s and with %s at once has paid once, and has the rest as credit', async (...pair) => {
  const [first, second, bill] = await twoTills(pair);
  const pages = [(await first.begin(bill)).page, (await second.begin(bill)).page] as const;

  house.door.hold();
  await first.press(pages[0], 'pay');
  await second.press(pages[1], 'pay');
  await house.door.release();
  await first.work();
  await second.passTime('1 hour');

  expect(await first.invoice(bill)).toEqual({ state: 'paid', paidMinor: 1999n });
  expect([await takenBy(first, bill), await takenBy(second, bill)]).toEqual([1, 1]);
  const token = await first.signIn(bill.customer);
  const { balances } = (await first.shop.call('GET /api/store/credit', { token })).json<{ balances: unknown[] }>();
  expect(balances).toEqual([{ amount: '1999', currency: 'EUR' }]);
  await first.expectClean();
  await second.expectClean();
});

it.each(RESERVING)('a customer who has paid with %s is not charged by %s besides', async (...pair) => {
  const [first, second, bill] = await twoTills(pair);
  const pages = [(await first.begin(bill)).page, (await second.begin(bill)).page] as const;

  await first.press(pages[0], 'pay');
  await first.work();
  await second.press(pages[1], 'pay');
  await second.work();
  await second.passTime('1 hour');

  expect(await takenBy(second, bill)).toBe(0);
  expect(await first.received(bill)).toEqual([1999n]);
  expect(await first.invoice(bill)).toEqual({ state: 'paid', paidMinor: 1999n });
  await first.expectClean();
  await second.expectClean();
});
