import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Payer } from '../harness/payer.js';
import type { Bill, Till } from '../harness/till.js';
import { VendorHouse } from '../harness/vendor-house.js';
import { ASKED_AT_START, CAPTURED } from '../vendors/index.js';

let house: VendorHouse;

beforeAll(async () => {
  house = await VendorHouse.open();
});

afterAll(() => house.close());

/** A story that broke off must not keep the words of the next one. */
afterEach(() => void house.door.keep());

describe.each(ASKED_AT_START)('%s', id => {
  let till: Till;
  let bill: Bill;

  beforeAll(async () => {
    till = await house.till(id);
  });

  beforeEach(async () => {
    bill = await till.bill();
  });

  it.each(['lost', 'failed'] as const)(
    'makes a payment and its answer is %s: we are checking, and the customer goes on with the same one',
    async how => {
      till.vendor.troubleNext(how);
      const first = await till.start(bill);
      expect(first.payment).toMatchObject({ state: 'unknown' });
      await till.expectUnpaid(bill);

      await till.passTime('5 minutes');
      expect(await till.look(first.payment.id, bill)).toMatchObject({
        state: expect.stringMatching(/^(pending|requires-action)$/),
      });
      const again = await till.start(bill);
      expect(again.payment.id).toBe(first.payment.id);

      await till.press(await Payer.follow(again), 'pay');
      await till.work();
      await till.expectPaidOnce(bill);
      expect(await till.paymentsOf(bill)).toHaveLength(1);
    },
  );

  it('makes a payment and its answer is lost: the customer who presses again at once goes on with the same one', async () => {
    till.vendor.troubleNext('lost');
    const first = await till.start(bill);
    const again = await till.start(bill);
    expect(again.payment.id).toBe(first.payment.id);

    await till.press(await Payer.follow(again), 'pay');
    await till.work();
    await till.expectPaidOnce(bill);
  });
});

describe.each(CAPTURED)('%s', id => {
  it.each(['lost', 'failed'] as const)('takes the reserved money and its answer is %s: it was taken once', async how => {
    const till = await house.till(id);
    const bill = await till.bill();
    const { payment, page } = await till.begin(bill);
    house.door.hold();
    await till.press(page, 'pay');
    for (const letter of house.door.keep()) await house.door.carry(letter);
    house.door.hold();
    till.vendor.troubleNext(how);
    await till.work();
    house.door.keep();
    expect(till.vendor.taken(payment.id)).toBe(1);

    await till.passTime('10 minutes');
    await till.expectPaidOnce(bill);
  });
});
