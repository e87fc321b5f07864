import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoundedFetch, Clock } from '../context.js';
import type { Plugin } from '../define-plugin.js';
import { PluginFailure } from '../failure.js';
import type { PaymentGateway, PaymentStep, StartPayment, WebhookRequest } from '../kinds/payment-gateway.js';
import { money } from '../money.js';
import { commonRules } from './common-rules.js';
import { aCall, fakeContext, type FakeContext } from './fake-context.js';
import { LeakWatch } from './leak-watch.js';
import { readManifest } from './manifest-file.js';

/** The provider's side of the table: what the suite needs to know of it and make it do. */
export interface GatewayBench<Config> {
  readonly config: Config;
  readonly secrets: Readonly<Record<string, string>>;
  readonly fetch?: BoundedFetch;
  readonly clock?: Clock;
  /** How many charges the provider holds for a payment. */
  readonly charges?: (paymentId: string) => number | Promise<number>;
  /** The provider does the next thing it is asked, and its answer does not arrive. */
  readonly loseNextAnswer?: () => void;
  /** The customer pays. */
  readonly settle?: (paymentId: string) => void | Promise<void>;
  /** From now on the provider describes this payment with a word of tomorrow. */
  readonly sayUnknownWord?: (paymentId: string) => void;
  /** What the provider sends about the payment, truly signed. */
  readonly webhook?: (paymentId: string) => WebhookRequest | Promise<WebhookRequest>;
  close?(): Promise<void>;
}

export interface GatewayContractOptions<Config> {
  /** Address of plugin.json. */
  readonly manifest: URL;
  readonly bench: () => GatewayBench<Config> | Promise<GatewayBench<Config>>;
  readonly payment?: Partial<StartPayment>;
  /** No provider stands behind the gateway: staff decide whether it was paid, so there is nothing to settle or to misread. */
  readonly manual?: true;
}

/** Every promise that a payment gateway makes to the core. */
export function paymentGatewayContract<Config>(
  plugin: Plugin<'payment-gateway', Config>,
  options: GatewayContractOptions<Config>,
): void {
  const manifest = readManifest(options.manifest);
  const has = (capability: string): boolean => (manifest.capabilities ?? []).includes(capability);
  const watch = new LeakWatch();
  let bench: GatewayBench<Config>;
  let context: FakeContext<Config>;
  let gateway: PaymentGateway;

  const aPayment = (): StartPayment => ({
    paymentId: randomUUID(),
    invoiceId: randomUUID(),
    invoiceNumber: `INV-2026-${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`,
    amount: money(1999n, manifest.currencies?.[0] ?? 'EUR'),
    description: 'Invoice for a server',
    payer: { customerId: randomUUID(), email: 'payer@example.test', name: 'Олена Шевченко', country: 'UA' },
    locale: 'en',
    saveMethod: false,
    returnUrl: 'https://shop.example/return',
    cancelUrl: 'https://shop.example/cancel',
    ...options.payment,
  });
  const start = (payment: StartPayment) => watch.hear(gateway.start(payment, aCall(`payment-${payment.paymentId}`)));

  describe(`${manifest.id}, as a payment gateway`, () => {
    beforeAll(async () => {
      bench = await options.bench();
      context = fakeContext({ ...bench });
      gateway = plugin.create(context);
    });
    afterAll(async () => {
      await bench?.close?.();
    });

    commonRules(plugin, manifest, options.manifest);

    it('asks for one payment when the same intent arrives twice', async () => {
      const payment = aPayment();

      const first = await start(payment);
      const second = await start(payment);

      expect(second.payment.reference).toBe(first.payment.reference);
      if (bench.charges) expect(await bench.charges(payment.paymentId)).toBe(1);
    });

    it('tells payments apart', async () => {
      const [one, other] = [await start(aPayment()), await start(aPayment())];

      expect(one.payment.reference).not.toBe(other.payment.reference);
    });

    it('has a truth to fetch for what it started, unpaid while nobody paid', async () => {
      const { payment } = await start(aPayment());

      const fetched = await watch.hear(gateway.fetch(payment.reference));

      expect(fetched.reference).toBe(payment.reference);
      expect(['pending', 'requires-action']).toContain(fetched.state);
    });

    if (!options.manual) providerRules(() => ({ bench, context, gateway, watch, start, aPayment, plugin }));

    if (has('find')) {
      it('finds the payment again when the answer of start was lost, and starts no second one', async () => {
        const payment = aPayment();
        bench.loseNextAnswer?.();

        const lost = await start(payment).catch((error: unknown) => error);
        const found = await watch.hear(gateway.find!(payment.paymentId));

        if (bench.loseNextAnswer) expect(lost).toMatchObject({ kind: 'unknown' });
        expect(found?.reference).toBeTruthy();
        if (has('idempotent')) expect((await start(payment)).payment.reference).toBe(found?.reference);
        if (bench.charges) expect(await bench.charges(payment.paymentId)).toBe(1);
      });

      it('finds nothing of a payment that was never started', async () => {
        expect(await watch.hear(gateway.find!(randomUUID()))).toBeUndefined();
      });
    }

    if (has('webhook')) webhookRules(() => ({ bench, context, gateway, watch, start, aPayment, plugin }));

    if (has('refund')) {
      it('gives money back once for one intent', async () => {
        const payment = aPayment();
        const { reference } = (await start(payment)).payment;
        await bench.settle?.(payment.paymentId);
        const refund = { refundId: randomUUID(), reference, amount: payment.amount };

        const first = await watch.hear(gateway.refund!(refund, aCall(`refund-${refund.refundId}`)));
        const second = await watch.hear(gateway.refund!(refund, aCall(`refund-${refund.refundId}`)));

        expect(first).toMatchObject({ amount: payment.amount });
        expect(first.state).not.toBe('failed');
        expect(second.reference).toBe(first.reference);
        if (has('fetch-refund'))
          expect(await gateway.fetchRefund!(first.reference)).toMatchObject({ reference: first.reference });
      });
    }

    if (has('cancel')) {
      it('cancels what is already cancelled', async () => {
        const { reference } = (await start(aPayment())).payment;

        const first = await watch.hear(gateway.cancel!(reference, aCall(`cancel-${reference}`)));
        const second = await watch.hear(gateway.cancel!(reference, aCall(`cancel-${reference}-2`)));

        expect([first.state, second.state]).toEqual(['cancelled', 'cancelled']);
      });
    }

    it('lets no secret out in an answer, an error or a log line', async () => {
      await watch.hear(gateway.fetch(`no-such-payment-${randomUUID()}`)).catch(expectClassified);

      watch.expectSilenceAbout(bench.secrets, context.logs);
    });
  });
}

