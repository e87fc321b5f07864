import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { payingHouse, type PayingHouse, type PayingShop } from '../../../test/harness/paying-shop.js';
import { Installations } from '../../platform/plugins/index.js';
import { aPluginsDir, writePlugin } from '../../../test/harness/plugin-folder.js';

/** What a gateway written for these tests does next, and what it was asked. */
interface Script {
  start: () => unknown;
  fetch: () => unknown;
  webhook: () => unknown;
  readonly calls: { readonly method: string; readonly key?: string; readonly attempt?: number; readonly returnUrl?: string }[];
}

/** The plugin is a file of its own and meets the test here. */
const shared = globalThis as typeof globalThis & { scriptedGateway: Script };

const CODE = `
const script = () => globalThis.scriptedGateway;
export default { kind: 'payment-gateway', create: () => ({
  async start(payment, call) {
    script().calls.push({ method: 'start', key: call.idempotencyKey, attempt: call.attempt, returnUrl: payment.returnUrl });
    return script().start();
  },
  async fetch() { script().calls.push({ method: 'fetch' }); return script().fetch(); },
  async parseWebhook() { return script().webhook(); },
}) };`;

let pluginsDir: string;
let house: PayingHouse;
let shop: PayingShop;
let till: string;

beforeAll(async () => {
  pluginsDir = await aPluginsDir();
  await writePlugin(
    pluginsDir,
    'till',
    { capabilities: ['idempotent', 'webhook'], permissions: { webhook: true }, elements: { 'till-card': './card.js' } },
    { 'index.js': CODE, 'card.js': "customElements.define('till-card', class extends HTMLElement {});" },
  );
  await writePlugin(
    pluginsDir,
    'stamp',
    { capabilities: [], currencies: ['USD'] },
    { 'index.js': CODE.replace(/async parseWebhook.*/, '') },
  );
  house = await payingHouse({ PLUGINS_DIR: pluginsDir });
});

afterAll(async () => {
  await house.close();
  await rm(pluginsDir, { recursive: true });
});

const install = async (pluginId: string): Promise<string> =>
  (
    await house.http.app
      .get(Installations)
      .create(shop.tenant.id, { pluginId, label: pluginId, enabled: true, config: {} }, 'test')
  ).id;

beforeEach(async () => {
  shop = await house.shop();
  till = await install('till');
  shared.scriptedGateway = {
    start: () => redirect(),
    fetch: () => ({ reference: 't-1', state: 'pending' }),
    webhook: () => ({ events: [] }),
    calls: [],
  };
});

const redirect = (payment: object = {}): object => ({
  next: 'redirect',
  url: 'https://till.example/pay',
  payment: { reference: 't-1', state: 'pending', ...payment },
});

/** A failure as a plugin throws it, without the SDK at hand. */
const failure = (kind: string, code: string, publicMessage?: string): Error =>
  Object.assign(new Error('internal words'), { [Symbol.for('hostwright.plugin-failure')]: true, kind, code, publicMessage });

const fail = (error: Error) => (): never => {
  throw error;
};

describe('a gateway that cannot search but honours keys', () => {
  it('is told again under the same key, with the same words, when its answer was lost', async () => {
    const invoice = await shop.invoice();
    shared.scriptedGateway.start = fail(failure('unknown', 'reset'));
    const { payment } = await shop.start(invoice, till);
    expect(payment.state).toBe('unknown');

    shared.scriptedGateway.start = () => redirect({ state: 'succeeded', received: { amount: 1999n, currency: 'EUR' } });
    await house.pass(1);

    const [first, second] = shared.scriptedGateway.calls;
    expect(first).toMatchObject({ method: 'start', key: `payment-${payment.id}`, attempt: 1 });
    expect(second).toEqual({ ...first, attempt: 2 });
    expect(await shop.invoiceState(invoice)).toMatchObject({ state: 'paid' });
  });

  it('does not lose a payment because the repetition was refused', async () => {
    const invoice = await shop.invoice();
    shared.scriptedGateway.start = fail(failure('unknown', 'reset'));
    await shop.start(invoice, till);

    for (const kind of ['retryable', 'final']) {
      shared.scriptedGateway.start = fail(failure(kind, 'slow-down'));
      await house.pass(5);
      expect(await shop.paymentsOf(invoice)).toMatchObject([{ state: 'unknown' }]);
    }
  });
});

describe('a gateway that neither searches nor honours keys', () => {
  it('is never told twice: the payment waits for its message', async () => {
    const stamp = await install('stamp');
    const invoice = await shop.invoice(1999n, 'USD');
    shared.scriptedGateway.start = fail(failure('unknown', 'reset'));

    const first = await shop.start(invoice, stamp);
    const second = await shop.start(invoice, stamp);
    for (const minutes of [1, 4, 25, 90, 240, 18 * 60]) await house.pass(minutes);

    expect(second).toEqual(first);
    const key = `payment-${first.payment.id}`;
    expect(shared.scriptedGateway.calls.filter(call => call.key === key)).toHaveLength(1);
    expect(await shop.paymentsOf(invoice)).toMatchObject([
      { state: 'unknown', note: expect.stringContaining('within a day') as string },
    ]);
    expect(await shop.rows(`select recipient from deliveries where template = 'payment-unresolved'`)).toEqual([
      { recipient: `owner@${shop.tenant.slug}.example` },
    ]);
  });

  it('is offered only in the currency that it takes', async () => {
    const stamp = await install('stamp');

    const answer = await shop.startRaw(await shop.invoice(1999n, 'EUR'), stamp);
    const offered = await shop.call('GET /api/store/payment-methods?currency=EUR');

    expect(answer.status).toBe(404);
    expect(offered.text).not.toContain(stamp);
  });
});

