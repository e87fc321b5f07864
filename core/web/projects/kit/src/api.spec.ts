import { ROUTES } from '@hostwright/sdk/http/routes';
import { describe, expect, it } from 'vitest';
import { Api } from './api.js';
import { ApiProblem } from './api-problem.js';
import { answering, json, refusal } from './answering.testing.js';

describe('Api', () => {
  it('sends the key of the widget, fills the path and asks with cookies', async () => {
    const server = answering(() => json({ items: [] }));
    const api = new Api({ origin: 'https://shop.test', routes: ROUTES, key: 'pk_1', fetch: server.fetch });

    await api.call('getProduct', { params: { slug: 'a b' }, query: { locale: 'uk' } });

    expect(server.requests[0]?.url).toBe('https://shop.test/api/store/products/a%20b?locale=uk');
    expect(server.requests[0]?.headers['X-Hostwright-Key']).toBe('pk_1');
    expect(server.requests[0]?.credentials).toBe('include');
  });

  it('throws a problem with its code and fields', async () => {
    const server = answering(() =>
      refusal(400, 'invalid-input', { errors: [{ field: 'billing.city', code: 'too_small', message: 'x' }] }),
    );
    const api = new Api({ origin: 'https://shop.test', routes: ROUTES, fetch: server.fetch });

    const problem = await api.call('getShop').catch((error: unknown) => error);

    expect(problem).toBeInstanceOf(ApiProblem);
    expect((problem as ApiProblem).code).toBe('invalid-input');
    expect((problem as ApiProblem).errorAt('billing.city')?.code).toBe('too_small');
  });

  it('calls a broken connection offline', async () => {
    const api = new Api({
      origin: 'https://shop.test',
      routes: ROUTES,
      fetch: () => Promise.reject(new TypeError('Failed to fetch')),
    });

    await expect(api.call('getShop')).rejects.toMatchObject({ code: 'offline', status: 0 });
  });

  it('tells a page that is no problem document by its status', async () => {
    const server = answering(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    const api = new Api({ origin: 'https://shop.test', routes: ROUTES, fetch: server.fetch });

    await expect(api.call('getShop')).rejects.toMatchObject({ code: 'unreadable-answer', status: 502 });
  });

  it('answers null for an answer without content and bytes for a document', async () => {
    const server = answering(request =>
      request.url.endsWith('/pdf')
        ? new Response(new Uint8Array([37, 80]), { headers: { 'content-type': 'application/pdf' } })
        : new Response(null, { status: 204 }),
    );
    const api = new Api({ origin: 'https://shop.test', routes: ROUTES, fetch: server.fetch });

    expect(await api.call('signOut')).toBeNull();
    expect(await api.call('getInvoicePdf', { params: { invoiceId: 'i' } })).toEqual(new Uint8Array([37, 80]));
  });
});
