import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RefundSnapshot } from '@hostwright/sdk';
import { euros, failure, moneyHouse, type MoneyHouse, type MoneyShop } from '../../../test/harness/money-shop.js';
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
  invoice = await shop.bill(1999n, [1000n, 999n]);
  paymentId = await shop.pay(invoice);
});

/** Whatever the story was, the books agree with the rows. */
afterEach(async () => {
  expect(await shop.findings()).toEqual([]);
});

const fail = (error: Error) => (): never => {
  throw error;
};

const said = (state: RefundSnapshot['state'], refundId: string, amount = 1999n, reference = `r-${refundId}`) =>
  ({ id: newId(), type: 'refund', refundId, refund: { reference, state, amount: euros(amount) } }) as const;

const desk = (state: RefundSnapshot['state'], amount: bigint, reference = 'desk-1', paymentReference = `p-${paymentId}`) =>
  ({ id: newId(), type: 'refund', paymentReference, refund: { reference, state, amount: euros(amount) } }) as const;

const creditNotes = () =>
  shop.shop.rows<{ number: string; state: string; totalMinor: bigint; lines: { amount: { amount: string } }[] }>(
    'select number, state, total_minor, lines from credit_notes order by sequence',
  );

describe('a refund', () => {
  it('of everything corrects the invoice with a credit note and leaves the gateway with nothing', async () => {
    const refund = await shop.refund(paymentId);

    expect(refund).toMatchObject({
      state: 'succeeded',
      origin: 'gateway',
      amount: { amount: '1999' },
      creditNoteNumber: expect.stringContaining('-CN-') as string,
    });
    expect(shop.callsOf('refund')).toEqual([`refund-${refund.id}`]);
    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'refunded', paidMinor: 1999n });
    expect(await shop.holds(`gateway:${shop.till}`)).toBe(0n);
    expect(await shop.holds('refunds')).toBe(-1999n);
    expect(await shop.shop.events('payment.refunded')).toHaveLength(1);
  });

  it('in two parts ends where one would, to the unit', async () => {
    const first = await shop.refund(paymentId, 667n);
    expect(await shop.shop.invoiceState(invoice)).toMatchObject({ state: 'paid' });
    const second = await shop.refund(paymentId);

    expect([first.amount.amount, second.amount.amount]).toEqual(['667', '1332']);
    const notes = await creditNotes();
    const ofLine = (index: number) => notes.reduce((sum, note) => sum + BigInt(note.lines[index]!.amount.amount), 0n);
    expect(notes.map(note => note.number.slice(-6))).toEqual(['000001', '000002']);
    expect([ofLine(0), ofLine(1)]).toEqual([1000n, 999n]);
    expect(await shop.shop.invoiceState(invoice)).toMatchObject({ state: 'refunded' });
    expect((await shop.askRefund(paymentId)).json()).toMatchObject({ code: 'payment-state' });
  });

  it('is asked for once under one key', async () => {
    const key = newId();

    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.askRefund(paymentId, {}, key)));
    await house.jobs.run();

    expect(new Set(answers.map(answer => answer.json<{ id: string }>().id)).size).toBe(1);
    expect(shop.callsOf('refund')).toHaveLength(1);
  });

  it('that races others never gives back more than was received', async () => {
    const amount = { amount: '700', currency: 'EUR' };

    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.askRefund(paymentId, { amount })));
    await Promise.all([house.jobs.run(), house.jobs.run(), house.jobs.run()]);

    expect(answers.map(answer => answer.status).sort()).toEqual([201, 201, ...Array<number>(18).fill(422)]);
    expect(await shop.payment(paymentId)).toMatchObject({ refunded: { amount: '1400' }, refundable: { amount: '599' } });
    expect(await shop.holds(`gateway:${shop.till}`)).toBe(-599n);
  });

  it.each([
    ['more than was received', { amount: { amount: '2000', currency: 'EUR' } }, 'amount-mismatch'],
    ['nothing', { amount: { amount: '0', currency: 'EUR' } }, 'amount-mismatch'],
    ['another currency', { amount: { amount: '5', currency: 'USD' } }, 'amount-mismatch'],
    ['by hand where the gateway does it', { manualReference: 'transfer 1' }, 'refund-not-possible'],
  ])('is refused for %s', async (_, body, code) => {
    expect((await shop.askRefund(paymentId, body)).json()).toMatchObject({ code });
  });

  it('is told again under the same key when the answer was lost', async () => {
    shop.script.refund = fail(failure('unknown', 'reset'));
    const refund = await shop.refund(paymentId);
    expect(refund.state).toBe('pending');

    shop.script.refund = ({ refundId, amount }) => ({ reference: `r-${refundId}`, state: 'succeeded', amount });
    await house.pass(1);

    expect(shop.callsOf('refund')).toEqual([`refund-${refund.id}`, `refund-${refund.id}`]);
    expect((await shop.readRefund(refund.id)).state).toBe('succeeded');
  });

  it('waits out a gateway that is away', async () => {
    shop.script.refund = fail(failure('retryable', 'http-503'));
    const refund = await shop.refund(paymentId);
    await house.pass(1);
    shop.script.refund = ({ refundId, amount }) => ({ reference: `r-${refundId}`, state: 'succeeded', amount });
    await house.pass(4);

    expect((await shop.readRefund(refund.id)).state).toBe('succeeded');
    expect(shop.callsOf('refund')).toHaveLength(3);
  });

  it('that the gateway refuses has failed, and the money can be given back again', async () => {
    shop.script.refund = fail(failure('final', 'too-old'));
    const refund = await shop.refund(paymentId);

    expect(refund).toMatchObject({ state: 'failed', note: 'too-old', creditNoteId: null });
    expect(await shop.payment(paymentId)).toMatchObject({ refundable: { amount: '1999' }, refunded: { amount: '0' } });
    expect((await shop.shop.asStaff('GET /api/admin/refunds?state=failed')).json<{ items: object[] }>().items).toHaveLength(1);
  });

  it('that was given up and is done all the same counts, as long as the money is there', async () => {
    shop.script.refund = fail(failure('final', 'misread'));
    const [first, second] = [await shop.refund(paymentId), await shop.refund(paymentId)];

    await shop.hear([said('succeeded', first.id)]);
    await shop.hear([said('succeeded', second.id)]);

    expect([(await shop.readRefund(first.id)).state, (await shop.readRefund(second.id)).state]).toEqual(['succeeded', 'failed']);
    const { items } = (await shop.shop.asStaff('GET /api/admin/unmatched-payments')).json<{ items: object[] }>();
    expect(items).toMatchObject([{ kind: 'refund', reference: `r-${second.id}`, problem: 'exceeds-received' }]);
  });

  it('of which the gateway gave back another sum is for staff', async () => {
    shop.script.refund = ({ refundId }) => ({ reference: `r-${refundId}`, state: 'succeeded', amount: euros(1998n) });
    const refund = await shop.refund(paymentId);

    expect(refund).toMatchObject({ state: 'pending', note: expect.stringContaining('gave back 1998') as string });
    expect(await shop.shop.invoiceState(invoice)).toMatchObject({ state: 'paid' });
  });

  it('is asked about until the bank is done', async () => {
    shop.script.refund = ({ refundId, amount }) => ({ reference: `r-${refundId}`, state: 'pending', amount });
    const refund = await shop.refund(paymentId);
    expect([refund.state, await shop.holds(`gateway:${shop.till}`)]).toEqual(['pending', -1999n]);

    shop.script.fetchRefund = reference => ({ reference, state: 'succeeded', amount: euros(1999n) });
    await house.pass(1);

    expect((await shop.readRefund(refund.id)).state).toBe('succeeded');
    expect(shop.callsOf('refund')).toHaveLength(1);
  });

  it('at a gateway without keys is never told twice: its message is waited for, and staff are told', async () => {
    const other = await shop.bill();
    const id = await shop.pay(other, 1999n, shop.keyless);
    shop.script.refund = fail(failure('unknown', 'reset'));
    const refund = await shop.refund(id);
    for (const minutes of [1, 4, 25, 90, 240, 18 * 60]) await house.pass(minutes);
    const note = expect.stringContaining('not said') as string;
    expect(await shop.shop.rows('select state, note from refunds where id = $1', [refund.id])).toEqual([
      { state: 'pending', note },
    ]);

    await shop.hear([desk('succeeded', 1999n, 'their-name', `p-${id}`)], shop.keyless);

    expect(shop.callsOf('refund')).toHaveLength(1);
    const rows = await shop.shop.rows('select state, reference, note from refunds where id = $1', [refund.id]);
    expect(rows).toEqual([{ state: 'succeeded', reference: 'their-name', note: null }]);
  });
});

