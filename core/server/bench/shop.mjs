import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { PREPARE } from './floor-sql.mjs';

const HOST = 'tuulik.localhost';
const BILLING = {
  name: 'Ada Lovelace',
  company: '',
  taxNumber: '',
  street: 'Pikk 1',
  city: 'Tallinn',
  postalCode: '10123',
  country: 'EE',
};

/** A request to the shop's host; `fetch` would not let us name it. */
export function call(port, method, path, { body, token, host = HOST } = {}) {
  const headers = {
    host,
    'content-type': 'application/json',
    ...(token && { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() }),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, answer => {
      let text = '';
      answer.setEncoding('utf8').on('data', chunk => (text += chunk));
      answer.on('end', () =>
        answer.statusCode < 400
          ? resolve(JSON.parse(text))
          : reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`)),
      );
    });
    sent.once('error', reject).end(body && JSON.stringify(body));
  });
}

/** Opens the door of a demo shop: something to ask the price of, somebody who buys, a cart to be copied. */
export async function visitShop(port) {
  const [product] = (await call(port, 'GET', '/api/store/products')).items;
  const plan = product.plans[0];
  const selection = Object.fromEntries(plan.options.map(option => [option.id, usual(option)]));
  const choice = { productId: product.id, planId: plan.id, selection, period: { unit: 'month', count: 1 }, currency: 'EUR' };
  const quote = await call(port, 'POST', '/api/store/quotes', { body: choice });
  const buyers = await Promise.all(Array.from({ length: BUYERS }, () => newBuyer(port)));
  const { id: cartId } = await call(port, 'POST', '/api/store/carts', { body: { currency: 'EUR' } });
  const cart = await call(port, 'POST', `/api/store/carts/${cartId}/items`, { body: { quote: quote.token, quantity: 1 } });
  const checkout = { cartId, expectedToday: cart.today, billing: BILLING, acceptTerms: true };
  return {
    host: HOST,
    choice,
    quote,
    cartId,
    tokens: buyers.map(buyer => buyer.accessToken),
    customerId: buyers[0].customer.id,
    checkout,
    headers: { host: HOST, 'content-type': 'application/json' },
  };
}

/** More people than connections: two orders of one customer wait for each other, and hardly anybody orders twice at once. */
const BUYERS = 32;

function newBuyer(port) {
  const person = { email: `${randomUUID()}@bench.example`, password: 'correct horse battery', name: 'Ada' };
  return call(port, 'POST', '/api/store/customers', { body: person });
}

const usual = ({ kind, min, included, values }) =>
  kind === 'number' ? Math.max(min, included) : kind === 'choice' ? values[0].value : false;

/** Copies of a cart, straight in the tables: filling them through the shop is not what is measured. */
export async function copyCarts(admin, cartId, count) {
  const { rows } = await admin.query(
    `with made as (
       insert into app.carts (tenant_id, id, currency, state, created_at)
       select tenant_id, gen_random_uuid(), currency, 'open', created_at from app.carts, generate_series(1, $2) where id = $1 returning tenant_id, id),
     filled as (
       insert into app.cart_items (tenant_id, id, cart_id, product_id, plan_id, plan_version, selection, period, hostname, quantity, lines, position, created_at)
       select i.tenant_id, gen_random_uuid(), made.id, product_id, plan_id, plan_version, selection, period, hostname, quantity, lines, position, created_at
       from app.cart_items i, made where i.cart_id = $1)
     select id from made`,
    [cartId, count],
  );
  return rows.map(row => row.id);
}

/** Tables for the bare route, filled as ours are; and more room at the shop's providers than a bench can order. */
export async function prepareFloor(admin, { customerId }) {
  await admin.query(PREPARE);
  const limits = ['vcpu', 'ram_mb', 'disk_gb', 'addresses', 'slots'].map(name => `limit_${name}`);
  await admin.query(`update app.pool_members set ${limits.map(name => `${name} = sign(${name}) * 2000000000`).join(', ')}`);
  const { rows } = await admin.query('select tenant_id from app.customers where id = $1', [customerId]);
  const tenantId = rows[0].tenant_id;
  await admin.query(`insert into floor.number_series (tenant_id, series, next) values ($1, 'FLOOR', 1)`, [tenantId]);
  return tenantId;
}

/** What the bare route writes: the same values as an order of ours, from one that was placed. */
export async function sampleOrder(port, { tokens, checkout, customerId, choice }, tenantId, admin) {
  const order = await call(port, 'POST', '/api/store/orders', { body: checkout, token: tokens[0] });
  const { rows } = await admin.query(
    `select i.seller::text as party, i.lines::text as lines, o.items::text as items, s.selection::text as selection, s.period::text as period
     from app.invoices i join app.orders o on o.id = i.order_id join app.services s on s.order_id = o.id where o.id = $1`,
    [order.id],
  );
  const { productId, planId } = choice;
  return { order, values: { tenantId, customerId, productId, planId, currency: 'EUR', total: order.today.amount, ...rows[0] } };
}
