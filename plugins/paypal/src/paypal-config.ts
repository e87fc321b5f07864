import { PluginFailure } from '@hostwright/sdk';

export interface PayPalConfig {
  readonly clientId: string;
  readonly environment?: 'live' | 'sandbox';
  readonly immediateOnly?: boolean;
  readonly webhookId?: string;
  readonly webhookMaxAgeMinutes?: number;
  readonly apiUrl?: string;
}

const ADDRESSES = { live: 'https://api-m.paypal.com', sandbox: 'https://api-m.sandbox.paypal.com' } as const;

/** PayPal repeats a webhook for three days; an older one is a replay. */
const THREE_DAYS_IN_MINUTES = 4320;

/** Where PayPal's interface answers; a setting may name another place. */
export function apiAddress({ apiUrl, environment }: PayPalConfig): URL {
  const address = apiUrl?.trim() ? apiUrl : ADDRESSES[environment ?? 'live'];
  if (!URL.canParse(address)) throw PluginFailure.final('The address of PayPal is not valid', { code: 'bad-settings' });
  return new URL(address.endsWith('/') ? address : `${address}/`);
}

export const maxAgeMs = ({ webhookMaxAgeMinutes }: PayPalConfig): number =>
  (webhookMaxAgeMinutes ?? THREE_DAYS_IN_MINUTES) * 60_000;
