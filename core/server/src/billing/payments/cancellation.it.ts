import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { euros, failure, moneyHouse, type MoneyHouse, type MoneyShop } from '../../../test/harness/money-shop.js';
import type { TestInvoice } from '../../../test/harness/paying-shop.js';

let house: MoneyHouse;
let shop: MoneyShop;
let invoice: TestInvoice;
let first: string;

beforeAll(async () => {
  house = await moneyHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.moneyShop();
  invoice = await shop.bill();
  first = await shop.begin(invoice);
});

afterEach(async () => {
  expect(await shop.findings()).toEqual([]);
});

const fail = (error: Error) => (): never => {
  throw error;
};
const taken = (reference: string) => ({ reference, state: 'succeeded', received: euros(1999n) });
const stateOf = async (id: string): Promise<string> =>
  (await shop.shop.paymentsOf(invoice)).find(payment => payment.id === id)!.state;
/** Until its gateway can cancel again, nothing of what the shop asks for is done. */
const beginBeside = async (): Promise<string> => {
  shop.script.cancel = fail(failure('retryable', 'http-503'));
  const second = await shop.begin(invoice, shop.keyless);
  await house.jobs.run();
  shop.script.calls.length = 0;
  return second;
};

describe('a way to pay that is still open when the invoice is paid', () => {
  it('is closed at its gateway when another payment brought the money', async () => {
    const second = await beginBeside();
    shop.script.cancel = reference => ({ reference, state: 'cancelled' });
    await shop.hear([shop.told(second, 1999n)], shop.keyless);

    expect(shop.callsOf('cancel')).toEqual([`cancel-${first}`]);
    expect(await stateOf(first)).toBe('cancelled');
    expect(await stateOf(second)).toBe('succeeded');
  });

  it('is closed when the money was recorded by hand', async () => {
    await shop.shop.record(invoice, '1999', 'statement 1');
    await house.jobs.run();

    expect(shop.callsOf('cancel')).toEqual([`cancel-${first}`]);
    expect(await stateOf(first)).toBe('cancelled');
  });

  it('is closed when credit paid for it', async () => {
    await shop.pay(await shop.bill(1n), 2000n);
    await shop.payWithCredit(invoice);
    await house.jobs.run();

    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(shop.callsOf('cancel')).toEqual([`cancel-${first}`]);
    expect(await stateOf(first)).toBe('cancelled');
  });

  it('stays while the invoice is paid only in part', async () => {
    await shop.shop.record(invoice, '1000', 'statement 1');
    await house.jobs.run();

    expect(shop.callsOf('cancel')).toEqual([]);
    expect(await stateOf(first)).toBe('pending');
  });

  it('stays as it is where the gateway cannot cancel', async () => {
    const other = await shop.bill();
    const byBank = await shop.begin(other, shop.shop.bank);
    await shop.pay(await shop.bill(1n), 2000n);
    await shop.payWithCredit(other);
    await house.jobs.run();

    const [row] = await shop.shop.paymentsOf(other);
    expect(row).toMatchObject({ id: byBank, state: 'pending', note: null });
    expect(shop.callsOf('cancel')).toEqual([]);
  });

  it('is closed as soon as it has a name, when the answer to its start comes after the money', async () => {
    const late = await shop.bill();
    shop.script.start = fail(failure('unknown', 'reset'));
    const nameless = await shop.begin(late);
    await shop.shop.record(late, '1999', 'statement 1');
    await house.jobs.run();
    expect(shop.callsOf('cancel')).toEqual([]);
    const payment = { reference: `p-${nameless}`, state: 'pending' } as const;
    await shop.hear([{ id: nameless, type: 'payment', paymentId: nameless, payment }]);

    expect(shop.callsOf('cancel')).toEqual([`cancel-${nameless}`]);
    expect(await shop.shop.paymentsOf(late)).toMatchObject([{ state: 'cancelled' }, { state: 'succeeded' }]);
  });

  it('whose money came through at the same moment becomes credit', async () => {
    const second = await beginBeside();
    await shop.deliver([shop.told(first, 1999n)]);
    await shop.deliver([shop.told(second, 1999n)], shop.keyless);
    await Promise.all([house.jobs.run(), house.jobs.run(), house.jobs.run()]);

    expect(await shop.shop.paymentsOf(invoice)).toMatchObject([{ state: 'succeeded' }, { state: 'succeeded' }]);
    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.credit()).toEqual([{ amount: '1999', currency: 'EUR' }]);
    expect(await shop.shop.events('invoice.paid')).toHaveLength(1);
  });

  it('that the gateway says was paid meanwhile becomes credit', async () => {
    shop.script.cancel = taken;
    await shop.shop.record(invoice, '1999', 'statement 1');
    await house.jobs.run();

    expect(await stateOf(first)).toBe('succeeded');
    expect(await shop.credit()).toEqual([{ amount: '1999', currency: 'EUR' }]);
  });

  it('that cannot be cancelled is asked about, and the money that is found becomes credit', async () => {
    shop.script.cancel = fail(failure('final', 'already-paid'));
    shop.script.fetch = taken;
    await shop.shop.record(invoice, '1999', 'statement 1');
    await house.jobs.run();
    await house.pass(5);

    expect(shop.callsOf('cancel')).toHaveLength(1);
    expect(await stateOf(first)).toBe('succeeded');
    expect(await shop.credit()).toEqual([{ amount: '1999', currency: 'EUR' }]);
  });

  it('is asked about when the answer was lost, and not cancelled again when it is over', async () => {
    shop.script.cancel = fail(failure('unknown', 'reset'));
    shop.script.fetch = reference => ({ reference, state: 'cancelled' });
    await shop.shop.record(invoice, '1999', 'statement 1');
    await house.jobs.run();
    await house.pass(5);

    expect(shop.callsOf('cancel')).toHaveLength(1);
    expect(await stateOf(first)).toBe('cancelled');
  });

  it('is cancelled again under the same key while the gateway is away, and then left', async () => {
    shop.script.cancel = fail(failure('retryable', 'http-503'));
    await shop.shop.record(invoice, '1999', 'statement 1');
    await house.jobs.run();
    for (const minutes of [1, 5, 30, 120, 300]) await house.pass(minutes);

    expect(shop.callsOf('cancel')).toEqual(Array.from({ length: 5 }, () => `cancel-${first}`));
    expect(await stateOf(first)).toBe('pending');
  });
});

