import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GatewayEvent } from '@hostwright/sdk';
import { euros, moneyHouse, type MoneyHouse, type MoneyShop } from '../../../test/harness/money-shop.js';
import { newId } from '../../platform/database/index.js';

let house: MoneyHouse;
let shop: MoneyShop;

const dispute = (paymentId: string, state: 'opened' | 'lost', disputeReference: string): GatewayEvent => ({
  ...{ id: newId(), type: 'dispute', reference: `p-${paymentId}`, disputeReference, state },
  ...{ amount: euros(700n), fee: euros(100n) },
});

/** One of everything that can happen to money. */
beforeAll(async () => {
  house = await moneyHouse();
  shop = await house.moneyShop();
  const first = await shop.begin(await shop.bill());
  await shop.hear([shop.told(first, 2999n, { fee: euros(30n) })]);
  await shop.payWithCredit(await shop.bill(400n));
  await shop.hear([dispute(first, 'opened', 'dp-1'), dispute(first, 'lost', 'dp-2')]);
  const second = await shop.pay(await shop.bill());
  await shop.refund(second, 500n);
  const { id: refundId } = await shop.refund(second, 250n);
  const undone = { reference: `r-${refundId}`, state: 'failed', amount: euros(250n) } as const;
  await shop.hear([{ id: newId(), type: 'refund', refundId, refund: undone }]);
  shop.script.refund = request => ({ reference: `r-${request.refundId}`, state: 'pending', amount: request.amount });
  await shop.refund(first, 300n);
  await shop.pay(await shop.bill(), 1000n);
});

afterAll(() => house.close());

/** What no role of the application may do; the superuser can, without triggers. */
async function damage(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: house.http.config.databaseUrl! });
  await client.connect();
  try {
    await client.query(`set search_path = app; set session_replication_role = replica; ${statements.join(';')}`);
  } finally {
    await client.end();
  }
}

it('has nothing to say about books that are well', async () => {
  expect(await shop.findings()).toEqual([]);
});

const one = (table: string, condition: string): string => `(select id from ${table} where ${condition} order by id limit 1)`;

/** A table is put aside whole, damaged, looked at, and put back. What is found names the row. */
it.each<[string, string, string, RegExp]>([
  [
    'a posting that grew',
    'ledger_postings',
    `update ledger_postings set amount_minor = amount_minor + 1 where source like 'gateway:%'`,
    /payment \S+ received/,
  ],
  [
    'a posting that is gone',
    'ledger_postings',
    `delete from ledger_postings where idempotency_key like 'fee:payment:%'`,
    /payment \S+ cost -30, and the ledger says 0/,
  ],
  [
    'a posting about nothing',
    'ledger_postings',
    `update ledger_postings set reference = 'refund:nobody' where reference like 'refund:%'`,
    /posting \S+ is about refund:nobody/,
  ],
  [
    'a payment that brought less',
    'payments',
    `update payments set received_minor = received_minor - 1 where received_minor = 1000`,
    /payment \S+ received 999, and the ledger booked 1000/,
  ],
  [
    'a payment whose money is nowhere',
    'payments',
    `update payments set applied_minor = applied_minor - 1 where received_minor = 1000`,
    /payment \S+ received 1000; 999 went into the invoice/,
  ],
  [
    'a payment that says less went back',
    'payments',
    `update payments set refunded_minor = 499 where refunded_minor = 500`,
    /payment \S+ says 499 refunded; its refunds come to 500/,
  ],
  [
    'a payment that says less is disputed',
    'payments',
    `update payments set disputed_minor = 1399 where disputed_minor = 1400`,
    /payment \S+ says 1399 disputed; its disputes come to 1400/,
  ],
  ['a fee that shrank', 'payments', `update payments set fee_minor = 29 where fee_minor = 30`, /payment \S+ cost -29/],
  [
    'an invoice that took more',
    'invoices',
    `update invoices set paid_minor = paid_minor + 1 where total_minor = 400`,
    /invoice \S+ says 401 paid; payments applied 0 and credit 400/,
  ],
  [
    'an invoice that asks for more',
    'invoices',
    `update invoices set subtotal_minor = 401, total_minor = 401 where total_minor = 400`,
    /invoice \S+ asks for 401, and the ledger took 400/,
  ],
  [
    'an invoice that says less was credited',
    'invoices',
    `update invoices set refunded_minor = 0 where refunded_minor > 0`,
    /invoice \S+ says 0 refunded and 0 disputed; credit notes come to 500/,
  ],
  [
    'an invoice that hides its disputes',
    'invoices',
    `update invoices set disputed_minor = 0 where disputed_minor > 0`,
    /invoice \S+ says 0 refunded and 0 disputed; credit notes come to 0 and disputes to 1400/,
  ],
  [
    'credit that grew',
    'customer_credits',
    `update customer_credits set balance_minor = balance_minor + 1`,
    /credit:\S+ holds 300 EUR; the customer is shown 301/,
  ],
  [
    'a move of credit that is gone',
    'credit_entries',
    `delete from credit_entries where kind = 'payment'`,
    /credit:\S+ holds 300 EUR; .* moves come to 700/,
  ],
  [
    'a refund that was bigger',
    'refunds',
    `update refunds set amount_minor = 501 where amount_minor = 500`,
    /refund \S+ gave back 501, and the ledger says 500/,
  ],
  [
    'a refund that never succeeded',
    'refunds',
    `update refunds set state = 'failed' where amount_minor = 500`,
    /refund \S+ gave back 0, and the ledger says 500/,
  ],
  [
    'credit that waits to go out for nobody',
    'refunds',
    `delete from refunds where state = 'pending'`,
    /payouts holds 300 EUR, and the rows say 0/,
  ],
  [
    'a credit note that counts although it is void',
    'credit_notes',
    `update credit_notes set state = 'void' where total_minor = 500`,
    /credit note \S+ is void over 500, and the ledger gave 500/,
  ],
  [
    'a dispute that took less',
    'disputes',
    `update disputes set booked_minor = 600 where reference = 'dp-1'`,
    /dispute \S+ took 700, and the ledger says 800/,
  ],
  [
    'a lost dispute that is open again',
    'disputes',
    `update disputes set state = 'opened' where reference = 'dp-2'`,
    /chargebacks holds -700 EUR, and the rows say 0/,
  ],
  [
    'an event of payment that came twice',
    'events',
    `insert into events select tenant_id, gen_random_uuid(), name, data, occurred_at from events where id = ${one('events', `name = 'invoice.paid'`)}`,
    /invoice \S+ was paid 2 times/,
  ],
])('finds %s, and names it', async (_what, table, sql, expected) => {
  await damage(`create table public.aside as select * from ${table}`, sql);
  try {
    const found = await shop.findings();
    expect(found.filter(finding => expected.test(finding))).not.toEqual([]);
  } finally {
    await damage(`delete from ${table}`, `insert into ${table} select * from public.aside`, 'drop table public.aside');
  }
  expect(await shop.findings()).toEqual([]);
});

it('lets nobody give back more than came, not even by hand', async () => {
  await expect(damage('update payments set refunded_minor = received_minor + 1 where received_minor > 0')).rejects.toThrow(
    'payments_give_back_what_they_brought',
  );
  await expect(damage('update customer_credits set balance_minor = -1')).rejects.toThrow('balance_minor');
});
