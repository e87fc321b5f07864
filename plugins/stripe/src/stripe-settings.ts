import { PluginFailure } from '@hostwright/sdk';

/** The settings that are no secrets. What may be left out has its default here too: a form fills it in, a test may not. */
export interface StripeConfig {
  readonly checkout?: 'hosted' | 'embedded';
  readonly publishableKey?: string;
  readonly capture?: 'automatic' | 'manual';
  readonly apiUrl?: string;
  readonly stripeJs?: string;
}

export const API_URL = 'https://api.stripe.com';
/** The release of Stripe.js that belongs to the API version of the pinned library. */
export const STRIPE_JS = 'https://js.stripe.com/endive/stripe.js';

export type Mode = 'test' | 'live';

/** Keys carry their mode in their name: `sk_test_…`, `rk_live_…`, `pk_test_…`. */
export const modeOf = (key: string): Mode => (/^[a-z]+_live_/.test(key) ? 'live' : 'test');

/** An address without its path: the library knows the paths. */
export function apiAddress({ apiUrl = API_URL }: StripeConfig): { host: string; port: string; protocol: 'http' | 'https' } {
  if (!URL.canParse(apiUrl)) throw PluginFailure.final('The address of the Stripe API is not valid', { code: 'bad-settings' });
  const { hostname, port, protocol } = new URL(apiUrl);
  const isPlain = protocol === 'http:';
  return { host: hostname, port: port || (isPlain ? '80' : '443'), protocol: isPlain ? 'http' : 'https' };
}

export function publishableKeyOf({ publishableKey }: StripeConfig): string {
  if (!publishableKey)
    throw PluginFailure.final('The embedded form needs the publishable key', { code: 'publishable-key-missing' });
  return publishableKey;
}
