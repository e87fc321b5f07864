import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BoundedFetch, PluginContext } from '../../context.js';
import { PluginFailure } from '../../failure.js';
import type { Delivery, NotificationChannel } from '../../kinds/notification-channel.js';
import type { WebhookRequest } from '../../kinds/payment-gateway.js';
import { toFailure } from './acme-gateway.fixture.js';

/** A messenger in memory; it honours keys. */
export class AcmeChat {
  readonly arrived: string[] = [];
  private readonly keys = new Map<string, string>();

  readonly fetch: BoundedFetch = async (input, init) => {
    const request = new Request(input, init);
    const key = request.headers.get('idempotency-key') ?? '';
    const id = this.keys.get(key) ?? `m-${this.arrived.length + 1}`;
    if (!this.keys.has(key)) this.arrived.push(await request.text());
    this.keys.set(key, id);
    return Response.json({ id }, { status: 201 });
  };

  webhook(text: string, secret = 'chat-hook-1'): WebhookRequest {
    const id = `m-${this.arrived.findIndex(arrived => arrived.includes(text)) + 1}`;
    const body = JSON.stringify({ id, status: 'read' });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const headers = { 'acme-signature': signature };
    return { headers, query: {}, body: new TextEncoder().encode(body), remoteAddress: '203.0.113.7' };
  }
}

/** A channel that keeps every promise. */
export function honestChannel(context: PluginContext): Required<NotificationChannel> {
  const accepts = (address: string): boolean => /^@[a-z]{2,20}$/.test(address);
  return {
    accepts,
    send: async (message, call): Promise<Delivery> => {
      if (!accepts(message.to.address)) throw PluginFailure.final('The address is no name', { code: 'bad-address' });
      const attachments = (message.attachments ?? []).map(({ content }) => Buffer.from(content).toString('base64'));
      const response = await context.fetch('https://chat.acme.test/messages', {
        method: 'POST',
        headers: { authorization: `Bearer ${context.secrets.get('apiKey')}`, 'idempotency-key': call.idempotencyKey },
        body: JSON.stringify({ to: message.to.address, text: message.text, attachments }),
      });
      if (!response.ok) throw toFailure(response, true);
      return { reference: ((await response.json()) as { id: string }).id, state: 'accepted' };
    },
    parseWebhook: async request => {
      const expected = createHmac('sha256', context.secrets.get('hookSecret')).update(request.body).digest();
      const given = Buffer.from(request.headers['acme-signature'] ?? '', 'hex');
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        throw PluginFailure.final('The webhook is not signed by Acme', { code: 'bad-signature' });
      const { id } = JSON.parse(new TextDecoder().decode(request.body)) as { id: string };
      return [{ id: `${id}-read`, delivery: { reference: id, state: 'delivered' } }];
    },
  };
}
