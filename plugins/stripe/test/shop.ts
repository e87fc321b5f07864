import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import {
  money,
  type GatewayEvent,
  type PaymentGateway,
  type PluginContext,
  type StartPayment,
  type WebhookRequest,
} from '@hostwright/sdk';
import { aCall, fakeContext, memoryStorage, TestClock, type FakeContextOptions } from '@hostwright/sdk/testing';
import { FAKE_STRIPE_KEYS, startFakeStripe } from '../src/fake/index.js';
import plugin from '../src/index.js';
import type { StripeConfig } from '../src/stripe-settings.js';
import { checked } from './vendor-check.js';

/** A shop that uses the plugin as the core does, with a Stripe of its own that sends it real webhooks. */
export async function aShop(config: StripeConfig = {}) {
  const clock = new TestClock();
  const stripe = await startFakeStripe({ clock, webhookRetriesMs: [1, 1, 1], ...checked });
  const inbox = await anInbox();
  const storage = memoryStorage(clock);
  const contextWith = (options: FakeContextOptions<StripeConfig> = {}): PluginContext<StripeConfig> => {
    const context = fakeContext<StripeConfig>({
      config: { apiUrl: stripe.url, stripeJs: stripe.scriptUrl, publishableKey: FAKE_STRIPE_KEYS.publishableKey, ...config },
      secrets: { secretKey: FAKE_STRIPE_KEYS.secretKey },
      clock,
      storage,
      ...options,
    });
    return { ...context, urls: { ...context.urls, webhook: () => inbox.url } };
  };
  const context = contextWith();
  const gateway = plugin.create(context) as Required<PaymentGateway>;
  return {
    stripe,
    clock,
    context,
    contextWith,
    gateway,
    inbox,
    install: () => plugin.install!(context),
    start: async (words: Partial<StartPayment> = {}) => started(gateway, aPayment(words)),
    /** What the webhooks since the last call say, in the order in which they came. */
    heard: async (): Promise<readonly GatewayEvent[]> => {
      await stripe.webhooks.settled();
      const answers = [];
      for (const request of inbox.received.splice(0)) answers.push(await gateway.parseWebhook(request));
      return answers.flatMap(({ events }) => events);
    },
    close: async () => {
      await stripe.close();
      await inbox.close();
    },
  };
}

export const aPayment = (words: Partial<StartPayment> = {}): StartPayment => ({
  paymentId: randomUUID(),
  invoiceId: randomUUID(),
  invoiceNumber: 'TUU-2026-000042',
  amount: money(1440n, 'EUR'),
  description: 'Server <one> & two',
  payer: { customerId: randomUUID(), email: 'payer@example.test', name: 'Олена Шевченко' },
  locale: 'uk-UA',
  saveMethod: false,
  returnUrl: 'https://shop.example/return?invoice=1',
  cancelUrl: 'https://shop.example/cancel',
  ...words,
});

export async function started(gateway: PaymentGateway, payment: StartPayment) {
  const step = await gateway.start(payment, aCall(`payment-${payment.paymentId}`));
  return { payment, step, paymentId: payment.paymentId, reference: step.payment.reference };
}

/** The shop's end of the webhooks: a real listener that keeps what came. */
async function anInbox() {
  const received: WebhookRequest[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      received.push({ headers, query: {}, body: Buffer.concat(parts), remoteAddress: '127.0.0.1' });
      response.writeHead(statuses.shift() ?? 200).end();
    })();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/one`,
    received,
    /** How the next webhooks are answered; 200 when nothing is said. */
    statuses,
    /** Waits for the fact, not for a time. */
    has: async (count: number): Promise<void> => {
      while (received.length < count) await wait(5);
    },
    close: () => new Promise(resolve => server.close(resolve)),
  };
}
