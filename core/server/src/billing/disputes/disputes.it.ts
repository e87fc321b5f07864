import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayEvent } from '@hostwright/sdk';
import type { Dispute } from '@hostwright/sdk/http';
import { euros, moneyHouse, type MoneyHouse, type MoneyShop } from '../../../test/harness/money-shop.js';
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

const pay = (): Promise<void> => shop.hear([shop.told(paymentId, 1999n)]);

const said = (state: 'opened' | 'won' | 'lost', changes: object = {}): GatewayEvent => ({
  id: newId(),
  type: 'dispute',
  reference: `p-${paymentId}`,
  disputeReference: 'dp-1',
  state,
  amount: euros(1999n),
  fee: euros(1500n),
  ...changes,
});

const disputes = async (): Promise<readonly Dispute[]> =>
  (await shop.shop.asStaff('GET /api/admin/disputes')).json<{ items: Dispute[] }>().items;

const books = async () => ({
  gateway: await shop.holds(`gateway:${shop.till}`),
  disputes: await shop.holds('disputes'),
  chargebacks: await shop.holds('chargebacks'),
  fees: await shop.holds(`fees:${shop.till}`),
});

describe('a dispute', () => {
  it('takes the money out of the gateway’s account, with the fee, and marks payment and invoice', async () => {
    await pay();
    await shop.hear([said('opened', { reason: 'fraudulent' })]);

    expect(await books()).toEqual({ gateway: 1500n, disputes: -1999n, chargebacks: 0n, fees: -1500n });
    expect(await disputes()).toMatchObject([
      { state: 'opened', reason: 'fraudulent', fee: { amount: '1500' }, invoiceNumber: invoice.number },
    ]);
    expect(await shop.payment(paymentId)).toMatchObject({ disputed: { amount: '1999' }, refundable: { amount: '0' } });
    expect(await shop.shop.rows('select disputed_minor from invoices')).toEqual([{ disputedMinor: 1999n }]);
    expect(await shop.shop.events('dispute.opened')).toHaveLength(1);
  });

  it.each([
    [['opened', 'won'], 'won', { gateway: -499n, disputes: 0n, chargebacks: 0n, fees: -1500n }],
    [['won', 'opened'], 'won', { gateway: -499n, disputes: 0n, chargebacks: 0n, fees: -1500n }],
    [['opened', 'lost'], 'lost', { gateway: 1500n, disputes: 0n, chargebacks: -1999n, fees: -1500n }],
    [['lost', 'opened', 'opened'], 'lost', { gateway: 1500n, disputes: 0n, chargebacks: -1999n, fees: -1500n }],
  ] as const)('ends the same in the order %j, said a hundred times at once', async (states, end, expected) => {
    await pay();
    for (const state of states) {
      await shop.deliver(Array.from({ length: 100 }, () => said(state)));
      await Promise.all([house.jobs.run(), house.jobs.run(), house.jobs.run()]);
    }

    expect(await disputes()).toMatchObject([{ state: end, note: null }]);
    expect(await books()).toEqual(expected);
    expect(await shop.shop.events('dispute.opened')).toHaveLength(1);
    expect(await shop.shop.events(`dispute.${end}`)).toHaveLength(1);
  });

  it('that is told before the payment waits for it', async () => {
    await shop.hear([said('lost')]);
    expect(await disputes()).toEqual([]);

    await pay();

    expect(await disputes()).toMatchObject([{ state: 'lost' }]);
    expect((await books()).chargebacks).toBe(-1999n);
  });

  it('that ends twice in two ways is for staff', async () => {
    await pay();
    await shop.hear([said('won')]);
    await shop.hear([said('lost')]);

    expect(await disputes()).toMatchObject([{ state: 'won', note: expect.stringContaining('also says lost') as string }]);
  });

  it('about more than is left of the payment is shown and stays out of the books', async () => {
    await pay();
    await shop.refund(paymentId, 500n);
    await shop.hear([said('opened', { fee: undefined })]);

    expect(await disputes()).toMatchObject([{ state: 'opened', note: expect.stringContaining('not in the books') as string }]);
    expect((await books()).disputes).toBe(0n);
  });

  it('leaves nothing to refund while it is open, and everything once it is won', async () => {
    await pay();
    await shop.hear([said('opened')]);
    const refused = await shop.askRefund(paymentId);
    await shop.hear([said('won')]);

    expect(refused.json()).toMatchObject({ code: 'payment-state' });
    expect((await shop.refund(paymentId)).state).toBe('succeeded');
  });

  it('may be the second of its payment', async () => {
    await pay();
    await shop.hear([said('opened', { amount: euros(900n), fee: undefined })]);
    await shop.hear([said('opened', { amount: euros(800n), disputeReference: 'dp-2', fee: undefined })]);

    expect((await books()).disputes).toBe(-1700n);
  });
});
