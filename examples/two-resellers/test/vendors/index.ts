import { liqpay } from './liqpay.js';
import { paypal } from './paypal.js';
import { stripe } from './stripe.js';
import type { Vendor, VendorStart } from './vendor.js';

export type { Vendor };

/** The vendors that the stories are told of. */
export const VENDORS: Readonly<Record<Vendor['id'], VendorStart>> = { stripe, liqpay, paypal };
export const VENDOR_IDS = Object.keys(VENDORS) as readonly Vendor['id'][];
