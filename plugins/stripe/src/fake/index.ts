import { FakeStripe, type FakeStripeOptions } from './fake-stripe.js';
import { StripeDesk } from './stripe-desk.js';

export type { AccountKeys } from './account.js';
export type { FormObject } from './form.js';
export { FAKE_STRIPE_KEYS, type FakeStripeOptions } from './fake-stripe.js';
export type { Behaviour } from './things.js';
export type { Delivery, SignedWebhook } from './webhooks.js';
export type { FakeStripe, StripeDesk };

export interface RunningFakeStripe {
  /** Settings of the plugin: `apiUrl`, and `stripeJs` for the embedded form. */
  readonly url: string;
  readonly scriptUrl: string;
  readonly faults: readonly string[];
  /** What happens at Stripe by itself. */
  readonly desk: StripeDesk;
  /** What goes wrong next on the way. */
  readonly troubles: FakeStripe['troubles'];
  readonly webhooks: FakeStripe['webhooks'];
  close(): Promise<void>;
}

/** Starts a make-believe Stripe; it listens when the promise is kept. */
export async function startFakeStripe(options: FakeStripeOptions = {}): Promise<RunningFakeStripe> {
  const stripe = await new FakeStripe(options).listen();
  return {
    url: stripe.url,
    scriptUrl: stripe.scriptUrl,
    faults: stripe.faults,
    desk: new StripeDesk(stripe),
    troubles: stripe.troubles,
    webhooks: stripe.webhooks,
    close: () => stripe.close(),
  };
}
