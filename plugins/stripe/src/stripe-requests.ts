import type { PluginContext, SavedMethod, StartPayment } from '@hostwright/sdk';
import { PluginFailure } from '@hostwright/sdk';
import type Stripe from 'stripe';
import { tagFor } from './payment-tag.js';
import { toStripeAmount } from './stripe-money.js';
import type { StripeConfig } from './stripe-settings.js';

type Context = Pick<PluginContext<StripeConfig>, 'installationId' | 'config'>;

/** Nothing here depends on the time or on chance: a repetition under the same key must say the same. */
export function sessionParams(
  payment: StartPayment,
  { installationId, config }: Context,
  customer: string | undefined,
): Stripe.Checkout.SessionCreateParams {
  const metadata = tagFor(payment, installationId, 'hosted', isManual(config));
  return {
    mode: 'payment',
    client_reference_id: payment.paymentId,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: payment.amount.currency.toLowerCase(),
          unit_amount: toStripeAmount(payment.amount),
          product_data: { name: textOf(payment) },
        },
      },
    ],
    // What arrives is compared with the invoice, so the payer is not offered another currency.
    adaptive_pricing: { enabled: false },
    metadata,
    payment_intent_data: {
      description: textOf(payment),
      metadata,
      ...(customer !== undefined && { setup_future_usage: 'off_session' }),
      ...(isManual(config) && { capture_method: 'manual' }),
    },
    ...(customer === undefined ? { customer_email: payment.payer.email } : { customer }),
    locale: stripeLocale(payment.locale),
    submit_type: 'pay',
    success_url: payment.returnUrl,
    cancel_url: payment.cancelUrl,
  };
}

export function embeddedParams(
  payment: StartPayment,
  { installationId, config }: Context,
  customer: string | undefined,
): Stripe.PaymentIntentCreateParams {
  return {
    amount: toStripeAmount(payment.amount),
    currency: payment.amount.currency.toLowerCase(),
    description: textOf(payment),
    metadata: tagFor(payment, installationId, 'embedded', isManual(config)),
    automatic_payment_methods: { enabled: true },
    ...(customer !== undefined && { customer, setup_future_usage: 'off_session' }),
    ...(isManual(config) && { capture_method: 'manual' }),
  };
}

/** A renewal is always taken at once: nobody is there who could wait for a decision. */
export function savedParams(
  payment: StartPayment & { readonly method: SavedMethod },
  { installationId }: Context,
): Stripe.PaymentIntentCreateParams {
  const { customer, method } = readToken(payment.method.token);
  return {
    amount: toStripeAmount(payment.amount),
    currency: payment.amount.currency.toLowerCase(),
    customer,
    payment_method: method,
    off_session: true,
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    description: textOf(payment),
    metadata: tagFor(payment, installationId, 'saved', false),
  };
}

export const tokenFor = (customer: string, method: string): string => `${customer}:${method}`;

/** A saved method is charged together with the customer it belongs to. */
export function readToken(token: string): { readonly customer: string; readonly method: string } {
  const [customer, method, ...more] = token.split(':');
  if (!customer?.startsWith('cus_') || !method || more.length > 0)
    throw PluginFailure.final('The saved method is not one of Stripe', { code: 'bad-token' });
  return { customer, method };
}

/** Stripe's own pages and forms know these; in every other case they ask the browser. */
const LOCALES = new Set(
  (
    'bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv ' +
    'th tr vi zh zh-HK zh-TW'
  ).split(' '),
);

export function stripeLocale(locale: string): string {
  const language = locale.split('-')[0] ?? locale;
  return [locale, language].find(candidate => LOCALES.has(candidate)) ?? 'auto';
}

const isManual = ({ capture }: StripeConfig): boolean => capture === 'manual';

const textOf = ({ description, invoiceNumber }: StartPayment): string => (description.trim() || invoiceNumber).slice(0, 250);
