import { definePlugin, failureKind, PluginFailure, type Health } from '@hostwright/sdk';
import { SandboxClient, type SandboxPayConfig } from './sandbox-client.js';
import { SandboxGateway } from './sandbox-gateway.js';

export default definePlugin<'payment-gateway', SandboxPayConfig>({
  kind: 'payment-gateway',
  create: context => new SandboxGateway(context),
  check: async (context): Promise<Health> => {
    context.secrets.get('webhookSecret');
    try {
      await new SandboxClient(context).chargesOf('connection-test');
      return { ok: true };
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      return { ok: false, detail: `${error.message} (${failureKind(error)}, ${error.code})` };
    }
  },
});
