import { createHmac, timingSafeEqual } from 'node:crypto';
import { definePlugin, PluginFailure } from '@hostwright/sdk';

/** A gateway that does nothing but listen: the signature is HMAC-SHA-256 over time and body, as most of them have it. */
export default definePlugin({
  kind: 'payment-gateway',
  create: ({ secrets }) => {
    const untold = async () => {
      throw PluginFailure.final('This till only listens', { code: 'not-built' });
    };
    return {
      start: untold,
      fetch: untold,
      parseWebhook: async ({ headers, body }) => {
        const [time = '', given = ''] = (headers['till-signature'] ?? '').split(',');
        const expected = createHmac('sha256', secrets.get('webhookSecret')).update(`${time}.`).update(body).digest();
        const signature = Buffer.from(given, 'hex');
        if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
          throw PluginFailure.final('Not signed by the till', { code: 'bad-signature' });
        const { id, paymentId, reference, amount, currency } = JSON.parse(Buffer.from(body).toString('utf8'));
        const payment = { reference, state: 'succeeded', received: { amount: BigInt(amount), currency } };
        return { events: [{ id, type: 'payment', paymentId, payment }] };
      },
    };
  },
});
