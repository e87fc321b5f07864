import { verify, type KeyObject } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { PluginFailure, type PluginContext, type WebhookRequest } from '@hostwright/sdk';
import { certificateAddress, type Certificates } from './certificates.js';
import type { OutboundBudget } from './outbound-budget.js';
import type { PayPalClient } from './paypal-client.js';
import { maxAgeMs, type PayPalConfig } from './paypal-config.js';

interface Transmission {
  readonly id: string;
  readonly time: string;
  readonly signature: string;
  readonly certificate: URL;
}

const ALGORITHM = 'SHA256withRSA';
/** How far PayPal's clock may be ahead of ours. */
const AHEAD_MS = 300_000;

/** Tells PayPal's messages from others: with its certificate, or by asking PayPal when that cannot be had. */
export class WebhookSignature {
  constructor(
    private readonly context: PluginContext<PayPalConfig>,
    private readonly client: PayPalClient,
    private readonly certificates: Certificates,
    private readonly budget: OutboundBudget,
  ) {}

  async verify(request: WebhookRequest, webhookId: string): Promise<void> {
    const transmission = this.read(request);
    const key = await this.certificates.keyAt(transmission.certificate);
    if (key === 'none') throw badSignature();
    const isSigned =
      key === 'unavailable'
        ? await this.confirmed(transmission, request.body, webhookId)
        : isSignedBy(key, transmission, request.body, webhookId);
    if (!isSigned) throw badSignature();
  }

  /** Whatever can be refused without asking anybody is refused here. An old message may be one that was listened to. */
  private read({ headers }: WebhookRequest): Transmission {
    const id = headers['paypal-transmission-id'] ?? '';
    const time = headers['paypal-transmission-time'] ?? '';
    const signature = headers['paypal-transmission-sig'] ?? '';
    const isWellFormed =
      headers['paypal-auth-algo'] === ALGORITHM &&
      /^[A-Za-z0-9-]{1,50}$/.test(id) &&
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(time) &&
      /^[A-Za-z0-9+/]{1,500}={0,2}$/.test(signature);
    const certificate = isWellFormed ? certificateAddress(headers['paypal-cert-url'] ?? '', this.context.config) : undefined;
    const age = this.context.clock.now().getTime() - Date.parse(time);
    if (!certificate || !(age >= -AHEAD_MS && age <= maxAgeMs(this.context.config))) throw badSignature();
    return { id, time, signature, certificate };
  }

  /** PayPal compares with the event as it was sent: the very bytes go back, wrapped, never written anew. */
  private async confirmed(
    { id, time, signature, certificate }: Transmission,
    body: Uint8Array,
    webhookId: string,
  ): Promise<boolean> {
    if (!isJsonObject(body)) return false;
    this.budget.spend();
    const envelope = JSON.stringify({
      auth_algo: ALGORITHM,
      cert_url: certificate.href,
      transmission_id: id,
      transmission_sig: signature,
      transmission_time: time,
      webhook_id: webhookId,
    });
    const parts = [Buffer.from(`${envelope.slice(0, -1)},"webhook_event":`), body, Buffer.from('}')];
    return (await this.client.verifySignature(Buffer.concat(parts))) === 'SUCCESS';
  }
}

function isSignedBy(key: KeyObject, { id, time, signature }: Transmission, body: Uint8Array, webhookId: string): boolean {
  const signed = `${id}|${time}|${webhookId}|${crc32(body)}`;
  return verify('sha256', Buffer.from(signed), key, Buffer.from(signature, 'base64'));
}

/** Anything else could say more inside the wrapping than an event. */
function isJsonObject(body: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    // No JSON, or no UTF-8: not an event of PayPal's either way.
    return false;
  }
}

const badSignature = (): PluginFailure => PluginFailure.final('The webhook is not signed by PayPal', { code: 'bad-signature' });
