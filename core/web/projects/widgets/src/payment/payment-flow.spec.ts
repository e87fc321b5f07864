import { Live } from '@hostwright/kit';
import { describe, expect, it, vi } from 'vitest';
import { json, refusal, smallShop, type Route } from '../platform/small-shop.testing.js';
import type { Journey } from './journey.js';
import { PaymentFlow, returnAddress } from './payment-flow.js';

const payment = (state: string, id = 'p1') => ({
  id,
  invoiceId: 'i1',
  invoiceNumber: 'INV-1',
  installationId: 'b',
  state,
  createdAt: `2026-11-22T10:00:0${id.at(-1)}Z`,
});

const quietLive = (): Live => {
  const live = new Live(
    'https://shop.test',
    () => undefined,
    () => Promise.resolve(false),
  );
  live.start = () => Promise.resolve();
  return live;
};

/** A browser that goes nowhere and writes down where it was sent. */
function aJourney(isForbidden = false) {
  const gone: string[] = [];
  const posted: Readonly<Record<string, string>>[] = [];
  const returns: (() => void)[] = [];
  const journey: Journey = {
    here: () => 'https://shop.test/checkout',
    go: address => void gone.push(address),
    post: (address, fields, forbidden) => (isForbidden ? forbidden() : (gone.push(address), posted.push(fields))),
    onReturn: back => void returns.push(back),
  };
  return { journey, gone, posted, comeBack: () => returns.forEach(back => back()) };
}

async function aFlow(routes: Readonly<Record<string, Route>>, trip = aJourney()) {
  const shop = smallShop({
    'GET /api/store/payment-methods': () => json({ items: [{ installationId: 'a' }, { installationId: 'b' }] }),
    ...routes,
  });
  const flow = new PaymentFlow(shop.api, quietLive(), shop.memory, trip.journey);
  await flow.loadMethods('EUR', 'en');
  return { ...shop, flow, ...trip };
}

