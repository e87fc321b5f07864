import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { SANDBOX_CLOUD_KEY } from '@hostwright/plugin-sandbox-cloud/vendor';
import { Carts } from '../dist/billing/carts/index.js';
import { CatalogSetup } from '../dist/billing/catalog/index.js';
import { Invoices } from '../dist/billing/invoices/index.js';
import { Checkout } from '../dist/billing/orders/index.js';
import { Quotes } from '../dist/billing/quotes/index.js';
import { createApp } from '../dist/create-app.js';
import { readConfig } from '../dist/platform/config/index.js';
import { TenantDb } from '../dist/platform/database/index.js';
import { Customers } from '../dist/platform/identity/index.js';
import { Installations } from '../dist/platform/plugins/index.js';
import { TenantSetup } from '../dist/platform/tenancy/index.js';

const MOST_IN_AN_ORDER = 20;
const PERIOD = { unit: 'month', count: 1 };
const SELECTION = { cpu: 1, ram: 1, disk: 20, image: 'debian-13', location: 'fra' };
const ADDRESS = { street: 'Pikk 1', city: 'Tallinn', postalCode: '10123', country: 'EE' };
const BILLING = { name: 'Ada Lovelace', company: '', taxNumber: '', ...ADDRESS };

/** The compiled application without workers: what is ordered here waits until a server begins with it. */
export async function openOrderDesk(env) {
  const app = await createApp(readConfig({ ...env, NODE_ENV: 'production', RUN_JOBS: 'false', LOG_LEVEL: 'error' }));
  return {
    /** A shop with one product at one provider, and so many servers of it ordered and paid. */
    async order(slug, provider, count) {
      const shop = await openShop(app, slug, provider);
      for (let left = count; left > 0; left -= MOST_IN_AN_ORDER) await buy(app, shop, Math.min(left, MOST_IN_AN_ORDER));
      return shop.tenant.id;
    },
    close: () => app.close(),
  };
}

export const sandboxAt = apiUrl => ({ pluginId: 'sandbox-cloud', config: { apiUrl, apiKey: SANDBOX_CLOUD_KEY } });

async function openShop(app, slug, provider) {
  const tenant = await app.get(TenantSetup).create({
    ...{ slug, name: slug, locale: 'en', locales: ['en'], currency: 'EUR', currencies: ['EUR'], timeZone: 'Europe/Kyiv' },
    ...{ theme: 'meridian', brand: {}, texts: {}, hosts: [`${slug}.localhost`] },
    legal: { name: slug, registration: '12345678', taxNumber: 'EE101234567', email: 'billing@bench.example', ...ADDRESS },
  });
  const installation = { label: 'Cloud', enabled: true, ...provider };
  const { id: installationId } = await app.get(Installations).create(tenant.id, installation, 'system:bench');
  const { productId, planIds } = await app.get(CatalogSetup).create(tenant.id, productOf(installationId));
  const person = { email: `ada@${slug}.example`, name: 'Ada', locale: 'en', password: 'correct horse battery' };
  const customer = await app.get(Customers).create(tenant.id, person);
  return { tenant, installationId, productId, planId: planIds[0], customerId: customer.id };
}

async function buy(app, { tenant, installationId, productId, planId, customerId }, quantity) {
  const choice = { productId, planId, selection: SELECTION, period: PERIOD, currency: 'EUR' };
  const { token, today } = await app.get(Quotes).quote(tenant, choice, 'en');
  const cart = await app.get(Carts).create(tenant, 'EUR');
  await app.get(Carts).add(tenant, cart.id, { quote: token, quantity, hostname: 'web.example.com' });
  const expectedToday = { amount: today.amount * BigInt(quantity), currency: 'EUR' };
  const { invoiceId } = await app.get(Checkout).place(tenant, customerId, { cartId: cart.id, expectedToday, billing: BILLING });
  const invoices = app.get(Invoices);
  await app.get(TenantDb).run(tenant.id, async () => {
    const received = invoices.due(await invoices.read(invoiceId));
    await invoices.receive({ invoiceId, paymentId: randomUUID(), installationId, received });
  });
}

function productOf(installationId) {
  const size = (id, min, max, step = 1) => ({ id, kind: 'number', label: id, unit: 'GB', min, max, step, included: min });
  const choice = (id, value) => ({ id, kind: 'choice', label: id, values: [{ value, label: value }] });
  const options = [
    size('cpu', 1, 16),
    size('ram', 1, 64),
    size('disk', 20, 640, 20),
    choice('image', 'debian-13'),
    choice('location', 'fra'),
  ];
  const base = { model: 'flat', amounts: { 'month:1': { EUR: '500' } } };
  return {
    ...{ slug: 'vps', type: 'vps', name: 'Cloud server', description: '' },
    settings: {
      installationId,
      ...{ cpu: { min: 1, max: 16 }, ram: { min: 1, max: 64 }, disk: { min: 20, max: 640, step: 20 } },
      ...{ images: [{ id: 'debian-13', label: 'Debian 13' }], locations: [{ id: 'fra', label: 'Frankfurt' }] },
    },
    plans: [{ code: 'start', name: 'Start', description: '', base, options, periods: ['month:1'], stock: null }],
  };
}
