import { createHmac, randomUUID } from 'node:crypto';
import type { BoundedFetch } from '../../context.js';
import type { WebhookRequest } from '../../kinds/payment-gateway.js';
import { TestClock } from '../fake-context.js';

export interface AcmeCharge {
  readonly id: string;
  readonly payment: string;
  readonly amount: string;
  readonly currency: string;
  readonly status: string;
  readonly refunded: string;
  readonly token: string | undefined;
  readonly at: number;
}

export interface AcmeRefund {
  readonly id: string;
  readonly amount: string;
  readonly currency: string;
}

type Fields = Readonly<Record<string, string>>;
type Answer = readonly [status: number, body: unknown];

/** A payment provider in memory, with every ability that the contract knows. */
export class AcmeVendor {
  readonly clock = new TestClock();
  readonly charges = new Map<string, AcmeCharge>();
  private readonly refunds = new Map<string, AcmeRefund>();
  private readonly keys = new Map<string, Answer>();
  private cuts = 0;

  readonly fetch: BoundedFetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const text = await request.text();
    const body = text === '' ? {} : (JSON.parse(text) as Fields);
    const key = request.headers.get('idempotency-key');
    const known = request.headers.get('authorization') === 'Bearer acme-key-1';
    const [status, value] = known
      ? this.once(key, () => this.answer(request.method, url, body))
      : [401, { code: 'unauthorized' }];
    if (request.method === 'POST' && this.cuts > 0) {
      this.cuts -= 1;
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('closed'), { code: 'UND_ERR_SOCKET' }) });
    }
    return Response.json(value, { status });
  };

  cutNextAnswer(): void {
    this.cuts = 1;
  }

  chargesOf(payment: string): readonly AcmeCharge[] {
    return [...this.charges.values()].filter(charge => charge.payment === payment);
  }

  say(payment: string, status: string): void {
    for (const charge of this.chargesOf(payment)) this.charges.set(charge.id, { ...charge, status });
  }

  webhook(payment: string, secret = 'acme-hook-1'): WebhookRequest {
    const time = String(Math.floor(this.clock.now().getTime() / 1000));
    const body = JSON.stringify({ id: `evt-${payment}`, charge: this.chargesOf(payment)[0] });
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    return {
      headers: { 'acme-time': time, 'acme-signature': signature },
      query: {},
      body: new TextEncoder().encode(body),
      remoteAddress: '203.0.113.7',
    };
  }

  private once(key: string | null, act: () => Answer): Answer {
    const before = key === null ? undefined : this.keys.get(key);
    if (before) return before;
    const answer = act();
    if (key !== null && answer[0] < 300) this.keys.set(key, answer);
    return answer;
  }

  private answer(method: string, url: URL, body: Fields): Answer {
    const [resource = '', id = '', action = ''] = url.pathname.slice(1).split('/');
    const charge = this.charges.get(id);
    const routes: Readonly<Record<string, () => Answer>> = {
      'POST charges': () => [201, this.create(body, 'open')],
      'POST renewals': () => [201, this.create(body, 'paid')],
      'GET charges': () => (id === '' ? [200, this.chargesOf(url.searchParams.get('payment') ?? '')] : found(charge)),
      'POST cancel': () => found(charge && this.put({ ...charge, status: 'cancelled' })),
      'POST capture': () => found(charge && this.put({ ...charge, status: 'paid' })),
      'POST refunds': () => this.refund(charge, body),
      'GET refunds': () => found(this.refunds.get(id)),
      'DELETE methods': () => [200, {}],
      'GET settled': () => [200, this.settled(url.searchParams)],
    };
    return (routes[`${method} ${action || resource}`] ?? (() => found(undefined)))();
  }

  private create(body: Fields, status: string): AcmeCharge {
    const { payment = '', amount = '', currency = '', save } = body;
    const token = save === 'yes' ? `card-${payment}` : undefined;
    return this.put({
      id: randomUUID(),
      payment,
      amount,
      currency,
      status,
      refunded: '0',
      token,
      at: this.clock.now().getTime(),
    });
  }

  private put(charge: AcmeCharge): AcmeCharge {
    this.charges.set(charge.id, charge);
    return charge;
  }

  private refund(charge: AcmeCharge | undefined, { amount = '0' }: Fields): Answer {
    if (!charge) return found(undefined);
    const refunded = BigInt(charge.refunded) + BigInt(amount);
    if (refunded > BigInt(charge.amount)) return [422, { code: 'too-much' }];
    this.put({ ...charge, refunded: refunded.toString() });
    const refund = { id: randomUUID(), amount, currency: charge.currency };
    this.refunds.set(refund.id, refund);
    return [201, refund];
  }

  /** Two to a page. */
  private settled(query: URLSearchParams): { readonly rows: readonly AcmeCharge[]; readonly next: string | undefined } {
    const [from, until, skip] = ['from', 'until', 'cursor'].map(name => Number(query.get(name) ?? 0)) as [number, number, number];
    const all = [...this.charges.values()].filter(({ status, at }) => status === 'paid' && at >= from && at < until);
    const next = skip + 2 < all.length ? String(skip + 2) : undefined;
    return { rows: all.slice(skip, skip + 2), next };
  }
}

const found = (value: unknown): Answer => (value === undefined ? [404, { code: 'not-found' }] : [200, value]);
