import { expect } from 'vitest';
import type { Shop } from './addresses.js';
import { ownerOf } from './api.js';
import type { Person } from './person.js';

/** What the shop has written down about the person. */
export async function booksOf(shop: Shop, { email }: Person) {
  const owner = await ownerOf(shop);
  const found = await owner.call('listAdminCustomers', { query: { search: email } });
  const query = { customerId: found.items[0]?.id ?? '' };
  const [orders, payments, invoices] = await Promise.all([
    owner.call('listAdminOrders', { query }),
    owner.call('listAdminPayments', { query }),
    owner.call('listAdminInvoices', { query }),
  ]);
  return { orders: orders.items, payments: payments.items, invoices: invoices.items };
}

/** One order, one invoice, and its sum received once, whatever else was tried: those tries are named by their states. */
export async function expectPaidOnce(shop: Shop, person: Person, ...others: readonly string[]): Promise<void> {
  const { orders, payments, invoices } = await booksOf(shop, person);
  const [sum] = orders.map(order => order.today);
  expect(orders).toHaveLength(1);
  expect(invoices).toMatchObject([{ state: 'paid', total: sum, paid: sum, due: { amount: '0' } }]);
  expect(payments.map(payment => payment.state).sort()).toEqual(['succeeded', ...others].sort());
  expect(payments.filter(payment => payment.state === 'succeeded')).toMatchObject([{ received: sum, amount: sum }]);
}
