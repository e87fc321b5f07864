import { createHmac } from 'node:crypto';
import type { WebhookRequest } from '@hostwright/sdk';
import { fakeContext, TestClock } from '@hostwright/sdk/testing';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import plugin from '../src/index.js';

const SECRET = 'whsec_0123456789abcdefghijklmn';
const PAYMENT = '0197a000-0000-7000-8000-000000000001';
const clock = new TestClock();
const context = fakeContext({ secrets: { secretKey: 'sk_test_12345678', webhookSecret: SECRET }, clock });
const now = Math.floor(clock.now().getTime() / 1000);
const gateway = plugin.create(context);

function request(event: unknown, { secret = SECRET, time = now, header = '' } = {}): WebhookRequest {
  const payload = typeof event === 'string' ? event : JSON.stringify(event);
  const signature = createHmac('sha256', secret).update(`${time}.${payload}`).digest('hex');
  return {
    headers: { 'stripe-signature': header || `t=${time},v1=${signature}` },
    query: {},
    body: new TextEncoder().encode(payload),
    remoteAddress: '127.0.0.1',
  };
}

const read = (sent: WebhookRequest) => gateway.parseWebhook!(sent);
const refused = { name: 'PluginFailure', kind: 'final', code: 'bad-signature' };
const tag = { payment_id: PAYMENT, installation: context.installationId };
const anEvent = (type: string, object: object) => ({ id: 'evt_1', object: 'event', type, data: { object } });
const aSession = {
  id: 'cs_1',
  status: 'complete',
  payment_status: 'paid',
  amount_total: 1440,
  currency: 'eur',
  payment_intent: 'pi_9',
};

describe('a signature of Stripe', () => {
  const event = anEvent('checkout.session.completed', { ...aSession, metadata: tag });

  it('is understood as its own library writes it', async () => {
    const payload = JSON.stringify(event);
    const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp: now });

    expect((await read(request(payload, { header }))).events).toMatchObject([{ id: 'evt_1', paymentId: PAYMENT }]);
  });

  it('may be one of several while the secret is being changed', async () => {
    const good = request(event).headers['stripe-signature']!.split(',')[1];

    const header = `t=${now},v1=${'0'.repeat(64)},${good},v0=${'1'.repeat(64)}`;

    expect((await read(request(event, { header }))).events.length).toBe(1);
  });

  it('holds for five minutes, into the past and into the future', async () => {
    expect((await read(request(event, { time: now - 299 }))).events.length).toBe(1);
    await expect(read(request(event, { time: now - 301 }))).rejects.toMatchObject(refused);
    await expect(read(request(event, { time: now + 3600 }))).rejects.toMatchObject(refused);
  });

  it.each(['', 't=1', 'v1=00', 't=,v1=', 't=1,v1=zz', 'x'.repeat(9000)])('is none when it reads "%s"', async header => {
    const sent = { ...request(event), headers: { 'stripe-signature': header } };

    await expect(read(sent)).rejects.toMatchObject(refused);
  });

  it('of somebody else, or of nothing at all, is none', async () => {
    await expect(read(request(event, { secret: 'whsec_of_another_shop' }))).rejects.toMatchObject(refused);
    await expect(read(request(''))).rejects.toMatchObject(refused);
  });
});

describe('an event of Stripe', () => {
  const told = async (type: string, object: object) => (await read(request(anEvent(type, object)))).events;

  it.each([
    ['no payment of ours', {}],
    ['a payment of another installation', { ...tag, installation: 'another' }],
  ])('about %s says nothing', async (_, metadata) => {
    expect(await told('checkout.session.completed', { ...aSession, metadata })).toEqual([]);
    expect(await told('payment_intent.succeeded', { id: 'pi_1', status: 'succeeded', metadata })).toEqual([]);
  });

  it.each([
    ['customer.created', { id: 'cus_1' }],
    ['a.word.of.tomorrow', { id: 'x' }],
    ['constructor', { id: 'x' }],
  ])('that is called %s is taken and says nothing', async (type, object) => {
    expect(await told(type, object)).toEqual([]);
  });

  it('that is thin says nothing', async () => {
    expect((await read(request({ id: 'evt_2', object: 'v2.core.event', type: 'v1.billing.meter' }))).events).toEqual([]);
  });

  it('about a refused debit ends the payment, which the session itself does not say', async () => {
    const late = { ...aSession, payment_status: 'unpaid', metadata: tag };

    expect(await told('checkout.session.completed', late)).toMatchObject([{ payment: { state: 'pending' } }]);
    expect(await told('checkout.session.async_payment_failed', late)).toMatchObject([
      { payment: { state: 'declined', decline: { mayRetry: true } } },
    ]);
  });

  it('about an intent of the page waits for its session, and then bears its name', async () => {
    const intent = {
      id: 'pi_7',
      status: 'succeeded',
      amount_received: 1440,
      currency: 'eur',
      metadata: { ...tag, flow: 'hosted' },
    };

    expect(await told('payment_intent.succeeded', intent)).toEqual([]);
    await told('checkout.session.completed', { ...aSession, id: 'cs_7', payment_intent: 'pi_7', metadata: tag });

    expect(await told('payment_intent.succeeded', intent)).toMatchObject([
      { payment: { reference: 'cs_7', state: 'succeeded' } },
    ]);
    expect(await told('payment_intent.payment_failed', { ...intent, status: 'requires_payment_method' })).toEqual([]);
  });

  it('about a refund or a dispute names the session of a payment on the page', async () => {
    await told('checkout.session.completed', { ...aSession, metadata: tag });
    const refund = { id: 're_1', amount: 5, currency: 'eur', status: 'succeeded', payment_intent: 'pi_9', metadata: {} };
    const dispute = {
      id: 'dp_1',
      amount: 5,
      currency: 'eur',
      status: 'needs_response',
      payment_intent: 'pi_9',
      reason: 'general',
    };

    expect(await told('refund.created', refund)).toMatchObject([{ type: 'refund', paymentReference: 'cs_1' }]);
    expect(await told('charge.dispute.created', dispute)).toMatchObject([
      { type: 'dispute', reference: 'cs_1', state: 'opened' },
    ]);
    expect(await told('charge.dispute.created', { ...dispute, payment_intent: 'pi_8' })).toMatchObject([{ reference: 'pi_8' }]);
  });

  it.each([
    ['created', 'needs_response', 'opened'],
    ['created', 'under_review', 'opened'],
    ['created', 'warning_needs_response', undefined],
    ['created', 'prevented', undefined],
    ['funds_withdrawn', 'needs_response', 'opened'],
    ['funds_reinstated', 'won', 'won'],
    ['closed', 'won', 'won'],
    ['closed', 'lost', 'lost'],
    ['closed', 'warning_closed', undefined],
    ['closed', 'a_word_of_tomorrow', undefined],
  ])('about a dispute that is %s as %s reads as %s', async (what, status, state) => {
    const object = { id: 'dp_1', amount: 5, currency: 'eur', status, payment_intent: 'pi_1', reason: 'general' };

    const events = await told(`charge.dispute.${what}`, object);

    expect(events.map(event => event.type === 'dispute' && event.state)).toEqual(state === undefined ? [] : [state]);
  });
});
