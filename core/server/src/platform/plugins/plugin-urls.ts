import type { PluginUrls } from '@hostwright/sdk';

/** Public addresses of one installation at the shop's canonical host. */
export function pluginUrls(shopUrl: string, installationId: string): PluginUrls {
  return {
    webhook: name => webhookUrl(shopUrl, installationId) + (name === undefined ? '' : `?name=${encodeURIComponent(name)}`),
    returnTo: path => {
      const url = new URL(path, `${shopUrl}/`);
      if (url.origin !== shopUrl) throw new TypeError('A return address must be one of the shop');
      return url.href;
    },
  };
}

export const webhookUrl = (shopUrl: string, installationId: string): string => `${shopUrl}/hooks/${installationId}`;
