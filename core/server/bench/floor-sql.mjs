import { randomUUID } from 'node:crypto';

const TABLES = ['carts', 'orders', 'services', 'number_series', 'invoices', 'ledger_postings', 'events'];

/** The same tables with the same keys and indexes, without policies, triggers and foreign keys; a plain table for jobs. */
export const PREPARE = `
  create schema floor;
  ${TABLES.map(table => `create table floor.${table} (like app.${table} including defaults including constraints including indexes);`).join('\n')}
  create table floor.jobs (id uuid primary key, name text not null, data jsonb not null, created_at timestamptz not null default now());`;

/** One checkout as one transaction: the cart is taken, the order and its service, the invoice with its number, the ledger, the outbox. */
export const CHECKOUT = [
  {
    name: 'cart',
    text: `update floor.carts set state = 'ordered' where tenant_id = $1 and id = $2`,
    values: ({ shop, cartId }) => [shop.tenantId, cartId],
  },
  {
    name: 'order',
    text: `insert into floor.orders (tenant_id, id, number, customer_id, cart_id, state, currency, today_minor, items, placed_at)
           values ($1, $2, $3, $4, $5, 'placed', $6, $7, $8, now())`,
    values: ({ shop, ids, cartId }) => [
      shop.tenantId,
      ids.order,
      ids.order,
      shop.customerId,
      cartId,
      shop.currency,
      shop.total,
      shop.items,
    ],
  },
  {
    name: 'service',
    text: `insert into floor.services (tenant_id, id, order_id, invoice_id, customer_id, product_id, plan_id, plan_version, product_name, plan_name,
             hostname, selection, facts, period, currency, recurring_minor, state, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, 1, 'Server', 'Plan', 'web.example.com', $8, '[]', $9, $10, $11, 'pending', now())`,
    values: ({ shop, ids }) => [
      ...[shop.tenantId, ids.service, ids.order, ids.invoice, shop.customerId, shop.productId, shop.planId],
      ...[shop.selection, shop.period, shop.currency, shop.total],
    ],
  },
  {
    name: 'number',
    text: `update floor.number_series set next = next + 1, last_hash = $2 where tenant_id = $1 and series = 'FLOOR' returning next - 1 as sequence`,
    values: ({ shop, ids }) => [shop.tenantId, ids.invoice],
  },
  {
    name: 'invoice',
    text: `insert into floor.invoices (tenant_id, id, series, sequence, number, customer_id, order_id, state, locale, currency, subtotal_minor, tax_minor,
             total_minor, seller, buyer, lines, taxes, issued_at, due_at, previous_hash, hash)
           values ($1, $2, 'FLOOR', $3, $2::uuid::text, $4, $5, 'open', 'en', $6, $7, 0, $7, $8, $8, $9, '[]', now(), now(), '', $10)`,
    values: ({ shop, ids }) => [
      shop.tenantId,
      ids.invoice,
      ids.sequence,
      shop.customerId,
      ids.order,
      shop.currency,
      shop.total,
      shop.party,
      shop.lines,
      ids.order,
    ],
  },
  {
    name: 'ledger',
    text: `insert into floor.ledger_postings (tenant_id, id, transaction_id, source, destination, amount_minor, currency, reference, idempotency_key, created_at)
           values ($1, $2, $3, 'customer:' || $4::text, 'revenue', $5, $6, 'invoice:' || $7::text, 'invoice:' || $7::text, now())`,
    values: ({ shop, ids }) => [shop.tenantId, ids.order, ids.service, shop.customerId, shop.total, shop.currency, ids.invoice],
  },
  {
    name: 'event',
    text: `insert into floor.events (tenant_id, id, name, data, occurred_at) values ($1, $2, 'order.placed', $3, now())`,
    values: ({ shop, ids }) => [shop.tenantId, ids.order, JSON.stringify({ customerId: shop.customerId, planId: shop.planId })],
  },
  {
    name: 'job',
    text: `insert into floor.jobs (id, name, data) values ($1, 'notifications/send', $2)`,
    values: ({ shop, ids }) => [ids.order, JSON.stringify({ tenantId: shop.tenantId, customerId: shop.customerId })],
  },
];

/** A webhook: kept once, with a job for what follows. */
export const WEBHOOK = [
  {
    name: 'inbox',
    text: `insert into floor.webhook_inbox (tenant_id, installation_id, event_id, id, event, received_at)
           values ($1, $1, $2, $3, $4, now()) on conflict do nothing`,
    values: event => [TILL, event.id, randomUUID(), JSON.stringify(event)],
  },
  {
    name: 'inbox job',
    text: `insert into floor.jobs (id, name, data) values ($1, 'payments/apply', $2)`,
    values: event => [randomUUID(), JSON.stringify({ tenantId: TILL, inboxId: event.id, misses: 0 })],
  },
];

const TILL = '00000000-0000-4000-8000-000000000001';

const VARIABLES = { order: ':order', service: ':service', invoice: ':invoice', sequence: ':sequence' };

/** The same for pgbench: no client library, no HTTP. Its variables begin with a colon, so no other colon may look like one. */
export function pgbenchScript(shop) {
  const literal = value =>
    /^:\w+$/.test(String(value)) ? value : `'${String(value).replaceAll("'", "''").replaceAll('":', '": ')}'`;
  const statements = CHECKOUT.map(({ name, text, values }) => {
    const bound = values({ shop, ids: VARIABLES, cartId: VARIABLES.order });
    const statement = text.replace(/\s+/g, ' ').replace(/\$(\d+)/g, (_, number) => literal(bound[Number(number) - 1]));
    return name === 'number' ? `${statement} \\gset` : `${statement};`;
  });
  const ids = 'select gen_random_uuid() as "order", gen_random_uuid() as service, gen_random_uuid() as invoice \\gset';
  return [ids, 'begin;', ...statements, 'commit;', ''].join('\n');
}
