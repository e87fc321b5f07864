import { Live } from '@hostwright/kit';
import type { Service, ServiceOperation } from '@hostwright/sdk/http';
import type { ShopContext } from '../../platform/shop-context.js';
import { smallShop, type Route } from '../../platform/small-shop.testing.js';
import { ServiceControl } from './service-control.js';

export const aService = (more: Partial<Service> = {}): Service => ({
  id: 's1',
  productName: 'Servers',
  planName: 'Small',
  hostname: 'web-1.example.com',
  label: 'Servers Small',
  state: 'active',
  serverState: 'running',
  addresses: [],
  selection: {},
  facts: [],
  period: { unit: 'month', count: 1 },
  renewal: null,
  renewsAt: null,
  hasCredentials: false,
  actions: [],
  abilities: [],
  rescue: false,
  username: null,
  suspension: null,
  cancellation: null,
  orderId: null,
  customerId: 'c1',
  invoiceId: null,
  createdAt: '2026-11-23T04:00:00Z',
  operations: [],
  ...more,
});

export const anOperation = (more: Partial<ServiceOperation> = {}): ServiceOperation => ({
  id: 'o1',
  kind: 'restart',
  state: 'succeeded',
  attempt: 0,
  error: null,
  steps: [],
  cancellable: false,
  deadlineAt: null,
  createdAt: '2026-11-23T04:00:00Z',
  finishedAt: null,
  ...more,
});

/** A page's control at a shop that answers a few routes; live events are told by nobody. */
export function aControl(routes: Readonly<Record<string, Route>>) {
  const { api, requests } = smallShop(routes);
  const live = new Live(
    'https://shop.test',
    () => undefined,
    () => Promise.resolve(false),
  );
  live.start = () => Promise.resolve();
  return { requests, control: new ServiceControl({ api, live } as Partial<ShopContext> as ShopContext, 's1') };
}
