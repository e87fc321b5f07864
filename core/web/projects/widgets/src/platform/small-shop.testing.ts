import { Api } from '@hostwright/kit';
import type { Cart } from '@hostwright/sdk/http';
import { STORE_ROUTES } from '@hostwright/sdk/http/routes';
import { answering, json, refusal, type SeenRequest } from '../../../kit/src/answering.testing.js';
import { aMemory } from './memory.testing.js';
import { CartStore } from './cart-store.js';

export type Route = (request: SeenRequest, match: RegExpExecArray) => Response | Promise<Response>;

/** A shop that answers a few routes, by `METHOD /path` with `:parts`; anything else is not found. */
export function smallShop(routes: Readonly<Record<string, Route>>) {
  const table = Object.entries(routes).map(([name, route]) => {
    const [method, path] = name.split(' ') as [string, string];
    return { method, pattern: new RegExp(`^https://shop\\.test${path.replace(/:\w+/g, '([^/]+)')}(\\?.*)?$`), route };
  });
  const server = answering(request => {
    for (const { method, pattern, route } of table) {
      const match = method === request.method ? pattern.exec(request.url) : null;
      if (match) return route(request, match);
    }
    return refusal(404, 'not-found');
  });
  const api = new Api({ origin: 'https://shop.test', routes: STORE_ROUTES, fetch: server.fetch });
  const memory = aMemory();
  return { api, memory, requests: server.requests, cart: new CartStore(api, memory) };
}

export const aCart = (more: Partial<Cart> = {}): Cart => ({
  id: 'cart-1',
  currency: 'EUR',
  state: 'open',
  items: [],
  renewals: [],
  today: { amount: '0', currency: 'EUR' },
  ...more,
});

export const anItem = (amount: string, more: Partial<Cart['items'][number]> = {}): Cart['items'][number] => ({
  id: 'item-1',
  productId: 'p',
  productSlug: 'sample',
  productName: 'Sample',
  planId: 'plan',
  planName: 'Small',
  selection: {},
  period: { unit: 'month', count: 1 },
  hostname: null,
  quantity: 1,
  lines: [],
  today: { amount, currency: 'EUR' },
  renewal: { amount, currency: 'EUR' },
  totalToday: { amount, currency: 'EUR' },
  totalRenewal: { amount, currency: 'EUR' },
  ...more,
});

export { json, refusal };
