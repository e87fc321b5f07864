import type { Invoice } from '@hostwright/sdk/http';

const euros = (amount: string) => ({ amount, currency: 'EUR' });

/** An open invoice of two lines, for tests. */
export function anInvoice(changes: Partial<Invoice> = {}): Invoice {
  return {
    id: '0198f000-0000-7000-8000-000000000001',
    number: 'TUU-2026-000042',
    state: 'open',
    locale: 'en',
    issuedAt: '2026-11-22T10:00:00.000Z',
    dueAt: '2026-11-29T10:00:00.000Z',
    paidAt: null,
    customerId: '0198f000-0000-7000-8000-000000000002',
    orderId: null,
    orderNumber: 'O-100042',
    seller: {
      name: 'Tuulik Hosting OÜ',
      registration: '14827361',
      taxNumber: 'EE102163945',
      street: 'Sadama 217',
      city: 'Tallinn',
      postalCode: '10111',
      country: 'EE',
      email: 'billing@tuulik.example',
      iban: 'EE807700771000458213',
      bank: 'Läänemere Pank',
    },
    buyer: { name: 'Ірина Коваленко', street: 'вул. Європейська, 118', city: 'Умань', postalCode: '20300', country: 'UA' },
    lines: [
      { description: 'Server T8', detail: 'web-1.example · Ubuntu 26.04 LTS', quantity: 1, amount: euros('1690'), taxCode: null },
      { description: 'Server T4', detail: '', quantity: 2, amount: euros('1801'), taxCode: null },
    ],
    subtotal: euros('3491'),
    taxes: [],
    total: euros('3491'),
    paid: euros('0'),
    due: euros('3491'),
    refunded: euros('0'),
    previousHash: '',
    hash: 'ab'.repeat(32),
    ...changes,
  };
}
