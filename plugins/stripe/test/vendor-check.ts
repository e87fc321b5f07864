import { VendorSchema } from '@hostwright/sdk/testing';
import type { FakeStripeOptions } from '../src/fake/index.js';

const schema = VendorSchema.open('stripe/stripe.openapi.json', { form: true });

/** Every body is held against Stripe's own description where that is at hand. */
export const checked: Pick<FakeStripeOptions, 'checkRequest'> = schema
  ? { checkRequest: (method, path, body) => schema.faults(method, path, body) }
  : {};

export const hasSchema = schema !== undefined;
