import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { euros, failure, moneyHouse, type MoneyHouse, type MoneyShop } from '../../../test/harness/money-shop.js';
import type { TestInvoice } from '../../../test/harness/paying-shop.js';

let house: MoneyHouse;
let shop: MoneyShop;
let invoice: TestInvoice;
let asked: string[];

/** What the gateway answers each time it is asked where a payment stands. */
const answers = (...fees: (bigint | undefined)[]): void => {
  shop.script.fetch = reference => {
    const fee = fees[asked.push(reference) - 1];
    return { reference, state: 'succeeded', received: euros(1999n), ...(fee !== undefined && { fee: euros(fee) }) };
  };
};

beforeAll(async () => {
  house = await moneyHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.moneyShop();
  invoice = await shop.bill();
  asked = [];
  answers();
});

afterEach(async () => {
  expect(await shop.findings()).toEqual([]);
});

const fees = () => shop.holds(`fees:${shop.till}`);

describe('the fee of a payment that a message told of without it', () => {
  it('is asked for some minutes later, and booked', async () => {
    answers(58n);
    const paymentId = await shop.pay(invoice);
    await house.pass(9);
    expect(asked).toEqual([]);
    await house.pass(2);

    expect(asked).toEqual([`p-${paymentId}`]);
    expect(await fees()).toBe(-58n);
    expect(await shop.holds(`gateway:${shop.till}`)).toBe(-1941n);
    const rows = await shop.shop.rows('select fee_minor, fee_currency, note from payments');
    expect(rows).toEqual([{ feeMinor: 58n, feeCurrency: 'EUR', note: null }]);
    await house.pass(2000);
    expect(asked).toHaveLength(1);
  });

  it('is asked for once more after a day', async () => {
    answers(undefined, 61n);
    await shop.pay(invoice);
    await house.pass(11);
    await house.pass(1430);
    expect([asked.length, await fees()]).toEqual([1, 0n]);
    await house.pass(20);

    expect([asked.length, await fees()]).toEqual([2, -61n]);
  });

  it('is asked for twice and no more where the gateway never tells', async () => {
    const paymentId = await shop.pay(invoice);
    for (let day = 0; day < 5; day += 1) await house.pass(1450);

    expect(asked).toEqual([`p-${paymentId}`, `p-${paymentId}`]);
    expect(await fees()).toBe(0n);
  });

  it('is asked for again when the gateway was away the first time', async () => {
    answers(undefined, 61n);
    const { fetch } = shop.script;
    await shop.pay(invoice);
    shop.script.fetch = () => {
      throw failure('retryable', 'http-503');
    };
    await house.pass(11);
    shop.script.fetch = fetch;
    asked.push('the first, in vain');
    await house.pass(1450);

    expect(await fees()).toBe(-61n);
  });
});

describe('nobody asks for a fee', () => {
  it('that came with the money', async () => {
    const paymentId = await shop.begin(invoice);
    await shop.hear([shop.told(paymentId, 1999n, { fee: euros(30n) })]);
    for (let day = 0; day < 3; day += 1) await house.pass(1450);

    expect([asked, await fees()]).toEqual([[], -30n]);
  });

  it('that another message brought meanwhile', async () => {
    const paymentId = await shop.pay(invoice);
    await shop.hear([shop.told(paymentId, 1999n, { fee: euros(31n) })]);
    for (let day = 0; day < 3; day += 1) await house.pass(1450);

    expect([asked, await fees()]).toEqual([[], -31n]);
  });

  it('of money that staff recorded', async () => {
    await shop.shop.record(invoice, '1999', 'statement 1', { installationId: shop.till });
    for (let day = 0; day < 3; day += 1) await house.pass(1450);

    expect(asked).toEqual([]);
  });
});
