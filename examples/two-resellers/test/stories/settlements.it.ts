import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Daily } from '../../../../core/server/src/platform/daily/index.js';
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

/** The server looks every minute whether a night's work is due; four looks a day meet each shop's night. */
async function days(till: Till, count: number): Promise<void> {
  for (let look = 0; look < count * 4; look += 1) {
    await till.passTime('6 hours');
    await house.server.app.get(Daily).look();
    await till.work();
  }
}

it.each(VENDOR_IDS)(
  'the nights after, %s and the ledger agree, whatever happened by day',
  async id => {
    const till = await house.newTill(id, 'other');
    const bills = [await till.bill(), await till.bill(), await till.bill(), await till.bill()] as const;
    await till.pay(bills[0]);
    const { page } = await till.begin(bills[1]);
    house.door.hold();
    await till.press(page, 'pay');
    await till.passTime('10 minutes');
    house.door.keep();
    await till.refund(await till.pay(bills[2]), 700n);
    await till.press((await till.begin(bills[3])).page, 'decline');
    await till.work();

    await days(till, 4);

    const runs = await till.shop.rows<{ state: string; compared: number; differences: number }>(
      'select state, compared, differences from settlement_runs order by started_at',
    );
    expect(runs.length).toBeGreaterThanOrEqual(3);
    expect(runs.at(-1)).toEqual({ state: 'done', compared: 3, differences: 0 });
    expect(await till.shop.rows('select kind, reference from settlement_differences')).toEqual([]);
    for (const bill of bills.slice(0, 2)) await till.expectPaidOnce(bill);
    await till.expectUnpaid(bills[3]);
  },
  120_000,
);
