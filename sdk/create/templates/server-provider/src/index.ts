import { definePlugin, PluginFailure, type Health } from '@hostwright/sdk';
import { AcmeCloudClient, type AcmeCloudConfig } from './acme-cloud-client.js';
import { AcmeCloudProvider } from './acme-cloud-provider.js';

export default definePlugin<'server-provider', AcmeCloudConfig>({
  kind: 'server-provider',
  create: context => new AcmeCloudProvider(context),
  check: async (context): Promise<Health> => {
    try {
      const plans = await new AcmeCloudClient(context).plans();
      return { ok: true, detail: `${plans.length} plans` };
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      return { ok: false, detail: `${error.message} (${error.code})` };
    }
  },
});
