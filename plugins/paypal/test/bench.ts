import { randomUUID } from 'node:crypto';
import { money, type StartPayment, type WebhookRequest } from '@hostwright/sdk';
import { fakeContext, TestClock, VendorSchema, type GatewayBench } from '@hostwright/sdk/testing';
import { FAKE_PAYPAL_ACCOUNT, makeSigner, startFakePayPal, type FakePayPal, type SignedWebhook } from '../src/fake/index.js';
import type { PayPalConfig } from '../src/paypal-config.js';
import { PayPalGateway } from '../src/paypal-gateway.js';

/** PayPal's own description of its interface, where the machine has it. */
export const schema = VendorSchema.open('paypal/paypal.merged.openapi.json');

export const checkRequest = (method: string, path: string, body: unknown): readonly string[] =>
  schema?.faults(method, path, body) ?? [];

/** Where nobody listens. */
export const SHOP_URL = 'http://127.0.0.1:1/hooks/paypal';

export interface Desk extends GatewayBench<PayPalConfig> {
  readonly paypal: FakePayPal;
  readonly clock: TestClock;
  close(): Promise<void>;
}

export const asRequest = ({ headers, body }: SignedWebhook): WebhookRequest => ({
  headers,
  query: {},
  body: new TextEncoder().encode(body),
  remoteAddress: '127.0.0.1',
});

/** A stand-in of one's own, and an installation that it knows. */
export async function aDesk(): Promise<Desk> {
  const clock = new TestClock();
  const paypal = await startFakePayPal({ clock, checkRequest, webhookRetriesMs: [] });
  const webhookId = paypal.register(SHOP_URL);
  const { clientId, clientSecret } = FAKE_PAYPAL_ACCOUNT;
  return {
    paypal,
    clock,
    config: { clientId, apiUrl: paypal.url, webhookId, webhookMaxAgeMinutes: 60 },
    secrets: { clientSecret },
    charges: paymentId => paypal.orders.filter(order => order.unit['custom_id'] === paymentId).length,
    settle: paymentId => paypal.settle(paymentId),
    hold: async paymentId => void (await paypal.approve(paymentId)),
    sayUnknownWord: paymentId => paypal.say(paymentId, 'ON_THE_MOON'),
    webhook: paymentId => asRequest(paypal.signedWebhook(paymentId)),
    forgedWebhook: paymentId => asRequest(paypal.signedWebhook(paymentId, { signer: makeSigner(clock.now()) })),
    signatureAgeMs: 3_600_000,
    close: () => paypal.close(),
  };
}

/** The contract's view. The certificate has been met before, as in a shop that is open. */
export async function bench(): Promise<Desk> {
  const desk = await aDesk();
  await new PayPalGateway(fakeContext({ ...desk })).parseWebhook(asRequest(desk.paypal.sign(nothingMuch)));
  return desk;
}

/** An event that says nothing to us. */
export const nothingMuch = { id: 'WH-1', event_type: 'INVOICING.INVOICE.PAID', resource: {} };

export function aPayment(words: Partial<StartPayment> = {}): StartPayment {
  return {
    paymentId: randomUUID(),
    invoiceId: randomUUID(),
    invoiceNumber: 'INV-2026-000123',
    amount: money(1999n, 'EUR'),
    description: 'Acme Hosting · INV-2026-000123',
    payer: { customerId: randomUUID(), email: 'payer@example.test' },
    locale: 'en',
    saveMethod: false,
    returnUrl: 'https://shop.example/return?hw-payment=1',
    cancelUrl: 'https://shop.example/cancel?hw-payment=1',
    ...words,
  };
}
