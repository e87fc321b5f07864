import { PluginFailure, type BoundedFetch, type PluginContext } from '@hostwright/sdk';

/** The settings that are no secrets. */
export interface WhmConfig {
  readonly apiUrl: string;
  readonly username: string;
  readonly fingerprint?: string;
  readonly contactEmail?: string;
}

/** The address of one function. */
export function addressOf({ apiUrl }: WhmConfig, name: string): URL {
  if (!URL.canParse(apiUrl)) throw PluginFailure.final('The address of WHM is not valid', { code: 'bad-settings' });
  return new URL(`json-api/${name}`, apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`);
}

/** A fingerprint stands for the whole of trust: WHM usually shows a certificate that nobody else has signed. */
export const fetchFor = ({ config: { fingerprint }, fetch, tlsFetch }: PluginContext<WhmConfig>): BoundedFetch =>
  fingerprint ? tlsFetch({ fingerprint }) : fetch;