describe('a refund that fails later', () => {
  it('is taken out of the books again, its credit note is void, and staff see it', async () => {
    const refund = await shop.refund(paymentId);
    await shop.hear([said('failed', refund.id)]);

    expect(await shop.readRefund(refund.id)).toMatchObject({ state: 'failed', note: expect.any(String) as string });
    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await creditNotes()).toMatchObject([{ state: 'void' }]);
    expect([await shop.holds(`gateway:${shop.till}`), await shop.holds('refunds')]).toEqual([-1999n, 0n]);
    expect(await shop.shop.events('payment.refund-failed')).toHaveLength(1);

    const again = await shop.refund(paymentId);
    expect([again.state, (await creditNotes()).map(note => note.number.slice(-6))]).toEqual(['succeeded', ['000001', '000002']]);
  });

  it.each([
    [['succeeded', 'failed']],
    [['failed', 'succeeded']],
    [['pending', 'failed', 'pending', 'succeeded', 'failed']],
  ] as const)('has failed in the order %j, said a hundred times at once', async states => {
    shop.script.refund = fail(failure('unknown', 'reset'));
    const refund = await shop.refund(paymentId);

    for (const state of states) {
      const copies = Array.from({ length: 100 }, () => said(state, refund.id));
      await Promise.all(Array.from({ length: 10 }, (_, part) => shop.deliver(copies.slice(part * 10, part * 10 + 10))));
      await Promise.all([house.jobs.run(), house.jobs.run(), house.jobs.run()]);
    }

    expect((await shop.readRefund(refund.id)).state).toBe('failed');
    expect(await shop.holds(`gateway:${shop.till}`)).toBe(-1999n);
    expect(await shop.payment(paymentId)).toMatchObject({ refundable: { amount: '1999' } });
  });
});

