import { PluginFailure, type BoundedFetch, type PluginContext } from '@hostwright/sdk';

/** The settings that are no secrets. */
export interface HestiaConfig {
  readonly apiUrl: string;
  readonly accessKey: string;
  readonly address: string;
  readonly address6?: string;
  readonly contactEmail: string;
  readonly packages?: readonly string[];
  readonly fingerprint?: string;
}

/** Everything goes to one address. */
export function addressOf({ apiUrl }: HestiaConfig): URL {
  if (!URL.canParse(apiUrl)) throw PluginFailure.final('The address of the panel is not valid', { code: 'bad-settings' });
  return new URL('api/', apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`);
}

/** A fingerprint stands for the whole of trust: a fresh panel shows a certificate that nobody else has signed. */
export const fetchFor = ({ config: { fingerprint }, fetch, tlsFetch }: PluginContext<HestiaConfig>): BoundedFetch =>
  fingerprint ? tlsFetch({ fingerprint }) : fetch;
