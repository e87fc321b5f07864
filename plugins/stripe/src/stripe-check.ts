import { PluginFailure, type Health, type PluginContext } from '@hostwright/sdk';
import { StripeClient } from './stripe-client.js';
import { keptEndpoint, webhookSecrets } from './stripe-endpoint.js';
import { modeOf, publishableKeyOf, type StripeConfig } from './stripe-settings.js';

const SENTENCES: Readonly<Record<string, string>> = {
  unauthorized: 'Stripe does not accept the secret key. Copy it again from Developers → API keys.',
  forbidden: 'The key works but may not read payments. Give the restricted key the permissions listed in the README.',
  unreachable: 'Stripe cannot be reached from this server.',
  'no-answer': 'Stripe did not answer in time.',
  'publishable-key-missing': 'The embedded form needs the publishable key as well.',
};

/** Reads one payment at most; whatever is wrong is said as a sentence that tells what to do. */
export async function checkConnection(context: PluginContext<StripeConfig>): Promise<Health> {
  const mode = modeOf(context.secrets.get('secretKey'));
  try {
    if (context.config.checkout === 'embedded' && modeOf(publishableKeyOf(context.config)) !== mode)
      return { ok: false, detail: 'The secret key and the publishable key are of different modes (test and live).' };
    await new StripeClient(context).probe();
  } catch (error) {
    if (!(error instanceof PluginFailure)) throw error;
    return { ok: false, detail: SENTENCES[error.code] ?? `${error.message} (${error.kind}, ${error.code})` };
  }
  return { ok: true, detail: `Connected in ${mode} mode. ${await webhookSentence(context)}` };
}

async function webhookSentence(context: PluginContext<StripeConfig>): Promise<string> {
  const kept = await keptEndpoint(context);
  if (kept) return `Webhook ${kept.id} is registered.`;
  const byHand = (await webhookSecrets(context)).length > 0;
  return byHand
    ? 'Webhooks are verified with the secret typed in by hand.'
    : 'No webhook is registered yet: switch the plugin on.';
}
