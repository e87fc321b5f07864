import { TestClock } from '@hostwright/sdk/testing';
import type { WebhookRequest } from '@hostwright/sdk';
import { FAKE_STRIPE_KEYS, startFakeStripe } from '../src/fake/index.js';
import type { StripeConfig } from '../src/stripe-settings.js';
import { checked } from './vendor-check.js';

export const WEBHOOK_SECRET = 'whsec_0123456789abcdefghijklmn';

/** The contract's view of a Stripe of its own; nobody listens at the shop's address. */
export const benchOf = (config: StripeConfig) => async () => {
  const clock = new TestClock();
  const stripe = await startFakeStripe({ clock, ...checked });
  const signed = (paymentId: string, secret: string): WebhookRequest => {
    const { headers, body } = stripe.desk.signedWebhook(paymentId, secret);
    return { headers, query: {}, body: new TextEncoder().encode(body), remoteAddress: '127.0.0.1' };
  };
  return {
    stripe,
    clock,
    config: { apiUrl: stripe.url, stripeJs: stripe.scriptUrl, publishableKey: FAKE_STRIPE_KEYS.publishableKey, ...config },
    secrets: { secretKey: FAKE_STRIPE_KEYS.secretKey, webhookSecret: WEBHOOK_SECRET },
    charges: (paymentId: string) => stripe.desk.charges(paymentId),
    loseNextAnswer: () => stripe.troubles.loseNextAnswer(),
    settle: (paymentId: string) => stripe.desk.pay(paymentId),
    hold: (paymentId: string) => stripe.desk.hold(paymentId),
    sayUnknownWord: (paymentId: string) => stripe.desk.say(paymentId, 'under_review'),
    webhook: (paymentId: string) => signed(paymentId, WEBHOOK_SECRET),
    forgedWebhook: (paymentId: string) => signed(paymentId, `${WEBHOOK_SECRET}x`),
    signatureAgeMs: 300_000,
    close: async () => {
      await stripe.close();
      if (stripe.faults.length > 0) throw new Error(`Stripe found faults:\n${stripe.faults.join('\n')}`);
    },
  };
};
