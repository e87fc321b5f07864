// Reads a job from standard input, sends it with autocannon, and writes what came of it to standard output.
import { randomUUID } from 'node:crypto';
import { json } from 'node:stream/consumers';
import autocannon from 'autocannon';
import { webhooks as signed } from './signed-webhooks.mjs';

const { url, headers, body, carts, tokens, connections, seconds, amount, webhooks, secret } = await json(process.stdin);

let next = 0;
/** Every checkout has a cart and a key of its own, and another buyer than the one before. */
const withCart = request => {
  const token = tokens[next % tokens.length];
  const cartId = carts[next++];
  if (cartId === undefined) throw new Error('The carts have run out: prepare more of them');
  return {
    ...request,
    headers: { ...headers, authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
    body: JSON.stringify({ ...body, cartId }),
  };
};

const hooks = webhooks && signed({ secret, isHalfForged: webhooks === 'half-forged' });

/** What the first request was told that failed. */
let refusal;
const noteRefusal = (status, text) => {
  if (status >= 400) refusal ??= `${status} ${text}`;
};

const result = await autocannon({
  url,
  method: 'POST',
  headers,
  connections,
  // So many requests, or so long.
  ...(amount ? { amount } : { duration: seconds }),
  body: JSON.stringify(body),
  ...(carts && { requests: [{ setupRequest: withCart, onResponse: noteRefusal }] }),
  ...(hooks && { requests: [hooks.request] }),
});

process.stdout.write(
  JSON.stringify({
    perSecond: result['2xx'] / result.duration,
    count: result['2xx'],
    failed: result.non2xx + result.errors - (hooks?.refused() ?? 0),
    errors: result.errors,
    refusal,
    latency: { p50: result.latency.p50, p99: result.latency.p99 },
    ...hooks?.told(),
  }),
);
