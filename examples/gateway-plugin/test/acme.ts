import { createHmac, randomUUID } from 'node:crypto';
import { TestClock, type GatewayBench } from '@hostwright/sdk/testing';

const SECRETS = { apiKey: 'acme-key-1', webhookSecret: 'acme-hook-1' };

/** Acme, as far as its documentation goes: charges in memory, behind a `fetch` of its own. */
export function acme(): GatewayBench<unknown> {
  const clock = new TestClock();
  const charges = new Map<string, Record<string, string>>();
  const keys = new Map<string, Record<string, string>>();
  const of = (reference: string) => [...charges.values()].filter(charge => charge['reference'] === reference);

  const create = (order: Record<string, string>) => {
    const id = randomUUID();
    const charge = { ...order, id, status: 'open', page: `https://pay.acme.test/${id}` };
    charges.set(id, charge);
    return charge;
  };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    if (request.headers.get('authorization') !== `Bearer ${SECRETS.apiKey}`) return new Response(null, { status: 401 });
    if (request.method === 'POST') {
      const key = request.headers.get('idempotency-key') ?? '';
      const charge = keys.get(key) ?? create((await request.json()) as Record<string, string>);
      keys.set(key, charge);
      return Response.json(charge, { status: 201 });
    }
    if (pathname === '/charges') return Response.json(of(searchParams.get('reference') ?? ''));
    const charge = charges.get(pathname.slice('/charges/'.length));
    return charge ? Response.json(charge) : new Response(null, { status: 404 });
  };
  const say = (reference: string, status: string) => of(reference).forEach(charge => Object.assign(charge, { status }));

  return {
    config: {},
    secrets: SECRETS,
    fetch,
    clock,
    charges: paymentId => of(paymentId).length,
    settle: paymentId => say(paymentId, 'paid'),
    sayUnknownWord: paymentId => say(paymentId, 'under-review'),
    webhook: paymentId => {
      const time = String(clock.now().getTime() / 1000);
      const body = new TextEncoder().encode(JSON.stringify({ id: `evt-${paymentId}`, charge: of(paymentId)[0] }));
      const signature = createHmac('sha256', SECRETS.webhookSecret).update(`${time}.`).update(body).digest('hex');
      return { headers: { 'acme-time': time, 'acme-signature': signature }, query: {}, body, remoteAddress: '203.0.113.7' };
    },
    signatureAgeMs: 300_000,
  };
}
