import type { PluginContext } from '@hostwright/sdk';
import { PluginFailure } from '@hostwright/sdk';
import { PayPalClient } from './paypal-client.js';
import type { PayPalConfig } from './paypal-config.js';
import { isMissing } from './paypal-failures.js';
import { PayPalMemory } from './paypal-memory.js';
import type { PayPalWebhook } from './paypal-answers.js';

/** What we listen to. Names that an account is not offered are left out: PayPal refuses a list with one it does not know. */
const WANTED: readonly string[] = [
  'CHECKOUT.ORDER.APPROVED',
  'CHECKOUT.ORDER.COMPLETED',
  'PAYMENT.CAPTURE.COMPLETED',
  'PAYMENT.CAPTURE.PENDING',
  'PAYMENT.CAPTURE.DECLINED',
  'PAYMENT.CAPTURE.DENIED',
  'PAYMENT.CAPTURE.REFUNDED',
  'PAYMENT.CAPTURE.REVERSED',
  'PAYMENT.REFUND.PENDING',
  'PAYMENT.REFUND.COMPLETED',
  'PAYMENT.REFUND.FAILED',
  'CUSTOMER.DISPUTE.CREATED',
  'CUSTOMER.DISPUTE.UPDATED',
  'CUSTOMER.DISPUTE.RESOLVED',
  'VAULT.PAYMENT-TOKEN.CREATED',
];

const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['webhook-number-limit-exceeded', 'This app has ten webhooks at PayPal already; delete one there'],
  ['validation-error', 'PayPal takes webhooks at https addresses only, and this shop has none that it can reach'],
]);

/** Makes sure that PayPal tells us; running again changes nothing. */
export async function registerWebhook(context: PluginContext<PayPalConfig>): Promise<void> {
  if (context.config.webhookId) return;
  const client = new PayPalClient(context);
  const memory = new PayPalMemory(context.storage, context.clock);
  const url = context.urls.webhook();
  const offered = new Set(await client.eventTypes());
  const wanted = WANTED.filter(name => offered.has(name));
  const registered = (await find(client, url)) ?? (await create(client, url, wanted));
  const lacks = wanted.some(name => !registered.eventTypes.includes(name));
  if (lacks) await client.changeWebhook(registered.id, wanted);
  await memory.keepWebhook({ id: registered.id, url });
}

/** Only what `registerWebhook` made: a webhook made by hand is not ours to delete. */
export async function removeWebhook(context: PluginContext<PayPalConfig>): Promise<void> {
  const memory = new PayPalMemory(context.storage, context.clock);
  const webhook = await memory.webhook();
  if (!webhook) return;
  try {
    await new PayPalClient(context).deleteWebhook(webhook.id);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  await memory.dropWebhook();
}

const find = async (client: PayPalClient, url: string): Promise<PayPalWebhook | undefined> =>
  (await client.webhooks()).find(webhook => webhook.url === url);

async function create(client: PayPalClient, url: string, wanted: readonly string[]): Promise<PayPalWebhook> {
  try {
    return await client.createWebhook(url, wanted);
  } catch (error) {
    if (!(error instanceof PluginFailure)) throw error;
    // Somebody was faster, or an answer was lost: then it is in the list.
    const existing = error.code === 'webhook-url-already-exists' ? await find(client, url) : undefined;
    if (existing) return existing;
    const message = REFUSALS.get(error.code);
    throw message === undefined ? error : PluginFailure.final(message, { code: error.code, cause: error });
  }
}
