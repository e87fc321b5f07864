import { createHmac, randomBytes, randomUUID } from 'node:crypto';

/** What the ids of forged events begin with: one that is kept gives itself away. */
export const FORGED = 'forged';

/** Webhooks of the bench's till, each an event of its own; every second one forged where that is asked for. */
export function webhooks({ secret, isHalfForged }) {
  const tally = { good: 0, goodMs: 0, refused: 0 };
  let count = 0;
  const setupRequest = (request, context) => {
    context.isGood = !isHalfForged || count++ % 2 === 0;
    context.startedAt = performance.now();
    const id = `${context.isGood ? 'good' : FORGED}-${randomUUID()}`;
    const body = JSON.stringify({ id, paymentId: randomUUID(), reference: `till-${id}`, amount: '1999', currency: 'EUR' });
    const time = Math.floor(Date.now() / 1000);
    const key = context.isGood ? secret : randomBytes(16).toString('hex');
    const signature = createHmac('sha256', key).update(`${time}.${body}`).digest('hex');
    return { ...request, body, headers: { ...request.headers, 'till-signature': `${time},${signature}` } };
  };
  const onResponse = (status, _body, { isGood, startedAt }) => {
    if (isGood && status === 200) {
      tally.good += 1;
      tally.goodMs += performance.now() - startedAt;
    } else if (!isGood && status === 401) tally.refused += 1;
  };
  return {
    request: { setupRequest, onResponse },
    refused: () => tally.refused,
    told: () => ({ good: tally.good, goodMs: tally.goodMs / tally.good }),
  };
}
