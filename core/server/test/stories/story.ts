import { randomUUID } from 'node:crypto';
import type { Cart } from '@hostwright/sdk/http';
import { expect } from 'vitest';
import { Doctor } from '../../src/features/doctor/index.js';
import type { ServerAnswer, Shop, ShopCustomer } from '../harness/shop.js';

export const BILLING = {
  name: 'Ada Lovelace',
  company: '',
  taxNumber: '',
  street: 'Pikk 1',
  city: 'Tallinn',
  postalCode: '10123',
  country: 'EE',
};

/** What every story ends with: whatever happened, the shop's rows say nothing that cannot be true. */
export async function expectHealthy(...shops: readonly Shop[]): Promise<void> {
  for (const shop of shops) {
    const complaints = await shop.server.app.get(Doctor).complaints(shop.tenant.id);
    expect(complaints, `of ${shop.tenant.slug}`).toEqual([]);
  }
}

/** The checkout's request as a browser sends it, whatever comes of it. */
export function checkout(shop: Shop, customer: ShopCustomer, cart: Cart, key: string = randomUUID()): Promise<ServerAnswer> {
  const body = { cartId: cart.id, expectedToday: cart.today, billing: BILLING, acceptTerms: true };
  return shop.call('POST /api/store/orders', { token: customer.token, headers: { 'idempotency-key': key }, body });
}

/** So many at once. */
export const together = <T>(count: number, one: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => one(index)));

/** A webhook of the provider, truly signed, delivered by hand. */
export function deliver(
  shop: Shop,
  { body, headers }: { body: string | Buffer; headers: Record<string, string> },
): Promise<ServerAnswer> {
  return shop.server.request('POST', `/hooks/${shop.cards}`, { host: 'provider.example', body, headers });
}

export const statuses = (answers: readonly ServerAnswer[]): readonly number[] => answers.map(({ status }) => status).sort();
export const codes = (answers: readonly ServerAnswer[]): ReadonlySet<string> =>
  new Set(answers.filter(({ status }) => status >= 400).map(answer => answer.json<{ code: string }>().code));