describe('a customer who chooses another way to pay', () => {
  it('leaves no open page behind', async () => {
    const second = await shop.begin(invoice, shop.keyless);
    await house.jobs.run();

    expect(shop.callsOf('cancel')).toEqual([`cancel-${first}`]);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['cancelled', 'pending']);
    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'open', paidMinor: 0n });
  });

  it.each(['retryable', 'final', 'unknown'] as const)('is not kept waiting by a cancellation that fails: %s', async kind => {
    shop.script.cancel = fail(failure(kind, 'no'));
    const answer = await shop.shop.startRaw(invoice, shop.keyless);
    await house.jobs.run();

    expect(answer.status).toBe(201);
    expect(await stateOf(first)).toBe('pending');
  });

  it('gets a new page when they come back to the first way, never the one that is being closed', async () => {
    await shop.begin(invoice, shop.keyless);
    const again = await shop.begin(invoice);
    await house.jobs.run();

    expect(again).not.toBe(first);
    expect(new Set(shop.callsOf('cancel')).has(`cancel-${again}`)).toBe(false);
    expect([await stateOf(first), await stateOf(again)]).toEqual(['cancelled', 'pending']);
    expect((await shop.shop.paymentsOf(invoice)).filter(({ state }) => state === 'pending')).toHaveLength(1);
  });

  it('goes on with the first page when its gateway would not close it', async () => {
    shop.script.cancel = fail(failure('final', 'not-now'));
    await shop.begin(invoice, shop.keyless);
    await house.jobs.run();

    expect(await shop.begin(invoice)).toBe(first);
  });

  it('keeps the instructions of a way that cannot be cancelled', async () => {
    const byBank = await shop.begin(invoice, shop.shop.bank);
    await shop.begin(invoice);

    expect(await shop.begin(invoice, shop.shop.bank)).toBe(byBank);
    await house.jobs.run();
    expect(await stateOf(byBank)).toBe('pending');
  });

  it('pays with the first way after all, and the second is closed', async () => {
    shop.script.cancel = taken;
    const second = await shop.begin(invoice, shop.keyless);
    shop.script.cancel = reference => (reference === `p-${first}` ? taken(reference) : { reference, state: 'cancelled' });
    await house.jobs.run();

    expect([await stateOf(first), await stateOf(second)]).toEqual(['succeeded', 'cancelled']);
    expect(await shop.shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.credit()).toEqual([]);
  });

  it('does not lose money that the gateway has set aside for the first way', async () => {
    const payment = { reference: `p-${first}`, state: 'authorized' } as const;
    await shop.deliver([{ id: first, type: 'payment', paymentId: first, payment }]);
    const held = await house.jobs.setAside<{ tenantId: string; paymentId: string; round: number }>(
      'payments/capture',
      shop.shop.tenant.id,
    );
    expect(held.paymentId).toBe(first);
    const second = await shop.begin(invoice, shop.keyless);
    await house.jobs.run();
    expect(await stateOf(first)).toBe('authorized');
    await shop.hear([shop.told(first, 1999n)]);

    expect([await stateOf(first), await stateOf(second)]).toEqual(['succeeded', 'cancelled']);
  });
});
