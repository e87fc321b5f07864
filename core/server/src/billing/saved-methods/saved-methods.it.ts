import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SavedMethod } from '@hostwright/sdk/http';
import { aCustomer, payingHouse, signIn, type PayingHouse, type PayingShop } from '../../../test/harness/paying-shop.js';
import { Wallet } from '../../../test/harness/wallet.js';
import { Daily } from '../../platform/daily/index.js';
import { newId } from '../../platform/database/index.js';
import { Installations } from '../../platform/plugins/index.js';

const DAY = 24 * 60;
const TOKEN = 'tok_secret_4242';

let wallet: Wallet;
let house: PayingHouse;
let shop: PayingShop;
let till: string;
let token: string;

beforeAll(async () => {
  wallet = await Wallet.open();
  house = await payingHouse({ PLUGINS_DIR: wallet.pluginsDir });
});

afterAll(async () => {
  await house.close();
  await wallet.close();
});

beforeEach(async () => {
  wallet.reset();
  shop = await house.shop();
  token = shop.customer.token;
  const wanted = { pluginId: 'wallet', label: 'Wallet', enabled: true, config: {} };
  till = (await house.http.app.get(Installations).create(shop.tenant.id, wanted, 'test')).id;
});

const start = async (body: object = {}, invoice?: { id: string }) => {
  const { id } = invoice ?? (await shop.invoice());
  const all = { installationId: till, returnUrl: `${shop.tenant.url}/cabinet`, ...body };
  return shop.call(`POST /api/store/invoices/${id}/payments`, { token, headers: { 'idempotency-key': newId() }, body: all });
};

/** Pays on the provider's page and agrees that the card is kept; the provider tells it by its message. */
async function save(copies = 1): Promise<string> {
  const { payment } = (await start({ saveMethod: true })).json<{ payment: { id: string } }>();
  for (let copy = 0; copy < copies; copy += 1) await shop.deliver(wallet.message(payment.id), till);
  await house.jobs.run();
  return payment.id;
}

const list = async (reader = token): Promise<SavedMethod[]> =>
  (await shop.call('GET /api/store/saved-methods', { token: reader })).json<{ items: SavedMethod[] }>().items;

/** Half days, because the work of a day begins at an hour of the shop's clock. */
async function nextDays(days: number, processes = 1): Promise<void> {
  const daily = house.http.app.get(Daily);
  for (let half = 0; half < days * 2; half += 1) {
    await house.pass(DAY / 2);
    await Promise.all(Array.from({ length: processes }, () => daily.look()));
    await house.jobs.run();
  }
}

/** Hours have gone by: nobody is signed in any more. */
async function signInAgain(): Promise<void> {
  const [customer] = await shop.rows<{ email: string }>('select email from customers where id = $1', [shop.customer.id]);
  token = await signIn(house.http, shop.tenant, 'POST /api/store/sessions', customer!.email);
}

