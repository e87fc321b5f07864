import { PluginFailure } from '@hostwright/sdk';

export type Architecture = 'x86' | 'arm';

/** The settings that are no secrets. What may be left out has its default here too: a form fills it in, a test may not. */
export interface HetznerConfig {
  readonly architecture?: Architecture;
  readonly upgradeDisk?: boolean;
  readonly ipv4?: boolean;
  readonly apiUrl?: string;
}

const API_URL = 'https://api.hetzner.cloud/v1';

/** The address of one call: `path` has no slash in front. */
export function addressOf({ apiUrl = API_URL }: HetznerConfig, path: string): URL {
  if (!URL.canParse(apiUrl)) throw PluginFailure.final('The address of the Hetzner API is not valid', { code: 'bad-settings' });
  return new URL(path, apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`);
}