describe('PaymentFlow', () => {
  it('pays in the way that was chosen, the first one otherwise', async () => {
    const { flow } = await aFlow({});
    expect(flow.choice.id()).toBe('a');

    flow.choice.choose('b');

    expect(flow.choice.id()).toBe('b');
  });

  it('shows instructions and follows the payment until it is settled', async () => {
    vi.useFakeTimers();
    let state = 'pending';
    const { flow } = await aFlow({
      'POST /api/store/invoices/:id/payments': () =>
        json({ payment: payment('pending'), step: { next: 'instructions', markdown: 'Pay' } }, 201),
      'GET /api/store/payments/:id': () => json(payment(state)),
    });

    await flow.start('i1');
    expect(flow.step()).toEqual({ next: 'instructions', markdown: 'Pay' });
    state = 'succeeded';
    await vi.advanceTimersByTimeAsync(3000);

    expect(flow.payment()?.state).toBe('succeeded');
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('finds the payment again after the payment page, also without a memory', async () => {
    const { flow } = await aFlow({
      'GET /api/store/payments': () =>
        json({
          items: [payment('declined', 'p1'), payment('succeeded', 'p2'), { ...payment('failed', 'p9'), invoiceId: 'other' }],
          next: null,
        }),
      'GET /api/store/payments/:id': (_, match) => json(payment(match[1] === 'p2' ? 'succeeded' : 'declined', match[1])),
    });

    await flow.resume('i1');

    expect(flow.payment()?.id).toBe('p2');
  });

  it('shows instructions again after a reload, until the buyer chooses another way', async () => {
    const { api, memory, flow } = await aFlow({
      'POST /api/store/invoices/:id/payments': () =>
        json({ payment: payment('pending'), step: { next: 'instructions', markdown: 'Pay' } }, 201),
      'GET /api/store/payments/:id': () => json(payment('pending')),
    });
    await flow.start('i1');
    flow.stop();

    const reloaded = new PaymentFlow(api, quietLive(), memory, aJourney().journey);
    expect(reloaded.isBegun('i1')).toBe(true);
    await reloaded.resume('i1');
    expect(reloaded.step()).toEqual({ next: 'instructions', markdown: 'Pay' });

    reloaded.again();
    expect(reloaded.isBegun('i1')).toBe(false);
    expect(reloaded.step()).toBeUndefined();
  });

  it('lets the buyer try again after a decline, under a new key', async () => {
    const { flow, requests } = await aFlow({
      'POST /api/store/invoices/:id/payments': () => json({ payment: payment('declined'), step: { next: 'nothing' } }, 201),
    });

    await flow.start('i1');
    flow.again();
    expect(flow.payment()).toBeUndefined();
    await flow.start('i1');

    const keys = requests.filter(request => request.method === 'POST').map(request => request.headers['Idempotency-Key']);
    expect(new Set(keys).size).toBe(2);
  });

  it('keeps the key while the same request is being worked on', async () => {
    let busy = true;
    const { flow, requests } = await aFlow({
      'POST /api/store/invoices/:id/payments': () =>
        busy ? refusal(409, 'request-in-progress') : json({ payment: payment('succeeded'), step: { next: 'nothing' } }, 201),
    });

    await flow.start('i1');
    busy = false;
    await flow.start('i1');

    const keys = requests.filter(request => request.method === 'POST').map(request => request.headers['Idempotency-Key']);
    expect(new Set(keys).size).toBe(1);
  });

  it('posts the form that a provider asks for instead of an address', async () => {
    const step = { next: 'redirect', url: 'https://pay.test/checkout', fields: { data: 'e30=', signature: 'x' } };
    const { flow, gone, posted } = await aFlow({
      'POST /api/store/invoices/:id/payments': () => json({ payment: payment('declined'), step }, 201),
    });

    await flow.start('i1');

    expect([gone, posted]).toEqual([['https://pay.test/checkout'], [step.fields]]);
    expect(flow.leaving()).toBe(true);
  });

  it('says so when the policy of the page forbids the form', async () => {
    const step = { next: 'redirect', url: 'https://pay.test/checkout', fields: { data: 'e30=' } };
    const { flow } = await aFlow(
      { 'POST /api/store/invoices/:id/payments': () => json({ payment: payment('declined'), step }, 201) },
      aJourney(true),
    );

    await flow.start('i1');

    expect([flow.leaving(), flow.problem()?.code]).toEqual([false, 'payment-page-blocked']);
  });

  it('is not on its way any more when the buyer comes back with the back button', async () => {
    const { flow, comeBack } = await aFlow({
      'POST /api/store/invoices/:id/payments': () =>
        json({ payment: payment('declined'), step: { next: 'redirect', url: 'https://pay.test/' } }, 201),
    });
    await flow.start('i1');
    expect(flow.leaving()).toBe(true);

    comeBack();

    expect(flow.leaving()).toBe(false);
  });

  it('goes on with the payment that is open, and no other', async () => {
    const { flow, requests } = await aFlow({
      'GET /api/store/payments': () => json({ items: [payment('requires-action')], next: null }),
      'GET /api/store/payments/:id': () => json(payment('requires-action')),
      'POST /api/store/invoices/:id/payments': () =>
        json({ payment: payment('requires-action'), step: { next: 'redirect', url: 'https://pay.test/' } }, 201),
    });
    await flow.look('i1');
    expect(flow.payment()?.state).toBe('requires-action');

    await flow.goOn();
    flow.stop();

    const sent = requests.find(request => request.method === 'POST');
    expect(sent?.body).toMatchObject({ installationId: 'b' });
  });

  it('looks for a payment that is under way elsewhere, and for no other', async () => {
    let state = 'unknown';
    const { flow } = await aFlow({
      'GET /api/store/payments': () => json({ items: [payment(state)], next: null }),
      'GET /api/store/payments/:id': () => json(payment(state)),
    });
    await flow.look('i1');
    expect(flow.payment()?.state).toBe('unknown');
    flow.again();

    state = 'declined';
    await flow.look('i1');

    expect(flow.payment()).toBeUndefined();
  });

  it('asks what came of it when the form on the page is done, and shows the form no more', async () => {
    let state = 'requires-action';
    const { flow } = await aFlow({
      'POST /api/store/invoices/:id/payments': () =>
        json({ payment: payment(state), step: { next: 'embed', element: 'till-card', data: {}, module: '/m.js' } }, 201),
      'GET /api/store/payments/:id': () => json(payment(state)),
    });
    await flow.start('i1');
    expect(flow.step()?.next).toBe('embed');

    state = 'succeeded';
    flow.submitted();

    expect(flow.step()).toBeUndefined();
    await vi.waitFor(() => expect(flow.payment()?.state).toBe('succeeded'));
  });

  it('follows no address that is not a web page', async () => {
    const { flow, gone } = await aFlow({
      'POST /api/store/invoices/:id/payments': () =>
        json({ payment: payment('declined'), step: { next: 'redirect', url: 'javascript:alert(1)' } }, 201),
    });

    await flow.start('i1');

    expect(gone).toEqual([]);
    expect(flow.problem()?.code).toBe('gateway-refused');
  });
});

describe('returnAddress', () => {
  it('comes back to the same page with a mark and without what is over', () => {
    expect(returnAddress('https://p.test/order?lang=uk&hw-payment=old#top', 'i1')).toBe(
      'https://p.test/order?lang=uk&hw-invoice=i1',
    );
  });
});