describe('a method that the customer leaves with the provider', () => {
  it('is offered where the gateway can keep it', async () => {
    const { items } = (await shop.call('GET /api/store/payment-methods')).json<{
      items: { installationId: string; savesMethods: boolean }[];
    }>();

    const saving = items.filter(({ savesMethods }) => savesMethods).map(({ installationId }) => installationId);
    expect(saving).toEqual([till]);
  });

  it('is kept once, however often the provider names it, and becomes the default', async () => {
    const paymentId = await save(5);
    await shop.payment(paymentId);

    expect(wallet.calls('start')).toMatchObject([{ saveMethod: true }]);
    expect(await list()).toMatchObject([
      { installationId: till, method: 'Wallet', label: 'Visa ···· 4242', isDefault: true, isExpired: false, expires: null },
    ]);
    expect(await shop.events('saved-method.added')).toHaveLength(1);
  });

  it('is not kept when the customer did not agree', async () => {
    const { payment } = (await start()).json<{ payment: { id: string } }>();
    await shop.deliver(wallet.message(payment.id, { savedMethod: { token: TOKEN, label: 'Visa' } }), till);
    await house.jobs.run();

    expect(await list()).toEqual([]);
  });

  it('is not kept when the card was refused', async () => {
    const { payment } = (await start({ saveMethod: true })).json<{ payment: { id: string } }>();
    await shop.deliver(wallet.message(payment.id, { state: 'declined', received: undefined }), till);
    await house.jobs.run();

    expect(await list()).toEqual([]);
  });

  it('shows its token to nobody, neither in an answer nor in a row', async () => {
    const paymentId = await save();
    await start({ savedMethodId: (await list())[0]!.id });
    await shop.deliver({ ...wallet.message(paymentId), body: wallet.message(paymentId).body.replace('e-', 'f-') }, till);

    const answers = [
      await shop.call('GET /api/store/saved-methods'),
      await shop.asStaff(`GET /api/admin/customers/${shop.customer.id}/saved-methods`),
      await shop.asStaff(`GET /api/admin/payments/${paymentId}`),
    ];
    for (const answer of answers) expect([answer.status, answer.text.includes(TOKEN)]).toEqual([200, false]);
    for (const table of ['saved_methods', 'webhook_inbox', 'payments', 'events', 'audit_entries', 'deliveries']) {
      const rows = await shop.rows<{ text: string }>(`select to_jsonb(t)::text as text from ${table} t`);
      expect([table, rows.some(({ text }) => text.includes(TOKEN))]).toEqual([table, false]);
    }
  });

  it('is found by its customer and by staff, and by nobody else', async () => {
    await save();
    const [method] = await list();
    const stranger = await aCustomer(house.http, shop.tenant);
    const next = await house.shop();

    expect(await list(stranger.token)).toEqual([]);
    for (const route of [
      `POST /api/store/saved-methods/${method!.id}/default`,
      `DELETE /api/store/saved-methods/${method!.id}`,
    ]) {
      expect((await shop.call(route, { token: stranger.token })).status).toBe(404);
      expect((await next.call(route)).status).toBe(404);
    }
    const staff = await shop.asStaff(`GET /api/admin/customers/${shop.customer.id}/saved-methods`);
    expect(staff.json<{ items: unknown[] }>().items).toHaveLength(1);
    expect((await next.asStaff(`GET /api/admin/customers/${shop.customer.id}/saved-methods`)).status).toBe(404);
    expect(await list()).toHaveLength(1);
  });

  it('gives way as the default to the one that the customer chooses', async () => {
    await save();
    wallet.script({ card: { token: 'tok_other', label: 'Mastercard ···· 1111' } });
    await save();
    const second = (await list()).find(({ isDefault }) => !isDefault)!;

    const answers = await Promise.all(
      Array.from({ length: 5 }, () => shop.call(`POST /api/store/saved-methods/${second.id}/default`)),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await list()).map(({ label, isDefault }) => [label, isDefault])).toEqual([
      ['Mastercard ···· 1111', true],
      ['Visa ···· 4242', false],
    ]);
  });
});

describe('paying with a saved method', () => {
  it('charges it at once', async () => {
    await save();
    const invoice = await shop.invoice();

    const answer = await start({ savedMethodId: (await list())[0]!.id }, invoice);

    expect(answer.json()).toMatchObject({ payment: { state: 'succeeded' }, step: { next: 'nothing' } });
    expect(wallet.calls('chargeSaved')).toMatchObject([{ token: TOKEN, attempt: 1 }]);
    expect(await shop.invoiceState(invoice)).toMatchObject({ state: 'paid', paidMinor: 1999n });
  });

  it('lets the customer pay on the page when the bank wants a confirmation', async () => {
    await save();
    const invoice = await shop.invoice();
    wallet.script({ charges: ['action'] });

    const charged = await start({ savedMethodId: (await list())[0]!.id }, invoice);
    const paged = await start({}, invoice);

    expect(charged.json()).toMatchObject({ payment: { state: 'requires-action' }, step: { next: 'nothing' } });
    expect(paged.json()).toMatchObject({ payment: { state: 'pending' }, step: { next: 'redirect' } });
  });

  it('charges nothing twice when the answer was lost, whatever the customer presses', async () => {
    await save();
    const invoice = await shop.invoice();
    const savedMethodId = (await list())[0]!.id;
    wallet.script({ charges: ['lost'] });

    const first = (await start({ savedMethodId }, invoice)).json<{ payment: { id: string; state: string } }>();
    await start({ savedMethodId }, invoice);
    await start({}, invoice);
    await house.pass(1);

    expect(first.payment.state).toBe('unknown');
    expect(await shop.invoiceState(invoice)).toMatchObject({ state: 'paid', paidMinor: 1999n });
    expect(new Set(wallet.calls('chargeSaved').map(({ key }) => key))).toEqual(new Set([`payment-${first.payment.id}`]));
    expect(await shop.paymentsOf(invoice)).toHaveLength(1);
  });

  it('finds neither the method of another customer nor one of another way to pay', async () => {
    await save();
    const [method] = await list();
    const stranger = await aCustomer(house.http, shop.tenant);
    const invoice = await shop.invoice(1999n, 'EUR', { customerId: stranger.id });
    const body = { installationId: till, returnUrl: `${shop.tenant.url}/`, savedMethodId: method!.id };
    const headers = { 'idempotency-key': newId() };

    const foreign = await shop.call(`POST /api/store/invoices/${invoice.id}/payments`, { token: stranger.token, headers, body });
    const elsewhere = await start({ savedMethodId: method!.id, installationId: shop.cards });

    expect([foreign.status, elsewhere.status]).toEqual([404, 404]);
    expect(wallet.calls('chargeSaved')).toEqual([]);
  });
});

