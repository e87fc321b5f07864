import path from 'node:path';
import { FAKE_LIQPAY_SHOP, startFakeLiqPay } from '@hostwright/plugin-liqpay/fake';
import { FAKE_PAYPAL_ACCOUNT, startFakePayPal } from '@hostwright/plugin-paypal/fake';
import { FAKE_STRIPE_KEYS, startFakeStripe } from '@hostwright/plugin-stripe/fake';
import type { Ports } from './ports.js';

interface Part {
  close(): Promise<void>;
}

/** Stand-ins for the payment providers, each with the pages that its customers see. No money moves at any of them. */
export async function startVendors(ports: Ports, dataDir: string): Promise<readonly Part[]> {
  const stripe = startFakeStripe({
    port: ports.stripe,
    publicUrl: stripePages(ports),
    stateFile: path.join(dataDir, 'stripe.json'),
  });
  // These two send payers to the address that the shop has in its settings.
  const liqpay = startFakeLiqPay({ port: ports.liqpay, stateFile: path.join(dataDir, 'liqpay.json') });
  const paypal = startFakePayPal({ port: ports.paypal, stateFile: path.join(dataDir, 'paypal.json') });
  return Promise.all([stripe, liqpay, paypal]);
}

/** Where browsers find Stripe's page and script; the server asks at the address itself, which every machine can resolve. */
export const stripePages = (ports: Ports): string => `http://stripe.localhost:${ports.stripe}`;

/** What stands for the placeholders in the settings of the shops. */
export function vendorValues(ports: Ports): Readonly<Record<string, string>> {
  return {
    stripeUrl: `http://127.0.0.1:${ports.stripe}`,
    stripeJs: `${stripePages(ports)}/endive/stripe.js`,
    stripePublishableKey: FAKE_STRIPE_KEYS.publishableKey,
    'secret:stripeKey': FAKE_STRIPE_KEYS.secretKey,
    liqpayUrl: `http://127.0.0.1:${ports.liqpay}`,
    liqpayPublicKey: FAKE_LIQPAY_SHOP.publicKey,
    'secret:liqpayKey': FAKE_LIQPAY_SHOP.privateKey,
    paypalUrl: `http://127.0.0.1:${ports.paypal}`,
    paypalClientId: FAKE_PAYPAL_ACCOUNT.clientId,
    'secret:paypalSecret': FAKE_PAYPAL_ACCOUNT.clientSecret,
  };
}

export const vendorPorts = ({ stripe, liqpay, paypal }: Ports): readonly number[] => [stripe, liqpay, paypal];
