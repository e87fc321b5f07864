import { randomUUID } from 'node:crypto';
import { money, type PaymentGateway, type Plugin, type StartPayment, type WebhookRequest } from '@hostwright/sdk';
import { fakeContext, memoryStorage, TestClock, type FakeContext, type GatewayBench } from '@hostwright/sdk/testing';
import { FAKE_LIQPAY_SHOP, startFakeLiqPay, type FakeLiqPay, type FakeLiqPayOptions } from '../src/fake/index.js';
import liqpay from '../src/index.js';
import type { LiqPayConfig } from '../src/liqpay-settings.js';
import { vendorCheck } from './vendor-check.js';

/** A fake that looks at every request; unless told how to repeat callbacks it keeps them, because nobody listens. */
export async function aFake(options: FakeLiqPayOptions = {}): Promise<FakeLiqPay> {
  const checkRequest = vendorCheck();
  const fake = await startFakeLiqPay({ ...(checkRequest && { checkRequest }), ...options });
  if (!options.callbackRetriesMs) fake.holdCallbacks();
  return fake;
}

export const configFor = (fake: FakeLiqPay, config: Partial<LiqPayConfig> = {}): LiqPayConfig => ({
  publicKey: FAKE_LIQPAY_SHOP.publicKey,
  apiUrl: fake.url,
  ...config,
});

export const SECRETS = { privateKey: FAKE_LIQPAY_SHOP.privateKey };

/** The contract's view of a fake of its own. */
export async function bench(): Promise<GatewayBench<LiqPayConfig>> {
  const clock = new TestClock();
  const fake = await aFake({ clock });
  return {
    clock,
    config: configFor(fake),
    secrets: SECRETS,
    charges: paymentId => fake.orders.filter(order => order.orderId === paymentId).length,
    settle: paymentId => fake.settle(paymentId, 'success', { silently: true }),
    sayUnknownWord: paymentId => fake.say(paymentId, 'wait_for_godot'),
    webhook: paymentId => asWebhook(fake, paymentId),
    signatureAgeMs: 'unlimited',
    close: async () => {
      await fake.close();
      if (fake.faults.length > 0) throw new Error(`LiqPay's description finds faults: ${fake.faults.join('; ')}`);
    },
  };
}

/** LiqPay hears of a payment when the payer's browser brings the link: here one goes there at once, past the shop. */
export const withBrowser: Plugin<'payment-gateway', LiqPayConfig> = {
  ...liqpay,
  create: context => {
    const gateway = liqpay.create(context);
    const inner = gateway.start.bind(gateway);
    const start: PaymentGateway['start'] = async (payment, call) => {
      const step = await inner(payment, call);
      if (step.next === 'redirect') await fetch(step.url);
      return step;
    };
    return Object.assign(gateway, { start });
  },
};

export function asWebhook(fake: FakeLiqPay, orderId: string): WebhookRequest {
  const body = new TextEncoder().encode(fake.signedCallback(orderId).body);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { headers, query: {}, body, remoteAddress: '127.0.0.1' };
}

export const aPayment = (changes: Partial<StartPayment> = {}): StartPayment => ({
  paymentId: randomUUID(),
  invoiceId: randomUUID(),
  invoiceNumber: 'TUU-2026-000042',
  amount: money(100_050n, 'UAH'),
  description: 'Acme Hosting · TUU-2026-000042',
  payer: { customerId: randomUUID(), email: 'payer@example.test', name: 'Олена Шевченко', country: 'UA' },
  locale: 'uk',
  saveMethod: false,
  returnUrl: 'https://shop.example/return?payment=1',
  cancelUrl: 'https://shop.example/cancel',
  ...changes,
});

export interface Desk {
  readonly context: FakeContext<LiqPayConfig>;
  readonly gateway: PaymentGateway;
}

/** A shop at work with a fake, with a memory of its own. */
export function aShop(fake: FakeLiqPay, clock: TestClock, config: Partial<LiqPayConfig> = {}): Desk {
  const options = { config: configFor(fake, config), secrets: SECRETS, clock, storage: memoryStorage(clock) };
  const context = fakeContext<LiqPayConfig>(options);
  return { context, gateway: liqpay.create(context) };
}