describe('removing a saved method', () => {
  it('takes it from the customer at once, and from the provider as soon as it listens', async () => {
    await save();
    const [method] = await list();
    wallet.script({ forget: ['busy', 'busy'] });

    const answer = await shop.call(`DELETE /api/store/saved-methods/${method!.id}`);
    expect([answer.status, await list()]).toEqual([204, []]);
    await house.jobs.run();
    await house.pass(1);
    await house.pass(10);
    await signInAgain();

    expect(wallet.calls('forgetMethod')).toMatchObject([
      { key: `forget-${method!.id}`, token: TOKEN, attempt: 1 },
      { attempt: 2 },
      { attempt: 3 },
    ]);
    expect(await shop.rows('select token_sealed, is_default from saved_methods')).toEqual([
      { tokenSealed: null, isDefault: false },
    ]);
    expect((await start({ savedMethodId: method!.id })).status).toBe(404);
    expect((await shop.call(`DELETE /api/store/saved-methods/${method!.id}`, { token })).status).toBe(404);
  });

  it('ends here also when the provider says that it never will', async () => {
    await save();
    wallet.script({ forget: ['final'] });

    await shop.call(`DELETE /api/store/saved-methods/${(await list())[0]!.id}`);
    await house.jobs.run();

    expect(await shop.rows('select token_sealed from saved_methods')).toEqual([{ tokenSealed: null }]);
  });

  it('is not undone by a message that comes late, but by a new payment', async () => {
    const paymentId = await save();
    house.http.clock.pass(1000);
    await shop.call(`DELETE /api/store/saved-methods/${(await list())[0]!.id}`);
    const late = wallet.message(paymentId);
    await shop.deliver({ ...late, body: late.body.replace('"e-', '"late-') }, till);
    await house.jobs.run();
    expect(await list()).toEqual([]);

    house.http.clock.pass(1000);
    await save();

    expect(await list()).toMatchObject([{ isDefault: true }]);
    expect(await shop.rows('select id from saved_methods')).toHaveLength(1);
  });
});

describe('the end of a method', () => {
  const inDays = (days: number): { month: number; year: number } => {
    const end = Temporal.Instant.fromEpochMilliseconds(house.http.clock.now().getTime())
      .toZonedDateTimeISO(shop.tenant.timeZone)
      .add({ days });
    return { month: end.month, year: end.year };
  };

  it('is told twice, a month and a week before, and not to the shop next door', async () => {
    wallet.script({ card: { token: 'tok_ending', label: 'Visa ···· 1881', expires: inDays(65) } });
    await save();
    const next = await house.shop();

    await nextDays(100);
    await signInAgain();

    const notices = await shop.rows<{ state: string; data: { values: object } }>(
      `select data from deliveries where template = 'method-expiring'`,
    );
    const { month, year } = (await list())[0]!.expires!;
    expect((await shop.events('saved-method.expiring')).map(({ data }) => data['days'])).toEqual([30, 7]);
    expect(notices.map(({ data }) => data.values)).toEqual([
      { name: 'Visa ···· 1881', until: `${String(month).padStart(2, '0')}/${year}` },
      { name: 'Visa ···· 1881', until: `${String(month).padStart(2, '0')}/${year}` },
    ]);
    expect(await next.rows(`select id from deliveries where template = 'method-expiring'`)).toEqual([]);
    expect(await list()).toMatchObject([{ isExpired: true }]);
  });

  it('is told once by many workers, and again when the provider has renewed the card', async () => {
    wallet.script({ card: { token: 'tok_ending', label: 'Visa ···· 1881', expires: inDays(10) } });
    await save();
    await nextDays(3, 10);
    await signInAgain();
    const told = (await shop.events('saved-method.expiring')).length;

    wallet.script({ card: { token: 'tok_ending', label: 'Visa ···· 1881', expires: inDays(400) } });
    await save();

    expect(told).toBe(1);
    expect(await list()).toMatchObject([{ expires: inDays(400), isExpired: false }]);
    expect(await shop.rows('select notices from saved_methods')).toEqual([{ notices: 0 }]);
  });
});