describe('a refund made at the desk of the gateway', () => {
  it('is booked once, however often it is told', async () => {
    await shop.deliver(Array.from({ length: 50 }, () => desk('succeeded', 500n)));
    await Promise.all([house.jobs.run(), house.jobs.run(), house.jobs.run()]);

    expect(await creditNotes()).toMatchObject([{ totalMinor: 500n, state: 'issued' }]);
    expect(await shop.holds(`gateway:${shop.till}`)).toBe(-1499n);
    const { items } = (await shop.shop.asStaff('GET /api/admin/refunds')).json<{ items: object[] }>();
    expect(items).toMatchObject([{ origin: 'desk', state: 'succeeded', reference: 'desk-1' }]);
  });

  it('that comes before the news of the payment waits for it', async () => {
    const late = await shop.bill();
    const lateId = await shop.begin(late);
    await shop.hear([desk('succeeded', 1999n, 'desk-2', `p-${lateId}`)]);
    expect(await shop.shop.rows('select problem from webhook_inbox where problem is not null')).toEqual([
      { problem: 'payment-not-settled' },
    ]);

    await shop.hear([shop.told(lateId, 1999n)]);

    expect(await shop.shop.invoiceState(late)).toMatchObject({ state: 'refunded' });
    expect(await shop.shop.rows('select problem from webhook_inbox where problem is not null')).toEqual([]);
  });

  it('over more than the payment brought stays for staff', async () => {
    await shop.hear([desk('succeeded', 2000n)]);

    const { items } = (await shop.shop.asStaff('GET /api/admin/unmatched-payments')).json<{ items: object[] }>();
    expect(items).toMatchObject([{ kind: 'refund', reference: 'desk-1', problem: 'exceeds-received' }]);
  });
});

describe('a gateway that gives nothing back', () => {
  it('leaves it to staff, who record what they have sent', async () => {
    const other = await shop.bill();
    const recorded = await shop.shop.record(other, '1999', 'statement 7');
    const { id } = recorded.json<{ id: string }>();

    const refused = await shop.askRefund(id);
    const answer = await shop.askRefund(id, { manualReference: 'transfer 9' });
    const twice = await shop.askRefund(id, { manualReference: 'transfer 9' });

    expect(refused.json()).toMatchObject({ code: 'refund-not-possible' });
    expect(answer.json()).toMatchObject({ origin: 'manual', state: 'succeeded', reference: 'transfer 9' });
    expect(twice.status).toBe(409);
    expect(await shop.shop.invoiceState(other)).toMatchObject({ state: 'refunded' });
    expect(shop.callsOf('refund')).toEqual([]);
  });
});

describe('a credit note', () => {
  it('is the customer’s to read, and no other’s', async () => {
    const { creditNoteId } = await shop.refund(paymentId, 500n);
    const stranger = await house.shop();

    const own = await shop.shop.call(`GET /api/store/credit-notes/${creditNoteId}`);
    const listed = await shop.shop.call(`GET /api/store/credit-notes?invoiceId=${invoice.id}`);
    const foreign = await stranger.call(`GET /api/store/credit-notes/${creditNoteId}`);

    expect(own.json()).toMatchObject({
      state: 'issued',
      invoiceNumber: invoice.number,
      total: { amount: '500', currency: 'EUR' },
    });
    expect(listed.json<{ items: object[] }>().items).toHaveLength(1);
    expect(foreign.status).toBe(404);
  });
});
