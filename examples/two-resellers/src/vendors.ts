import path from 'node:path';
import { FAKE_HESTIA, startFakeHestia } from '@hostwright/plugin-hestiacp/fake';
import { FAKE_LIQPAY_SHOP, startFakeLiqPay } from '@hostwright/plugin-liqpay/fake';
import { FAKE_PAYPAL_ACCOUNT, startFakePayPal } from '@hostwright/plugin-paypal/fake';
import { FAKE_STRIPE_KEYS, startFakeStripe } from '@hostwright/plugin-stripe/fake';
import { FAKE_WHM, startFakeWhm } from '@hostwright/plugin-whm/fake';
import type { Ports } from './ports.js';

interface Part {
  close(): Promise<void>;
}

/**
 * Stand-ins for payment providers, each with the pages that its customers see, and for servers with control panels. No money
 * moves at any of them.
 */
export async function startVendors(ports: Ports, dataDir: string): Promise<readonly Part[]> {
  const stripe = startFakeStripe({
    port: ports.stripe,
    publicUrl: stripePages(ports),
    stateFile: path.join(dataDir, 'stripe.json'),
  });
  // These two send payers to the address that the shop has in its settings.
  const liqpay = startFakeLiqPay({ port: ports.liqpay, stateFile: path.join(dataDir, 'liqpay.json') });
  const paypal = startFakePayPal({ port: ports.paypal, stateFile: path.join(dataDir, 'paypal.json') });
  const whm = startFakeWhm({ port: ports.whm, stateFile: path.join(dataDir, 'whm.json') });
  const hestia = startFakeHestia({ port: ports.hestia, stateFile: path.join(dataDir, 'hestia.json') });
  return Promise.all([stripe, liqpay, paypal, whm, hestia]);
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
    whmUrl: `http://127.0.0.1:${ports.whm}`,
    'secret:whmToken': FAKE_WHM.token,
    hestiaUrl: `http://127.0.0.1:${ports.hestia}`,
    hestiaAccessKey: FAKE_HESTIA.accessKey,
    'secret:hestiaKey': FAKE_HESTIA.secretKey,
    hestiaAddress: FAKE_HESTIA.address,
  };
}

export const vendorPorts = ({ stripe, liqpay, paypal, whm, hestia }: Ports): readonly number[] => [
  stripe,
  liqpay,
  paypal,
  whm,
  hestia,
];
