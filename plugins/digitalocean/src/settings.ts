import { PluginFailure } from '@hostwright/sdk';

/** The settings that are no secrets. What may be left out has its default here too: a form fills it in, a test may not. */
export interface OceanConfig {
  readonly upgradeDisk?: boolean;
  readonly ipv6?: boolean;
  readonly vpc?: string;
  readonly apiUrl?: string;
}

const API_URL = 'https://api.digitalocean.com/v2';

/** The address of one call: `path` has no slash in front. */
export function addressOf({ apiUrl = API_URL }: OceanConfig, path: string): URL {
  if (!URL.canParse(apiUrl)) {
    throw PluginFailure.final('The address of the DigitalOcean API is not valid', { code: 'bad-settings' });
  }
  return new URL(path, apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`);
}
