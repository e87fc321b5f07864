import { Live } from '@hostwright/kit';
import { describe, expect, it, vi } from 'vitest';
import { json, refusal, smallShop, type Route } from '../platform/small-shop.testing.js';
import { PaymentFlow, returnAddress } from './payment-flow.js';

const payment = (state: string, id = 'p1') => ({
  id,
  invoiceId: 'i1',
  invoiceNumber: 'INV-1',
  state,
  createdAt: `2026-11-22T10:00:0${id.at(-1)}Z`,
});

async function aFlow(routes: Readonly<Record<string, Route>>) {
  const gone: string[] = [];
  const shop = smallShop({
    'GET /api/store/payment-methods': () => json({ items: [{ installationId: 'a' }, { installationId: 'b' }] }),
    ...routes,
  });
  const live = new Live(
    'https://shop.test',
    () => undefined,
    () => Promise.resolve(false),
  );
  live.start = () => Promise.resolve();
  const flow = new PaymentFlow(shop.api, live, shop.memory, {
    here: () => 'https://shop.test/checkout',
    go: address => void gone.push(address),
  });
  await flow.loadMethods('EUR', 'en');
  return { ...shop, flow, gone };
}

describe('PaymentFlow', () => {
  it('pays in the way that was chosen, the first one otherwise', async () => {
    const { flow } = await aFlow({});
    expect(flow.methodId()).toBe('a');

    flow.choose('b');

    expect(flow.methodId()).toBe('b');
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

    const live = new Live(
      'https://shop.test',
      () => undefined,
      () => Promise.resolve(false),
    );
    live.start = () => Promise.resolve();
    const reloaded = new PaymentFlow(api, live, memory, { here: () => 'https://shop.test/', go: () => undefined });
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
