import { definePlugin, failureKind, PluginFailure, type Health } from '@hostwright/sdk';
import { knock, LiqPayGateway } from './liqpay-gateway.js';
import { isSandboxKey, type LiqPayConfig, type LiqPayContext } from './liqpay-settings.js';

export default definePlugin<'payment-gateway', LiqPayConfig>({
  kind: 'payment-gateway',
  create: context => new LiqPayGateway(context),
  check: async (context): Promise<Health> => {
    const isSandbox = isSandboxKey(context.config.publicKey);
    if (isSandbox !== isSandboxKey(context.secrets.get('privateKey')))
      return { ok: false, detail: 'One of the keys is for the sandbox and the other is not' };
    try {
      if ((await knock(context)) === 'shut') return { ok: false, detail: keysAreWrong(context) };
      return isSandbox ? { ok: true, detail: 'Sandbox keys: no money moves' } : { ok: true };
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      return { ok: false, detail: `${error.message} (${failureKind(error)}, ${error.code})` };
    }
  },
});

function keysAreWrong({ config }: LiqPayContext): string {
  const version = config.apiVersion ?? '7';
  return `LiqPay does not accept these keys: compare them with the shop's settings there, and whether it uses version ${version}`;
}
