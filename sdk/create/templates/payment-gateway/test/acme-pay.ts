import { createHmac, randomUUID } from 'node:crypto';
import type { WebhookRequest } from '@hostwright/sdk';
import { TestClock, type GatewayBench } from '@hostwright/sdk/testing';
import type { AcmePayCharge, AcmePayConfig, AcmePayRefund } from '../src/acme-pay-client.js';

const SECRETS = { apiKey: 'acme-key-1', webhookSecret: 'acme-hook-1' };

type Fields = Readonly<Record<string, string>>;

/** Acme Pay in memory, as its documentation describes it: it remembers charges, refunds and keys. */
class AcmePay {
  readonly clock = new TestClock();
  private readonly charges = new Map<string, AcmePayCharge>();
  private readonly refunds = new Map<string, AcmePayRefund & { readonly charge: string }>();
  private readonly keys = new Map<string, unknown>();

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.headers.get('authorization') !== `Bearer ${SECRETS.apiKey}`) return Response.json({}, { status: 401 });
    const url = new URL(request.url);
    const text = await request.text();
    const answer = this.once(request.headers.get('idempotency-key'), () =>
      this.answer(request.method, url, text === '' ? {} : (JSON.parse(text) as Fields)),
    );
    return answer === undefined ? Response.json({}, { status: 422 }) : Response.json(answer);
  };

  of(payment: string): readonly AcmePayCharge[] {
    return [...this.charges.values()].filter(charge => charge.payment === payment);
  }

  say(payment: string, status: string): void {
    for (const charge of this.of(payment)) this.put({ ...charge, status });
  }

  webhook(payment: string): WebhookRequest {
    const time = String(this.clock.now().getTime() / 1000);
    const body = new TextEncoder().encode(JSON.stringify({ id: `evt-${payment}`, type: 'charge', charge: this.of(payment)[0] }));
    const signature = createHmac('sha256', SECRETS.webhookSecret).update(`${time}.`).update(body).digest('hex');
    return { headers: { 'acme-time': time, 'acme-signature': signature }, query: {}, body, remoteAddress: '203.0.113.7' };
  }

  private once(key: string | null, act: () => unknown): unknown {
    const answer = key === null ? act() : (this.keys.get(key) ?? act());
    if (key !== null) this.keys.set(key, answer);
    return answer;
  }

  private answer(method: string, url: URL, body: Fields): unknown {
    const [, , resource = '', id = '', action = ''] = url.pathname.split('/');
    const charge = this.charges.get(id);
    if (resource === 'refunds') return this.refunds.get(id);
    if (action === 'refunds') return charge && this.refund(charge, body['amount'] ?? '0');
    if (action === 'cancel') return charge && this.put({ ...charge, status: 'cancelled' });
    if (method === 'POST') return this.create(body);
    return id === '' ? this.of(url.searchParams.get('payment') ?? '') : charge;
  }

  private create({ payment = '', amount = '', currency = '' }: Fields): AcmePayCharge {
    const id = randomUUID();
    return this.put({ id, payment, amount, currency, status: 'created', page: `https://pay.acme-pay.test/${id}` });
  }

  private put(charge: AcmePayCharge): AcmePayCharge {
    this.charges.set(charge.id, charge);
    return charge;
  }

  private refund(charge: AcmePayCharge, amount: string): AcmePayRefund | undefined {
    const before = [...this.refunds.values()].filter(refund => refund.charge === charge.id);
    const total = before.reduce((sum, refund) => sum + BigInt(refund.amount), BigInt(amount));
    if (total > BigInt(charge.amount)) return undefined;
    const refund = { id: randomUUID(), charge: charge.id, status: 'done', amount, currency: charge.currency };
    this.refunds.set(refund.id, refund);
    return refund;
  }
}

/** The contract's view of it. */
export function bench(): GatewayBench<AcmePayConfig> {
  const acme = new AcmePay();
  return {
    config: { merchant: 'm-1' },
    secrets: SECRETS,
    fetch: acme.fetch,
    clock: acme.clock,
    charges: paymentId => acme.of(paymentId).length,
    settle: paymentId => acme.say(paymentId, 'paid'),
    sayUnknownWord: paymentId => acme.say(paymentId, 'under-review'),
    webhook: paymentId => acme.webhook(paymentId),
    signatureAgeMs: 300_000,
  };
}
