import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UnmatchedPayment } from '@hostwright/sdk/http';
import { euros, moneyHouse, type MoneyHouse, type MoneyShop } from '../../../test/harness/money-shop.js';
import type { TestInvoice } from '../../../test/harness/paying-shop.js';
import { newId } from '../../platform/database/index.js';

let house: MoneyHouse;
let shop: MoneyShop;
let invoice: TestInvoice;

beforeAll(async () => {
  house = await moneyHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.moneyShop();
  invoice = await shop.bill();
});

afterEach(async () => {
  expect(await shop.findings()).toEqual([]);
});

const stray = (reference: string, amount = 1999n, currency = 'EUR') =>
  ({ id: newId(), type: 'payment', payment: { reference, state: 'succeeded', received: { amount, currency } } }) as const;

const strays = async (query = ''): Promise<readonly UnmatchedPayment[]> =>
  (await shop.shop.asStaff(`GET /api/admin/unmatched-payments${query}`)).json<{ items: UnmatchedPayment[] }>().items;

const match = (id: string, invoiceId: string) =>
  shop.shop.asStaff(`POST /api/admin/unmatched-payments/${id}/match`, { body: { invoiceId } });

const dismiss = (id: string, note: string) =>
  shop.shop.asStaff(`POST /api/admin/unmatched-payments/${id}/dismissal`, { body: { note } });

describe('money under a reference that nobody knows', () => {
  it('is listed for staff, who say which invoice it is for, once', async () => {
    await shop.hear([stray('x-1', 2500n)]);
    const [found] = await strays();
    expect(found).toMatchObject({ kind: 'payment', reference: 'x-1', amount: { amount: '2500' }, problem: 'unknown-reference' });

    const answers = await Promise.all(Array.from({ length: 10 }, () => match(found!.id, invoice.id)));

    expect(new Set(answers.map(answer => answer.text)).size).toBe(1);
    expect(answers[0]!.json()).toMatchObject({ state: 'matched', invoiceId: invoice.id });
    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.credit()).toEqual([{ amount: '501', currency: 'EUR' }]);
    expect([await strays(), (await strays('?state=matched')).length]).toEqual([[], 1]);
  });

  it('cannot be matched to a second invoice, or to one in another currency', async () => {
    await shop.hear([stray('x-1'), stray('x-2', 1999n, 'USD')]);
    const [first, second] = [...(await strays())].sort((a, b) => a.reference.localeCompare(b.reference));
    await match(first!.id, invoice.id);

    expect((await match(first!.id, (await shop.bill()).id)).json()).toMatchObject({ code: 'payment-state' });
    expect((await match(second!.id, (await shop.bill()).id)).json()).toMatchObject({ code: 'amount-mismatch' });
  });

  it('can be put aside with a note, and is then out of the way', async () => {
    await shop.hear([stray('x-1')]);
    const [found] = await strays();

    const answer = await dismiss(found!.id, 'Sent back at the desk');
    const late = await match(found!.id, invoice.id);

    expect(answer.json()).toMatchObject({ state: 'dismissed', note: 'Sent back at the desk' });
    expect(late.json()).toMatchObject({ code: 'payment-state' });
    expect(await strays()).toEqual([]);
  });

  it('brings with it what was told of it before: its refund and its dispute', async () => {
    const refund = { reference: 'r-x', state: 'succeeded', amount: euros(500n) } as const;
    const dispute = { reference: 'x-1', disputeReference: 'dp-x', state: 'lost', amount: euros(1000n) } as const;
    await shop.hear([
      { id: newId(), type: 'refund', paymentReference: 'x-1', refund },
      { id: newId(), type: 'dispute', ...dispute },
      stray('x-1'),
    ]);
    const money = (await strays()).find(({ kind }) => kind === 'payment');

    await match(money!.id, invoice.id);
    await house.jobs.run();

    expect([await shop.holds('refunds'), await shop.holds('chargebacks')]).toEqual([-500n, -1000n]);
    expect(await strays()).toEqual([]);
  });

  it('that did not come is nothing for staff', async () => {
    await shop.hear([{ id: newId(), type: 'payment', payment: { reference: 'x-1', state: 'declined' } }]);

    expect(await strays()).toEqual([]);
  });
});

describe('money that comes twice for one payment', () => {
  it('under two names is booked once and listed once, and becomes credit when staff say so', async () => {
    const paymentId = await shop.pay(invoice);
    const second = shop.told(paymentId, 1999n, { reference: 'p-second' });
    await shop.hear([second, { ...second, id: newId() }]);
    const found = await strays();
    expect(found.map(({ problem }) => problem)).toEqual(['second-transaction', 'second-transaction']);

    await match(found[0]!.id, invoice.id);
    const again = await match(found[1]!.id, invoice.id);

    expect(again.json()).toMatchObject({ code: 'payment-state' });
    expect(await shop.credit()).toEqual([{ amount: '1999', currency: 'EUR' }]);
  });
});

describe('money in another currency', () => {
  it('settles nothing and is in no book', async () => {
    const paymentId = await shop.begin(invoice);
    await shop.hear([shop.told(paymentId, 0n, { received: { amount: 1999n, currency: 'JPY' }, fee: euros(30n) })]);

    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'open', paidMinor: 0n });
    expect(await shop.shop.gatewayPostings()).toEqual([]);
    expect(await shop.payment(paymentId)).toMatchObject({
      refundable: { amount: '0' },
      note: expect.stringContaining('JPY') as string,
    });
  });
});
