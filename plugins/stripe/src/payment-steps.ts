import { formatMoney, type PaymentStep, type StartPayment } from '@hostwright/sdk';
import type Stripe from 'stripe';
import { formWords } from './form-words.js';
import { intentSnapshot, sessionSnapshot } from './stripe-mapping.js';
import { unreadable } from './stripe-money.js';
import { stripeLocale } from './stripe-requests.js';
import { publishableKeyOf, STRIPE_JS, type StripeConfig } from './stripe-settings.js';

export const ELEMENT = 'hostwright-stripe-payment';

/** Only a session that is open has an address. */
export function hostedStep(session: Stripe.Checkout.Session): PaymentStep {
  const payment = sessionSnapshot(session);
  return session.status === 'open' && session.url
    ? { next: 'redirect', url: session.url, payment }
    : { next: 'nothing', payment };
}

/** The client secret lets whoever holds it pay this one intent, and see how far it got; it is made for the browser. */
export function embeddedStep(intent: Stripe.PaymentIntent, payment: StartPayment, config: StripeConfig): PaymentStep {
  const snapshot = intentSnapshot(intent);
  if (snapshot.state !== 'pending' && snapshot.state !== 'requires-action') return { next: 'nothing', payment: snapshot };
  if (!intent.client_secret) throw unreadable('the client secret');
  const words = formWords(payment.locale);
  return {
    next: 'embed',
    element: ELEMENT,
    data: {
      script: config.stripeJs ?? STRIPE_JS,
      publishableKey: publishableKeyOf(config),
      clientSecret: intent.client_secret,
      returnUrl: payment.returnUrl,
      locale: stripeLocale(payment.locale),
      pay: words.pay(formatMoney(payment.amount, payment.locale)),
      waiting: words.waiting,
      failed: words.failed,
      unavailable: words.unavailable,
    },
    payment: snapshot,
  };
}
