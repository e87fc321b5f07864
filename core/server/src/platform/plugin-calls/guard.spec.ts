import { setTimeout as later } from 'node:timers/promises';
import {
  money,
  PluginFailure,
  type CallOptions,
  type PaymentGateway,
  type PaymentSnapshot,
  type ServerProvider,
} from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import { Clock } from '../clock/index.js';
import { Redactor } from '../secrets/index.js';
import { guarded } from './guard.js';

class PushedClock extends Clock {
  private ms = 0;

  now(): Date {
    return new Date(this.ms);
  }

  pass(ms: number): void {
    this.ms += ms;
  }
}

const PAID: PaymentSnapshot = { reference: 'ch_1', state: 'succeeded', received: money(1999n, 'EUR') };

const call = (signal = new AbortController().signal): CallOptions => ({ idempotencyKey: 'payment-1', attempt: 1, signal });

interface Setting {
  readonly gateway?: Partial<Record<keyof PaymentGateway, (...all: never[]) => unknown>>;
  readonly limitMs?: number;
  readonly isInTransaction?: () => boolean;
  readonly secrets?: readonly string[];
}

function aGateway({ gateway = {}, limitMs, isInTransaction = () => false, secrets = [] }: Setting) {
  const clock = new PushedClock();
  const redactor = new Redactor();
  secrets.forEach(secret => redactor.learn(secret));
  const built = {
    start: () => Promise.resolve({ next: 'nothing', payment: PAID }),
    fetch: () => Promise.resolve(PAID),
    ...gateway,
  } as unknown as PaymentGateway;
  const options = { pluginId: 'till', clock, redactor, isInTransaction, ...(limitMs !== undefined && { limitMs }) };
  return { clock, gateway: guarded('payment-gateway', built, options) };
}

const failure = (work: Promise<unknown>): Promise<PluginFailure> =>
  work.then(
    () => expect.fail('the call went through'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(PluginFailure);
      return error as PluginFailure;
    },
  );

