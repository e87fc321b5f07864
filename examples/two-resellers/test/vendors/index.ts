import { liqpay } from './liqpay.js';
import { paypal } from './paypal.js';
import { stripe, stripeReserving } from './stripe.js';
import type { Vendor, VendorStart } from './vendor.js';

export type { Vendor };

/** The vendors that the stories are told of. */
export const VENDORS: Readonly<Record<Vendor['id'], VendorStart>> = {
  stripe,
  'stripe-reserving': stripeReserving,
  liqpay,
  paypal,
};
export const VENDOR_IDS = Object.keys(VENDORS) as readonly Vendor['id'][];

/** Those that are called when a payment begins; LiqPay's link is signed by the shop. */
export const ASKED_AT_START = VENDOR_IDS.filter(id => id !== 'liqpay');

/** Those that reserve first; taking the money is a call of the shop's. */
export const CAPTURED: readonly Vendor['id'][] = ['stripe-reserving', 'paypal'];
