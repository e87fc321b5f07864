import { definePlugin, PluginFailure, type Health } from '@hostwright/sdk';
import { AcmePayClient, type AcmePayConfig } from './acme-pay-client.js';
import { AcmePayGateway } from './acme-pay-gateway.js';

export default definePlugin<'payment-gateway', AcmePayConfig>({
  kind: 'payment-gateway',
  create: context => new AcmePayGateway(context),
  check: async (context): Promise<Health> => {
    try {
      await new AcmePayClient(context).chargesOf('connection-test');
      return { ok: true };
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      return { ok: false, detail: `${error.message} (${error.code})` };
    }
  },
});
