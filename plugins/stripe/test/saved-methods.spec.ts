import { randomUUID } from 'node:crypto';
import { money, type SavedMethod } from '@hostwright/sdk';
import { aCall } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPayment, aShop } from './shop.js';

let shop: Awaited<ReturnType<typeof aShop>>;
let method: SavedMethod;
const payer = { customerId: randomUUID(), email: 'olena@example.test', name: 'Олена' };

beforeAll(async () => {
  shop = await aShop();
  await shop.install();
});
beforeEach(async () => {
  method = await save();
  await shop.heard();
});
afterAll(async () => {
  expect(shop.stripe.faults).toEqual([]);
  await shop.close();
});

async function save(): Promise<SavedMethod> {
  const { reference, paymentId } = await shop.start({ saveMethod: true, payer });
  shop.stripe.desk.pay(paymentId);
  const { savedMethod } = await shop.gateway.fetch(reference);
  if (!savedMethod) throw new Error('The card should be saved');
  return savedMethod;
}

const renewal = () => ({ ...aPayment({ payer, amount: money(990n, 'USD') }), method });
const charge = (payment: ReturnType<typeof renewal>) => shop.gateway.chargeSaved(payment, aCall(`payment-${payment.paymentId}`));

describe('a saved card', () => {
  it('belongs to one customer at Stripe, however often one is saved', async () => {
    const again = await save();

    expect(again.token.split(':')[0]).toBe(method.token.split(':')[0]);
    expect(again.token).not.toBe(method.token);
    expect(method.label).toBe('Visa •••• 4242');
  });

  it.each([false, true])('is named by the webhooks alone, whatever comes first (reversed: %s)', async reversed => {
    const { paymentId, reference } = await shop.start({ saveMethod: true, payer });
    shop.stripe.webhooks.hold();
    shop.stripe.desk.pay(paymentId);

    await shop.stripe.webhooks.release({ reversed });

    const payments = (await shop.heard()).flatMap(event => (event.type === 'payment' ? [event.payment] : []));
    const saved = payments.flatMap(({ savedMethod }) => savedMethod ?? []);
    expect(payments.every(payment => payment.reference === reference && payment.state === 'succeeded')).toBe(true);
    expect(saved).toEqual([(await shop.gateway.fetch(reference)).savedMethod]);
  });

  it('is found again by a shop that has forgotten its customer, and made anew when it was deleted there', async () => {
    await shop.context.storage.set(`customer/${payer.customerId}`, 'cus_deleted');

    expect((await save()).token.split(':')[0]).toBe(method.token.split(':')[0]);
  });

  it('is charged with the customer away, once for one intent', async () => {
    const payment = renewal();

    const first = await charge(payment);
    const second = await charge(payment);

    expect(first).toMatchObject({ state: 'succeeded', received: payment.amount, fee: money(39n, 'USD') });
    expect(second.reference).toBe(first.reference);
    expect(shop.stripe.desk.charges(payment.paymentId)).toBe(1);
    expect(await shop.heard()).toMatchObject([
      { paymentId: payment.paymentId, payment: { reference: first.reference, state: 'succeeded' } },
    ]);
  });

  it('that needs the customer says so, without a refusal, wherever it is asked', async () => {
    shop.stripe.desk.teach(method.token, 'authenticate');
    const payment = renewal();

    const told = await charge(payment);

    expect(told).toMatchObject({ state: 'requires-action' });
    expect(told.decline).toBeUndefined();
    expect(told.received).toBeUndefined();
    expect((await shop.gateway.fetch(told.reference)).state).toBe('requires-action');
    expect(await shop.heard()).toMatchObject([{ payment: { reference: told.reference, state: 'requires-action' } }]);
  });

  it('that needed the customer can be paid on the page with the same payment', async () => {
    shop.stripe.desk.teach(method.token, 'authenticate');
    const payment = renewal();
    await charge(payment);

    const step = await shop.gateway.start(payment, aCall(`payment-${payment.paymentId}`));

    expect(step.next).toBe('redirect');
  });

  it.each([
    ['insufficient_funds', true],
    ['do_not_honor', true],
    ['stolen_card', false],
    ['expired_card', false],
  ])('refused as %s may be tried again: %s', async (code, mayRetry) => {
    shop.stripe.desk.teach(method.token, `decline:${code}`);

    const told = await charge(renewal());

    expect(told).toMatchObject({ state: 'declined', decline: { code: code.replaceAll('_', '-'), mayRetry } });
    expect(told.decline?.publicMessage).not.toMatch(/stolen|lost|fraud/i);
  });

  it('whose answer was lost is found, and not charged twice', async () => {
    const payment = renewal();
    shop.stripe.troubles.loseNextAnswer();

    await expect(charge(payment)).rejects.toMatchObject({ kind: 'unknown' });

    expect(await shop.gateway.find(payment.paymentId)).toMatchObject({ state: 'succeeded', received: payment.amount });
    expect((await charge(payment)).state).toBe('succeeded');
    expect(shop.stripe.desk.charges(payment.paymentId)).toBe(1);
  });

  it('is charged no more once it is forgotten', async () => {
    await shop.gateway.forgetMethod(method, aCall('forget-1'));
    await shop.gateway.forgetMethod(method, aCall('forget-2'));

    await expect(charge(renewal())).rejects.toMatchObject({ kind: 'final' });
  });

  it('of another gateway is refused before anybody is asked', async () => {
    const payment = { ...renewal(), method: { token: 'card-token-of-another', label: 'Card' } };

    await expect(charge(payment)).rejects.toMatchObject({ kind: 'final', code: 'bad-token' });
  });
});
