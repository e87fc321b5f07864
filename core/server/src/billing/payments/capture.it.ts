import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failure, moneyHouse, type MoneyHouse, type MoneyShop } from '../../../test/harness/money-shop.js';
import type { TestInvoice } from '../../../test/harness/paying-shop.js';
import { newId } from '../../platform/database/index.js';

let house: MoneyHouse;
let shop: MoneyShop;
let invoice: TestInvoice;
let paymentId: string;

beforeAll(async () => {
  house = await moneyHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.moneyShop();
  invoice = await shop.bill();
  paymentId = await shop.begin(invoice);
});

afterEach(async () => {
  expect(await shop.findings()).toEqual([]);
});

const authorized = () =>
  ({ id: newId(), type: 'payment', paymentId, payment: { reference: `p-${paymentId}`, state: 'authorized' } }) as const;
const fail = (error: Error) => (): never => {
  throw error;
};
const state = async (): Promise<unknown> => (await shop.shop.paymentsOf(invoice))[0]!.state;
const taken = (reference: string) => ({ reference, state: 'succeeded', received: { amount: 1999n, currency: 'EUR' } });

describe('a payment that the gateway has only set aside', () => {
  it('is taken once, however often and however many at once hear of it', async () => {
    await shop.deliver(Array.from({ length: 100 }, authorized));
    await Promise.all([house.jobs.run(), house.jobs.run(), house.jobs.run()]);

    expect(shop.callsOf('capture')).toEqual([`capture-${paymentId}`]);
    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
  });

  it('is taken when the customer’s own look is the first to hear of it', async () => {
    shop.script.fetch = reference => ({ reference, state: 'authorized' });
    await shop.shop.payment(paymentId);
    await house.jobs.run();

    expect(await state()).toBe('succeeded');
    expect(shop.callsOf('capture')).toHaveLength(1);
  });

  it('is asked about before it is told again when the answer was lost after the money was taken', async () => {
    shop.script.capture = fail(failure('unknown', 'reset'));
    shop.script.fetch = taken;
    await shop.hear([authorized()]);

    expect(await state()).toBe('succeeded');
    await house.pass(60);
    expect(shop.callsOf('capture')).toHaveLength(1);
  });

  it('is told again under the same key when the gateway says that it was not taken', async () => {
    shop.script.fetch = reference => ({ reference, state: 'authorized' });
    shop.script.capture = fail(failure('unknown', 'reset'));
    await shop.hear([authorized()]);
    shop.script.capture = taken;
    await house.pass(1);

    expect(await state()).toBe('succeeded');
    expect(shop.callsOf('capture')).toEqual([`capture-${paymentId}`, `capture-${paymentId}`]);
  });

  it('is not told again while nobody can say what became of the first time', async () => {
    shop.script.capture = fail(failure('unknown', 'reset'));
    shop.script.fetch = fail(failure('retryable', 'http-503'));
    await shop.hear([authorized()]);
    for (const minutes of [1, 4, 25, 90]) await house.pass(minutes);

    expect(shop.callsOf('capture')).toHaveLength(1);
  });

  it('that the gateway refuses to take is for staff, and no more calls are made', async () => {
    shop.script.fetch = reference => ({ reference, state: 'authorized' });
    shop.script.capture = fail(failure('final', 'expired'));
    await shop.hear([authorized()]);
    for (const minutes of [1, 4, 25]) await house.pass(minutes);

    expect(shop.callsOf('capture')).toHaveLength(1);
    expect(await shop.shop.paymentsOf(invoice)).toMatchObject([
      { state: 'authorized', note: expect.stringContaining('expired') as string },
    ]);
  });

  it('is let go when another payment was faster', async () => {
    await shop.shop.record(invoice, '1999', 'statement 1');
    await shop.hear([authorized()]);

    expect(shop.callsOf('capture')).toEqual([]);
    expect(shop.callsOf('cancel')).toEqual([`cancel-${paymentId}`]);
    const row = (await shop.shop.paymentsOf(invoice)).find(payment => payment.id === paymentId);
    expect(row).toMatchObject({ state: 'cancelled' });
  });
});

describe('the fee of a gateway', () => {
  const fee = (amount: bigint) => ({ fee: { amount, currency: 'EUR' } });

  it('is booked once, however often it is told', async () => {
    await shop.deliver(Array.from({ length: 50 }, () => shop.told(paymentId, 1999n, fee(30n))));
    await Promise.all([house.jobs.run(), house.jobs.run(), house.jobs.run()]);

    expect(await shop.holds(`fees:${shop.till}`)).toBe(-30n);
    expect(await shop.holds(`gateway:${shop.till}`)).toBe(-1969n);
    expect(await shop.payment(paymentId)).toMatchObject({ fee: { amount: '30', currency: 'EUR' } });
  });

  it('is booked when it becomes known long after the money', async () => {
    await shop.hear([shop.told(paymentId, 1999n)]);
    await shop.hear([shop.told(paymentId, 1999n, fee(58n))]);
    await shop.hear([shop.told(paymentId, 1999n, fee(59n))]);

    expect(await shop.holds(`fees:${shop.till}`)).toBe(-58n);
  });

  it('may be in the currency in which the provider settles', async () => {
    await shop.hear([shop.told(paymentId, 1999n, { fee: { amount: 2100n, currency: 'UAH' } })]);

    expect(await shop.holds(`fees:${shop.till}`)).toBe(0n);
    expect(await shop.payment(paymentId)).toMatchObject({ fee: { amount: '2100', currency: 'UAH' } });
  });
});
