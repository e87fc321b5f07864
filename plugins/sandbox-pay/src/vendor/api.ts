import type { Clock } from '@hostwright/sdk';
import { ChargeBook, hashOf, newId } from './charge-book.js';
import { inStatus, TERMINAL, type Account, type Charge, type Refund } from './charge.js';
import { readJson, Refusal, textField, textMap } from './http.js';

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly value: unknown;
}

const WEB_ADDRESS = /^https?:\/\/\S+$/;

/** The machine's side of the sandbox: its small JSON protocol, with nothing going wrong. */
export class Api {
  constructor(
    private readonly book: ChargeBook,
    private readonly accounts: readonly Account[],
    private readonly clock: Clock,
    private readonly tellOfRefund: (charge: Charge, refund: Refund) => void,
    private readonly tellOfCharge: (charge: Charge) => void,
    private readonly baseUrl: () => string,
  ) {}

  answer(call: ApiCall): ApiAnswer {
    const account = this.accountOf(call);
    const [resource, id, action] = call.path.replace(/^\/v1\//, '').split('/');
    const known = `${call.method} ${resource}${id === undefined ? '' : '/:id'}${action === undefined ? '' : `/${action}`}`;
    const handlers: Readonly<Record<string, () => ApiAnswer>> = {
      'POST charges': () => this.create(call, account),
      'GET charges': () => this.list(call, account),
      'GET charges/:id': () => ({ status: 200, value: this.told(this.own(id, account)) }),
      'POST charges/:id/cancel': () => this.cancel(this.own(id, account)),
      'POST charges/:id/refunds': () => this.refund(call, this.own(id, account), account),
      'GET refunds/:id': () => ({ status: 200, value: toldRefund(this.ownRefund(id, account)) }),
    };
    const handler = Object.hasOwn(handlers, known) ? handlers[known] : undefined;
    if (!handler) throw new Refusal(404, 'no_such_address', `There is no ${call.method} ${call.path}`);
    return handler();
  }

  /** What the outside is told of a charge. */
  told(charge: Charge): Readonly<Record<string, unknown>> {
    return {
      ...withoutInternals(charge),
      pay_url: `${this.baseUrl()}/pay/${charge.id}?locale=${encodeURIComponent(charge.locale)}`,
    };
  }

  private accountOf(call: ApiCall): string {
    const account = this.accounts.find(candidate => call.headers['authorization'] === `Bearer ${candidate.apiKey}`);
    if (!account) throw new Refusal(401, 'unauthorized', 'The key is not known');
    return hashOf(account.apiKey).slice(0, 12);
  }

  private create(call: ApiCall, account: string): ApiAnswer {
    const body = readJson(call.body);
    return this.once(
      call,
      account,
      id => this.told(this.own(id, account)),
      () => {
        const charge: Charge = {
          id: newId('ch'),
          account,
          status: 'created',
          amount: textField(body, 'amount', /^[1-9]\d{0,17}$/),
          currency: textField(body, 'currency', /^[A-Z]{3}$/),
          captured: '0',
          refunded: '0',
          fee: '0',
          description: textField(body, 'description', /^[^]{0,500}$/),
          merchant: textField(body, 'merchant', /^[^]{1,200}$/),
          locale: textField(body, 'locale', /^[A-Za-z-]{2,20}$/),
          metadata: textMap(body['metadata']),
          return_url: textField(body, 'return_url', WEB_ADDRESS),
          cancel_url: textField(body, 'cancel_url', WEB_ADDRESS),
          notify_url: textField(body, 'notify_url', WEB_ADDRESS),
          error: null,
          wrong_codes: 0,
          created_at: this.clock.now().toISOString(),
        };
        this.book.put(charge);
        return { id: charge.id, value: this.told(charge) };
      },
    );
  }

  private list(call: ApiCall, account: string): ApiAnswer {
    const paymentId = call.query.get('metadata_payment_id');
    if (paymentId === null) throw new Refusal(422, 'invalid_field', '"metadata_payment_id" is missing');
    return { status: 200, value: { data: this.book.byPayment(paymentId, account).map(charge => this.told(charge)) } };
  }

  private cancel(charge: Charge): ApiAnswer {
    if (charge.status === 'cancelled') return { status: 200, value: this.told(charge) };
    if (TERMINAL.includes(charge.status)) throw new Refusal(409, 'charge_is_over', `The charge is ${charge.status}`);
    const cancelled = this.book.put(inStatus(charge, 'cancelled'));
    this.tellOfCharge(cancelled);
    return { status: 200, value: this.told(cancelled) };
  }

  private refund(call: ApiCall, charge: Charge, account: string): ApiAnswer {
    const body = readJson(call.body);
    const amount = textField(body, 'amount', /^[1-9]\d{0,17}$/);
    return this.once(
      call,
      account,
      id => toldRefund(this.ownRefund(id, account)),
      () => {
        if (charge.status !== 'paid') throw new Refusal(409, 'charge_not_paid', 'Only a paid charge can be refunded');
        const refunded = BigInt(charge.refunded) + BigInt(amount);
        if (refunded > BigInt(charge.captured))
          throw new Refusal(422, 'refund_too_large', 'More than was taken cannot be given back');
        const refund: Refund = {
          id: newId('re'),
          account,
          charge: charge.id,
          amount,
          currency: charge.currency,
          status: 'succeeded',
          reason: typeof body['reason'] === 'string' ? body['reason'].slice(0, 500) : null,
          metadata: textMap(body['metadata']),
          created_at: this.clock.now().toISOString(),
        };
        this.book.putRefund(refund);
        this.tellOfRefund(this.book.put({ ...charge, refunded: refunded.toString() }), refund);
        return { id: refund.id, value: toldRefund(refund) };
      },
    );
  }

  /** The same key gives the same thing; the same key with another body is refused. */
  private once(
    call: ApiCall,
    account: string,
    again: (id: string) => unknown,
    make: () => { readonly id: string; readonly value: unknown },
  ): ApiAnswer {
    const key = call.headers['idempotency-key'];
    if (typeof key !== 'string' || key === '') throw new Refusal(400, 'key_missing', 'Idempotency-Key is missing');
    const body = `${call.path}\n${call.body}`;
    const before = this.book.recall(account, key);
    if (before && before.bodyHash !== hashOf(body)) throw new Refusal(409, 'key_reused', 'The key was used for something else');
    if (before) return { status: 200, value: again(before.id) };
    const made = make();
    this.book.remember(account, key, body, made.id);
    return { status: 201, value: made.value };
  }

  private own(id: string | undefined, account: string): Charge {
    const charge = id === undefined ? undefined : this.book.charge(id);
    if (!charge || charge.account !== account) throw new Refusal(404, 'no_such_charge', 'There is no such charge');
    return charge;
  }

  private ownRefund(id: string | undefined, account: string): Refund {
    const refund = id === undefined ? undefined : this.book.refund(id);
    if (!refund || refund.account !== account) throw new Refusal(404, 'no_such_refund', 'There is no such refund');
    return refund;
  }
}

export function toldRefund(refund: Refund): Readonly<Record<string, unknown>> {
  return withoutInternals(refund);
}

const INTERNAL: readonly string[] = ['account', 'wrong_codes'];

function withoutInternals(record: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !INTERNAL.includes(name)));
}