interface Parts<Config> {
  readonly bench: GatewayBench<Config>;
  readonly context: FakeContext<Config>;
  readonly gateway: PaymentGateway;
  readonly watch: LeakWatch;
  readonly plugin: Plugin<'payment-gateway', Config>;
  readonly start: (payment: StartPayment) => Promise<PaymentStep>;
  readonly aPayment: () => StartPayment;
}

function providerRules<Config>(parts: () => Parts<Config>): void {
  it('reports what was taken, in the currency that was asked for, once it is paid', async () => {
    const { bench, gateway, watch, start, aPayment } = parts();
    const payment = aPayment();
    const step = await start(payment);
    await needed(bench.settle, 'settle')(payment.paymentId);

    const fetched = await watch.hear(gateway.fetch(step.payment.reference));

    expect(fetched).toMatchObject({ state: 'succeeded', received: payment.amount });
  });

  it('reads a word it does not know as pending', async () => {
    const { bench, gateway, watch, start, aPayment } = parts();
    const payment = aPayment();
    const step = await start(payment);
    needed(bench.sayUnknownWord, 'sayUnknownWord')(payment.paymentId);

    expect((await watch.hear(gateway.fetch(step.payment.reference))).state).toBe('pending');
  });
}

function webhookRules<Config>(parts: () => Parts<Config>): void {
  const delivered = async (): Promise<{ payment: StartPayment; request: WebhookRequest }> => {
    const { bench, start, aPayment } = parts();
    const payment = aPayment();
    await start(payment);
    await bench.settle?.(payment.paymentId);
    return { payment, request: await needed(bench.webhook, 'webhook')(payment.paymentId) };
  };

  it('understands a signed webhook, the same way each time, with no network', async () => {
    const { request } = await delivered();
    const { gateway, context, watch } = parts();
    const before = context.requests.length;

    const first = await watch.hear(gateway.parseWebhook!(request));
    const second = await watch.hear(gateway.parseWebhook!(request));

    expect(first.events.length).toBeGreaterThan(0);
    expect(first.events[0]?.id).toBeTruthy();
    expect(second).toEqual(first);
    expect(context.requests.length).toBe(before);
  });

  it('refuses a webhook with one byte changed', async () => {
    const { request } = await delivered();
    const { gateway, watch } = parts();
    const positions = [0, Math.floor(request.body.length / 2), request.body.length - 1];

    for (const position of positions) {
      const body = Uint8Array.from(request.body, (byte, index) => (index === position ? byte ^ 1 : byte));
      const refused = await watch.hear(gateway.parseWebhook!({ ...request, body })).catch((error: unknown) => error);
      expect(refused).toMatchObject({ name: 'PluginFailure', kind: 'final', code: 'bad-signature' });
    }
  });

  it('refuses a webhook without its signature', async () => {
    const { request } = await delivered();

    const refused = await parts()
      .watch.hear(parts().gateway.parseWebhook!({ ...request, headers: {}, query: {} }))
      .catch((error: unknown) => error);

    expect(refused).toMatchObject({ kind: 'final', code: 'bad-signature' });
  });

  it('verifies nothing while its secrets are empty', async () => {
    const { request } = await delivered();
    const { bench, plugin, watch } = parts();
    const empty = Object.fromEntries(Object.keys(bench.secrets).map(name => [name, '']));
    const careless = plugin.create(fakeContext({ ...bench, secrets: empty }));

    const refused = await watch.hear(careless.parseWebhook!(request)).catch((error: unknown) => error);

    expect(refused).toMatchObject({ kind: 'final' });
  });
}

function expectClassified(error: unknown): void {
  expect(error).toBeInstanceOf(PluginFailure);
}

/** What the bench must be able to do for a gateway of this kind; without it a promise would go untested. */
function needed<Hook>(hook: Hook | undefined, name: string): Hook {
  if (hook === undefined) throw new Error(`The bench of this gateway needs ${name}()`);
  return hook;
}
