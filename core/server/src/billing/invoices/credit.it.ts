import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CreditPayment } from '@hostwright/sdk/http';
import { moneyHouse, type MoneyHouse, type MoneyShop } from '../../../test/harness/money-shop.js';
import { newId } from '../../platform/database/index.js';

let house: MoneyHouse;
let shop: MoneyShop;

beforeAll(async () => {
  house = await moneyHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.moneyShop();
});

afterEach(async () => {
  expect(await shop.findings()).toEqual([]);
});

describe('a payment of less than is due', () => {
  it('leaves the invoice open for the rest, which pays it', async () => {
    const invoice = await shop.bill();
    await shop.pay(invoice, 1500n);
    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'open', paidMinor: 1500n });

    const rest = await shop.begin(invoice);
    expect((await shop.payment(rest)).amount.amount).toBe('499');
    await shop.hear([shop.told(rest, 499n)]);

    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.shop.events('invoice.paid')).toHaveLength(1);
  });

  it('can be given back while the invoice is open, which is then owed in full again', async () => {
    const invoice = await shop.bill();
    const paymentId = await shop.pay(invoice, 1500n);

    const refund = await shop.refund(paymentId);

    expect(refund).toMatchObject({ state: 'succeeded', creditNoteId: null });
    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'open', paidMinor: 0n });
  });

  it('goes into the invoice again when its refund has failed after all', async () => {
    const invoice = await shop.bill();
    const paymentId = await shop.pay(invoice, 1500n);
    const { id } = await shop.refund(paymentId);
    await shop.pay(invoice, 1000n);

    const refund = { reference: `r-${id}`, state: 'failed', amount: { amount: 1500n, currency: 'EUR' } } as const;
    await shop.hear([{ id: newId(), type: 'refund', refundId: id, refund }]);

    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.credit()).toEqual([{ amount: '501', currency: 'EUR' }]);
  });
});

describe('credit', () => {
  it('is what a payment brought over what was due', async () => {
    const invoice = await shop.bill();
    await shop.pay(invoice, 2500n);

    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.credit()).toEqual([{ amount: '501', currency: 'EUR' }]);
    expect(await shop.holds(`credit:${shop.shop.customer.id}`)).toBe(501n);
  });

  it('pays an invoice as far as it goes, and a payment the rest', async () => {
    await shop.pay(await shop.bill(), 2500n);
    const next = await shop.bill(1200n);

    const answer = (await shop.payWithCredit(next)).json<CreditPayment>();
    await shop.pay(next, 699n);

    expect(answer).toMatchObject({ paid: false, applied: { amount: '501' }, due: { amount: '699' }, balance: { amount: '0' } });
    expect(await shop.shop.invoiceState(next)).toEqual({ state: 'paid', paidMinor: 1200n });
  });

  it('is spent once by fifty invoices at once', async () => {
    await shop.pay(await shop.bill(), 2999n);
    const invoices = await Promise.all(Array.from({ length: 50 }, () => shop.bill(1000n)));

    const answers = await Promise.all(invoices.map(invoice => shop.payWithCredit(invoice)));

    expect(answers.map(answer => answer.status).sort()).toEqual([201, ...Array<number>(49).fill(409)]);
    expect(await shop.credit()).toEqual([]);
    expect(await shop.shop.rows(`select 1 from invoices where state = 'paid'`)).toHaveLength(2);
  });

  it('is spent once by one request that is repeated', async () => {
    await shop.pay(await shop.bill(), 3999n);
    const [invoice, key] = [await shop.bill(1000n), newId()];

    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.payWithCredit(invoice, key)));

    expect(new Set(answers.map(answer => answer.text)).size).toBe(1);
    expect(await shop.credit()).toEqual([{ amount: '1000', currency: 'EUR' }]);
  });

  it('goes back first when its payment is refunded, and what was spent of it does not', async () => {
    const paymentId = await shop.pay(await shop.bill(), 2500n);
    await shop.payWithCredit(await shop.bill(301n));

    const tooMuch = await shop.askRefund(paymentId, { amount: { amount: '2200', currency: 'EUR' } });
    const refund = await shop.refund(paymentId, 250n);

    expect(tooMuch.json()).toMatchObject({ code: 'amount-mismatch' });
    expect(refund).toMatchObject({ amount: { amount: '250' }, fromCredit: { amount: '200' } });
    expect(await shop.credit()).toEqual([]);
  });

  it('that waits to go back cannot be spent meanwhile, and returns when the refund fails', async () => {
    const paymentId = await shop.pay(await shop.bill(), 2500n);
    shop.script.refund = ({ refundId, amount }) => ({ reference: `r-${refundId}`, state: 'pending', amount });
    const { id } = await shop.refund(paymentId, 501n);

    const spent = await shop.payWithCredit(await shop.bill(100n));
    expect([spent.json<{ code: string }>().code, await shop.holds('payouts')]).toEqual(['no-credit', 501n]);
    const refund = { reference: `r-${id}`, state: 'failed', amount: { amount: 501n, currency: 'EUR' } } as const;
    await shop.hear([{ id: newId(), type: 'refund', refundId: id, refund }]);

    expect(await shop.credit()).toEqual([{ amount: '501', currency: 'EUR' }]);
  });

  it('of one customer pays nobody else’s invoice', async () => {
    await shop.pay(await shop.bill(), 2500n);
    const stranger = await house.moneyShop();

    const answer = await shop.payWithCredit(await stranger.bill(100n));

    expect(answer.status).toBe(404);
  });
});