describe('guarded', () => {
  it('hands calls on and answers back, with `this` in place', async () => {
    class Gateway {
      private readonly payment = PAID;
      start = undefined as never;
      fetch(reference: string): Promise<PaymentSnapshot> {
        return Promise.resolve({ ...this.payment, reference });
      }
    }
    const gateway = guarded('payment-gateway', new Gateway() as unknown as PaymentGateway, {
      pluginId: 'till',
      clock: new PushedClock(),
      redactor: new Redactor(),
      isInTransaction: () => false,
    });

    expect(await gateway.fetch('ch_2')).toEqual({ ...PAID, reference: 'ch_2' });
    expect(gateway.refund).toBeUndefined();
  });

  it('gives up after the deadline: unknown for a change, retryable for a read, and drops the late answer', async () => {
    const signals: AbortSignal[] = [];
    const never = (_: unknown, options?: CallOptions): Promise<never> => {
      if (options) signals.push(options.signal);
      return new Promise(() => undefined);
    };
    const { gateway } = aGateway({ gateway: { start: never, fetch: never }, limitMs: 20 });

    const change = await failure(gateway.start({} as never, call()));
    const read = await failure(gateway.fetch('ch_1'));

    expect([change.kind, change.code]).toEqual(['unknown', 'deadline']);
    expect([read.kind, read.code]).toEqual(['retryable', 'deadline']);
    expect(signals[0]?.aborted).toBe(true);
  });

  it('leaves with its caller', async () => {
    const caller = new AbortController();
    const { gateway } = aGateway({ gateway: { start: () => new Promise(() => undefined) } });

    const left = failure(gateway.start({} as never, call(caller.signal)));
    caller.abort();

    expect([(await left).kind, (await left).code]).toEqual(['unknown', 'caller-left']);
  });

  it.each([
    ['nothing', undefined],
    ['a number for money', { ...PAID, received: { amount: 1999, currency: 'EUR' } }],
    ['negative money', { ...PAID, received: money(-1n, 'EUR') }],
    ['a currency that is none', { ...PAID, received: money(1n, 'euro') }],
    ['a state of its own', { ...PAID, state: 'done' }],
    ['no reference', { ...PAID, reference: '' }],
    ['a NUL', { ...PAID, reference: 'ch\0' }],
    ['half a letter', { ...PAID, reference: 'ch\ud800' }],
    ['a book', { ...PAID, reference: 'x'.repeat(10_000) }],
  ])('calls %s unknown: the provider may have acted', async (_, answer) => {
    const { gateway } = aGateway({ gateway: { start: () => ({ next: 'nothing', payment: answer }), fetch: () => answer } });

    for (const work of [gateway.start({} as never, call()), gateway.fetch('ch_1')]) {
      const { kind, code } = await failure(work);
      expect([kind, code]).toEqual(['unknown', 'bad-answer']);
    }
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.test', 'ftp://a.test'])('sends no customer to %s', async url => {
    const { gateway } = aGateway({ gateway: { start: () => ({ next: 'redirect', url, payment: PAID }) } });

    expect((await failure(gateway.start({} as never, call()))).code).toBe('bad-answer');
  });

  it('turns whatever is thrown into a failure, without its secrets', async () => {
    const throws = [
      () => {
        throw new TypeError('no sk_live_1 here');
      },
      () => Promise.reject(new Error('bad sk_live_1')),
      () => Promise.reject('sk_live_1' as unknown as Error),
    ];
    for (const fetch of throws) {
      const { kind, code, message } = await failure(
        aGateway({ gateway: { fetch }, secrets: ['sk_live_1'] }).gateway.fetch('ch_1'),
      );
      expect([kind, code]).toEqual(['unknown', 'unclassified']);
      expect(message).not.toContain('sk_live_1');
    }
  });

  it('keeps the plugin’s own verdict', async () => {
    const refusal = PluginFailure.final('Refused sk_live_1', {
      code: 'card-expired',
      publicMessage: 'The card has expired',
      cause: new Error('sk_live_1'),
    });
    const { gateway } = aGateway({ gateway: { fetch: () => Promise.reject(refusal) }, secrets: ['sk_live_1'] });

    const { kind, code, message, publicMessage, cause } = await failure(gateway.fetch('ch_1'));

    expect([kind, code, message, publicMessage]).toEqual(['final', 'card-expired', 'Refused [secret]', 'The card has expired']);
    expect(JSON.stringify(cause)).not.toContain('sk_live_1');
  });

  it('keeps the provider’s own words without secrets, in a form that JSON holds', async () => {
    const raw = { key: 'sk_live_1', big: 10n, nested: [{ at: new Date(0) }] };
    const { gateway } = aGateway({
      gateway: { fetch: () => ({ ...PAID, raw, undeclared: 'sk_live_1' }) },
      secrets: ['sk_live_1'],
    });

    expect(await gateway.fetch('ch_1')).toEqual({
      ...PAID,
      raw: { key: '[secret]', big: '10', nested: [{ at: '1970-01-01T00:00:00.000Z' }] },
    });
  });

  it('leaves a provider alone after five failures in a row, then tries with one call', async () => {
    let calls = 0;
    let isDown = true;
    const fetch = (): Promise<PaymentSnapshot> => {
      calls += 1;
      return isDown ? Promise.reject(PluginFailure.retryable('down', { code: 'http-503' })) : Promise.resolve(PAID);
    };
    const { gateway, clock } = aGateway({ gateway: { fetch } });

    for (let round = 0; round < 5; round += 1) await failure(gateway.fetch('ch_1'));
    const refused = await failure(gateway.fetch('ch_1'));
    expect([refused.kind, refused.code, calls]).toEqual(['retryable', 'circuit-open', 5]);
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(await gateway.start({} as never, call())).toMatchObject({ next: 'nothing' });

    clock.pass(15_000);
    await Promise.all([failure(gateway.fetch('ch_1')), failure(gateway.fetch('ch_1'))]);
    expect(calls).toBe(6);

    clock.pass(15_000);
    expect((await failure(gateway.fetch('ch_1'))).code).toBe('circuit-open');

    clock.pass(15_000);
    isDown = false;
    expect(await gateway.fetch('ch_1')).toEqual(PAID);
    expect(await gateway.fetch('ch_1')).toEqual(PAID);
  });

  it('does not count refusals, because a provider that refuses is there', async () => {
    const { gateway } = aGateway({ gateway: { fetch: () => Promise.reject(PluginFailure.final('no', { code: 'no' })) } });

    for (let round = 0; round < 10; round += 1) expect((await failure(gateway.fetch('ch_1'))).code).toBe('no');
  });

  it('lets strangers who send rubbish to the webhook open no breaker', async () => {
    const { gateway } = aGateway({ gateway: { parseWebhook: () => Promise.reject(new SyntaxError('rubbish')) } });

    for (let round = 0; round < 20; round += 1)
      expect((await failure(gateway.parseWebhook!({} as never))).code).toBe('unclassified');
  });

  it('has a bounded number of calls under way, and gives a slot back when the plugin hangs', async () => {
    let atOnce = 0;
    let most = 0;
    const fetch = async (): Promise<PaymentSnapshot> => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await later(2);
      atOnce -= 1;
      return PAID;
    };
    const busy = aGateway({ gateway: { fetch } }).gateway;
    const hanging = aGateway({ gateway: { find: () => new Promise(() => undefined) }, limitMs: 20 }).gateway;

    await Promise.all(Array.from({ length: 100 }, () => busy.fetch('ch_1')));
    const hung = await Promise.all(Array.from({ length: 30 }, () => failure(hanging.find!('p_1'))));

    expect(most).toBe(24);
    expect(new Set(hung.map(({ code }) => code))).toEqual(new Set(['deadline', 'circuit-open']));
    expect(await hanging.start({} as never, call())).toMatchObject({ next: 'nothing' });
  });

  it('turns a crowd away rather than keeping it waiting without end', async () => {
    const { gateway } = aGateway({ gateway: { fetch: () => later(20, PAID) } });

    const results = await Promise.allSettled(Array.from({ length: 300 }, () => gateway.fetch('ch_1')));

    const refused = results.filter(result => result.status === 'rejected').map(result => result.reason as PluginFailure);
    expect(refused).toHaveLength(300 - 224);
    expect(refused[0]).toMatchObject({ kind: 'retryable', code: 'too-many-calls' });
  });

  it('refuses to call out while a transaction is open', async () => {
    const { gateway } = aGateway({ isInTransaction: () => true });

    await expect(gateway.fetch('ch_1')).rejects.toThrow('inside a transaction');
  });

  it('understands that a search found nothing', async () => {
    const provider = guarded(
      'server-provider',
      { find: () => Promise.resolve(null), terminate: () => Promise.resolve('done') } as unknown as ServerProvider,
      {
        pluginId: 'cloud',
        clock: new PushedClock(),
        redactor: new Redactor(),
        isInTransaction: () => false,
      },
    );

    expect(await provider.find('s-1')).toBeUndefined();
    expect(await provider.terminate('x', call())).toBeUndefined();
  });
});
