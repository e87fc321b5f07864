import { PluginFailure, type PluginContext } from '@hostwright/sdk';
import Stripe from 'stripe';
import { StripeClient } from './stripe-client.js';
import { EVENT_TYPES } from './stripe-events.js';
import { isMissing, toFailure } from './stripe-failure.js';
import type { StripeConfig } from './stripe-settings.js';

type Context = PluginContext<StripeConfig>;

/** What is kept of our endpoint; Stripe tells its secret once, when it is made. */
interface KeptEndpoint {
  readonly id: string;
  readonly secret: string;
}

const KEPT = 'webhook-endpoint';

/** The secrets that a webhook may be signed with: one typed in by hand, one that Stripe told us. */
export async function webhookSecrets(context: Context): Promise<readonly string[]> {
  const kept = await context.storage.get<KeptEndpoint>(KEPT);
  return [secretByHand(context), kept?.secret].filter(secret => secret !== undefined);
}

export const keptEndpoint = (context: Context): Promise<{ readonly id: string } | undefined> =>
  context.storage.get<KeptEndpoint>(KEPT);

/** However often it runs, one endpoint is left, with the events and the API version that this code understands. */
export async function installEndpoint(context: Context): Promise<void> {
  if (secretByHand(context) !== undefined) return uninstallEndpoint(context);
  const client = new StripeClient(context);
  const kept = await context.storage.get<KeptEndpoint>(KEPT);
  const here = (await client.endpoints()).filter(({ url }) => url === context.urls.webhook());
  const good = here.find(({ id, api_version: version }) => id === kept?.id && version === Stripe.API_VERSION);
  // An endpoint whose secret nobody knows, or of another API version, is of no use: neither can be changed.
  for (const { id } of here) if (id !== good?.id) await remove(client, id);
  if (good) {
    const isAsWanted = good.status === 'enabled' && sameEvents(good.enabled_events);
    if (!isAsWanted) await client.updateEndpoint(good.id, { enabled_events: [...EVENT_TYPES], disabled: false });
    return;
  }
  const made = await client.createEndpoint({
    url: context.urls.webhook(),
    enabled_events: [...EVENT_TYPES],
    api_version: Stripe.API_VERSION,
    description: `Hostwright, ${context.tenant.name}`.slice(0, 250),
    metadata: { installation: context.installationId },
  });
  if (!made.secret) throw PluginFailure.unknown('Stripe did not tell the secret of the webhook', { code: 'bad-answer' });
  await context.storage.set<KeptEndpoint>(KEPT, { id: made.id, secret: made.secret });
}

export async function uninstallEndpoint(context: Context): Promise<void> {
  const kept = await context.storage.get<KeptEndpoint>(KEPT);
  if (!kept) return;
  await remove(new StripeClient(context), kept.id);
  await context.storage.delete(KEPT);
}

function secretByHand({ secrets }: Context): string | undefined {
  try {
    return secrets.get('webhookSecret');
  } catch (error) {
    // It may be left out, and asking is the only way to know.
    if (error instanceof PluginFailure && error.code === 'secret-missing') return undefined;
    throw error;
  }
}

async function remove(client: StripeClient, id: string): Promise<void> {
  try {
    await client.deleteEndpoint(id);
  } catch (error) {
    if (!isMissing(error)) throw toFailure(error, 'change');
  }
}

const sameEvents = (events: readonly string[]): boolean =>
  events.length === EVENT_TYPES.length && EVENT_TYPES.every(type => events.includes(type));
