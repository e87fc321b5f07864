import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bill, Till } from '../harness/till.js';
import { VendorHouse } from '../harness/vendor-house.js';
import { VENDOR_IDS } from '../vendors/index.js';

let house: VendorHouse;

beforeAll(async () => {
  house = await VendorHouse.open();
});

afterAll(() => house.close());

/** A story that broke off must not keep the words of the next one. */
afterEach(() => void house.door.keep());

describe.each(VENDOR_IDS)('a refund through %s', id => {
  let till: Till;
  let bill: Bill;
  let paymentId: string;

  beforeAll(async () => {
    till = await house.till(id);
  });

  beforeEach(async () => {
    bill = await till.bill();
    paymentId = await till.pay(bill);
    await till.expectPaidOnce(bill);
  });

  const creditNotes = (): Promise<{ totalMinor: bigint; state: string }[]> =>
    till.shop.rows('select total_minor, state from credit_notes where invoice_id = $1 order by sequence', [bill.id]);

  it('goes back in two parts, with a credit note for each', async () => {
    const first = await till.refund(paymentId, 500n);
    await till.passTime('2 minutes');
    const second = await till.refund(paymentId);

    expect([first.state, second.state]).toEqual(['succeeded', 'succeeded']);
    expect(await creditNotes()).toEqual([
      { totalMinor: 500n, state: 'issued' },
      { totalMinor: 1499n, state: 'issued' },
    ]);
    expect(await till.invoice(bill)).toMatchObject({ state: 'refunded' });
    expect(till.vendor.givenBack(paymentId)).toBe(1999n);
    await till.expectTaken(bill, 1);
  });

  it('that fails later leaves the money here, and the next one gives it back', async () => {
    till.vendor.refundsWait();
    const { id: refundId, state } = await till.refund(paymentId, 700n);
    expect(state).toBe('pending');
    await till.passTime('2 minutes');

    const { reference } = await till.readRefund(refundId);
    await till.vendor.refuseRefund(paymentId, reference!);
    await till.passTime('2 hours');

    expect(await till.readRefund(refundId)).toMatchObject({ state: 'failed' });
    expect(till.vendor.givenBack(paymentId)).toBe(0n);
    expect((await creditNotes()).filter(note => note.state === 'issued')).toEqual([]);
    await till.expectTaken(bill, 1);

    const again = await till.refund(paymentId);
    expect(again).toMatchObject({ state: 'succeeded', amount: { amount: '1999' } });
    expect(till.vendor.givenBack(paymentId)).toBe(1999n);
    await till.expectTaken(bill, 1);
  });

  it.each(['lost', 'failed'] as const)('whose answer is %s after it was made is made once', async how => {
    house.door.hold();
    till.vendor.troubleNext(how);
    const { id: refundId, state } = await till.refund(paymentId, 700n);
    expect(state).toBe('pending');
    await till.passTime('2 hours');

    expect(await till.readRefund(refundId)).toMatchObject({ state: 'succeeded' });
    await house.door.release();
    await till.work();
    expect(till.vendor.givenBack(paymentId)).toBe(700n);
    expect(await creditNotes()).toEqual([{ totalMinor: 700n, state: 'issued' }]);
    await till.expectTaken(bill, 1);
  });
});
