import { money, type GatewayEvent, type PaymentSnapshot, type PaymentStep, type StartPayment } from '@hostwright/sdk';
import { aCall, fakeContext, type FakeContext } from '@hostwright/sdk/testing';
import { afterEach, beforeEach, expect } from 'vitest';
import type { PayPalConfig } from '../src/paypal-config.js';
import { PayPalGateway } from '../src/paypal-gateway.js';
import { aDesk, aPayment, type Desk } from './bench.js';
import { aShop } from './shop.js';

interface Begun {
  readonly payment: StartPayment;
  readonly step: PaymentStep;
  readonly reference: string;
}

/** A shop at PayPal, anew for each test, and the small acts that its stories are made of. */
class Counter {
  desk!: Desk;
  shop!: Awaited<ReturnType<typeof aShop>>;
  context!: FakeContext<PayPalConfig>;
  gateway!: PayPalGateway;

  async open(): Promise<void> {
    this.shop = await aShop();
    this.desk = await aDesk();
    const webhookId = this.desk.paypal.register(this.shop.url);
    this.context = fakeContext({ ...this.desk, config: { ...this.desk.config, webhookId } });
    this.gateway = new PayPalGateway(this.context);
  }

  async close(): Promise<void> {
    await this.desk.close();
    await this.shop.close();
    expect(this.desk.paypal.faults).toEqual([]);
  }

  async started(words: Partial<StartPayment> = {}): Promise<Begun> {
    const payment = aPayment(words);
    const step = await this.gateway.start(payment, aCall(`payment-${payment.paymentId}`));
    return { payment, step, reference: step.payment.reference };
  }

  async paid(words: Partial<StartPayment> = {}): Promise<Begun> {
    const begun = await this.started(words);
    await this.desk.paypal.settle(begun.payment.paymentId);
    return begun;
  }

  capture(reference: string, amount = money(1999n, 'EUR'), key = `capture-${reference}`): Promise<PaymentSnapshot> {
    return this.gateway.capture(reference, amount, aCall(key));
  }

  /** The event that came last, as the gateway reads it. */
  async told(): Promise<GatewayEvent | undefined> {
    const { events } = await this.gateway.parseWebhook(this.shop.received.at(-1)!);
    return events[0];
  }

  /** What the payer presses on PayPal's page; answers with where the browser goes. */
  async press(step: PaymentStep, action: string): Promise<string> {
    const url = step.next === 'redirect' ? step.url : '';
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ action }), redirect: 'manual' });
    return response.headers.get('location') ?? '';
  }
}

export function aCounter(): Counter {
  const counter = new Counter();
  beforeEach(() => counter.open());
  afterEach(() => counter.close());
  return counter;
}
