import { failureKind, PluginFailure, type Health, type PluginContext } from '@hostwright/sdk';
import { PayPalClient } from './paypal-client.js';
import type { PayPalConfig } from './paypal-config.js';
import { PayPalMemory } from './paypal-memory.js';

/** Rights that a feature of the app switches on, and what is missing without them. */
const OPTIONAL_RIGHTS: readonly (readonly [scope: RegExp, lack: string])[] = [
  [/\/reporting\/search\/read/, 'Transaction Search is off: the nightly comparison with PayPal cannot run'],
  [/\/vault\//, 'Vault is off: customers cannot save PayPal for renewals'],
];

/** Asks for a token and for the app's webhooks: reads only. */
export async function testConnection(context: PluginContext<PayPalConfig>): Promise<Health> {
  try {
    const client = new PayPalClient(context);
    const scopes = (await client.token.scopes()).join(' ');
    const webhookId = context.config.webhookId || (await new PayPalMemory(context.storage, context.clock).webhook())?.id;
    const isRegistered = (await client.webhooks()).some(({ id }) => id === webhookId);
    const lacks = OPTIONAL_RIGHTS.filter(([scope]) => !scope.test(scopes)).map(([, lack]) => lack);
    if (webhookId !== undefined && !isRegistered) {
      return { ok: false, detail: 'The webhook is gone at PayPal: switch the plugin off and on again' };
    }
    return lacks.length === 0 ? { ok: true } : { ok: true, detail: `${lacks.join('. ')}.` };
  } catch (error) {
    if (!(error instanceof PluginFailure)) throw error;
    return { ok: false, detail: `${error.message} (${failureKind(error)}, ${error.code})` };
  }
}