describe('the words of a gateway', () => {
  it('that refuse reach the customer only as far as they are public', async () => {
    const invoice = await shop.invoice();
    shared.scriptedGateway.start = fail(failure('final', 'amount-too-small', 'Not less than 1 EUR'));

    const answer = await shop.startRaw(invoice, till);

    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'gateway-refused', detail: 'Not less than 1 EUR' });
    expect(answer.text).not.toContain('internal words');
    expect(await shop.paymentsOf(invoice)).toMatchObject([{ state: 'failed' }]);
  });

  it.each([
    ['throws something of its own', fail(new Error('x is not a function'))],
    [
      'answers with something else',
      () => ({ next: 'redirect', url: 'javascript:alert(1)', payment: { reference: 't-1', state: 'pending' } }),
    ],
    ['answers with nothing', () => undefined],
  ])('mean nothing certain when it %s', async (_, start) => {
    const invoice = await shop.invoice();
    shared.scriptedGateway.start = start;

    const { payment, step } = await shop.start(invoice, till);

    expect([payment.state, step]).toEqual(['unknown', { next: 'nothing' }]);
  });

  it('settle nothing when they say "succeeded" without a sum', async () => {
    const invoice = await shop.invoice();
    shared.scriptedGateway.start = () => redirect({ state: 'succeeded' });

    const { payment } = await shop.start(invoice, till);

    expect(payment.state).toBe('pending');
    expect(await shop.invoiceState(invoice)).toMatchObject({ state: 'open' });
  });

  it('do not settle two payments under one reference', async () => {
    const [first, second] = [await shop.invoice(), await shop.invoice()];
    shared.scriptedGateway.start = () => redirect({ state: 'succeeded', received: { amount: 1999n, currency: 'EUR' } });

    await shop.start(first, till);
    await shop.start(second, till);

    expect(await shop.invoiceState(first)).toMatchObject({ state: 'paid' });
    expect(await shop.invoiceState(second)).toMatchObject({ state: 'open' });
    expect(await shop.gatewayPostings()).toHaveLength(1);
    expect((await shop.paymentsOf(second))[0]!.note).toContain('another payment');
  });

  it('can ask for an element on the page, and no other than the manifest names', async () => {
    const element = { next: 'embed', element: 'till-card', data: { token: 'abc' } };
    shared.scriptedGateway.start = () => ({ ...element, payment: { reference: 't-1', state: 'requires-action' } });
    const module = expect.stringMatching(/^\/plugins\/till\/element-[0-9a-f]{16}\.js$/) as string;

    const { payment, step } = await shop.start(await shop.invoice(), till);
    shared.scriptedGateway.start = () => ({ ...element, element: 'other-card', payment: { reference: 't-2', state: 'pending' } });
    const other = await shop.start(await shop.invoice(), till);

    expect([payment.state, step]).toEqual(['requires-action', { ...element, module }]);
    expect([other.payment.state, other.step]).toEqual(['unknown', { next: 'nothing' }]);
  });
});

describe('a message of a gateway', () => {
  const deliver = () => shop.deliver({ url: '', headers: {}, body: '{}' }, till);

  it('is answered in the words that the provider insists on', async () => {
    shared.scriptedGateway.webhook = () => ({ events: [], reply: { status: 202, contentType: 'text/xml', body: '<ok/>' } });

    const answer = await deliver();

    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([202, '<ok/>', 'text/xml']);
  });

  it('of a kind that nobody handles yet is kept', async () => {
    const dispute = {
      id: 'd-1',
      type: 'dispute',
      reference: 't-1',
      disputeReference: 'dp-1',
      state: 'opened',
      amount: { amount: 1999n, currency: 'EUR' },
    };
    shared.scriptedGateway.webhook = () => ({ events: [dispute, dispute] });

    expect((await deliver()).status).toBe(200);
    await house.jobs.run();

    expect(await shop.rows('select state, event from webhook_inbox')).toEqual([
      { state: 'unmatched', event: { ...dispute, amount: { amount: '1999', currency: 'EUR' } } },
    ]);
  });

  it.each([
    ['the secret is missing', failure('final', 'secret-missing'), 401],
    ['it cannot be read', failure('final', 'no-such-event'), 400],
    ['the provider cannot be asked now', failure('retryable', 'http-503'), 503],
    ['the plugin stumbles', new TypeError('x is undefined'), 503],
  ])('is refused and leaves nothing behind when %s', async (_, error, status) => {
    shared.scriptedGateway.webhook = fail(error);

    const answer = await deliver();

    expect(answer.status).toBe(status);
    expect(await shop.inbox()).toEqual([]);
  });
});
