import { definePlugin, failureKind, PluginFailure, type Health } from '@hostwright/sdk';
import { CloudClient, type SandboxCloudConfig } from './cloud-client.js';
import { CloudProvider } from './cloud-provider.js';

export default definePlugin<'server-provider', SandboxCloudConfig>({
  kind: 'server-provider',
  create: context => new CloudProvider(context),
  check: async (context): Promise<Health> => {
    try {
      const { plans } = await new CloudClient(context).catalog();
      return { ok: true, detail: `${plans.length} plans` };
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      return { ok: false, detail: `${error.message} (${failureKind(error)}, ${error.code})` };
    }
  },
});
