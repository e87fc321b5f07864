// `node projects/admin/dev/fixture-server.mjs [port]`: the built panel with a shop in memory behind it, to look at screens without a database.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROUTES } from '@hostwright/sdk/http/routes';
import { fixtureData } from './fixture-data.mjs';
import { fixturePlugins } from './fixture-plugins.mjs';

const DIST = join(import.meta.dirname, '../../../dist/admin');
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.woff2': 'font/woff2' };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'";
const LISTS = {
  listAdminOrders: 'orders',
  listAdminCustomers: 'customers',
  listAdminServices: 'services',
  listAdminInvoices: 'invoices',
  listAdminPayments: 'payments',
  listDeliveries: 'deliveries',
  listAudit: 'audit',
};
/** Lists that stay empty here. */
const EMPTY = [
  'listRefunds',
  'listDisputes',
  'listUnmatchedPayments',
  'listStatements',
  'listStatementLines',
  'listSettlementDifferences',
  'listSettlementRuns',
  'listAdminCreditNotes',
  'listCustomerMethods',
  'listTasks',
  'listTaskPeople',
  'listPlacements',
  'listPools',
  'listFindings',
  'listProviderWalks',
  'listReconciledProviders',
  'listAdminServiceChanges',
];
const ONES = {
  getAdminOrder: 'orders',
  getAdminCustomer: 'customers',
  getAdminService: 'services',
  getAdminInvoice: 'invoices',
  getAdminPayment: 'payments',
  checkPayment: 'payments',
  retryService: 'services',
  changeServicePower: 'services',
};

const routes = Object.entries(ROUTES).map(([id, route]) => {
  const [method, path] = route.split(' ');
  return { id, method, pattern: new RegExp(`^${path.replace(/:(\w+)/g, '([^/]+)')}$`) };
});

export async function startFixtureServer({ port = 0, rows = 220, refuse = () => undefined } = {}) {
  const [data, plugins] = [fixtureData(rows), fixturePlugins()];
  const server = createServer((request, response) => answer(request, response).catch(error => response.destroy(error)));
  await new Promise(resolve => server.listen(port, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => new Promise(resolve => server.close(resolve)) };

  async function answer(request, response) {
    const url = new URL(request.url, 'http://fixture');
    if (!url.pathname.startsWith('/api/')) return file(response, url.pathname);
    const route = routes.find(each => each.method === request.method && each.pattern.test(url.pathname));
    const refusal = route ? await refuse(route.id) : [404, 'not-found'];
    if (refusal) return problem(response, ...refusal);
    const id = route.pattern.exec(url.pathname)[1];
    const body = await bodyOf(request);
    if (route.id === 'updateInstallation' && body.config?.merchant === 'm-0') {
      return problem(response, 422, 'settings-invalid', [
        { field: 'config.merchant', code: 'unknown', message: 'the provider knows no such merchant' },
      ]);
    }
    const found = reply(route.id, id, url.searchParams, body);
    return found === undefined ? problem(response, 404, 'not-found') : json(response, 200, found);
  }

  function reply(operation, id, query, body) {
    if (EMPTY.includes(operation)) return { items: [], next: null };
    if (LISTS[operation]) return page(data[LISTS[operation]], query);
    if (ONES[operation]) return data[ONES[operation]].find(row => row.id === id);
    const installations = plugins.flatMap(plugin => plugin.installations);
    const answers = {
      getShop: () => data.shop,
      countTasks: () => ({ open: 3, mine: 1, unassigned: 2, overdue: 1 }),
      listInventory: () => ({ items: [], next: null, groups: [] }),
      getPlacementSettings: () => ({ holdDays: 3 }),
      getCustomerCredit: () => ({ balances: [], items: [], next: null }),
      staffSignIn: () => ({ accessToken: 't', expiresInSeconds: 900, staff: data.staff }),
      refreshStaffSession: () => ({ accessToken: 't', expiresInSeconds: 900, staff: data.staff }),
      staffSignOut: () => null,
      getDashboard: () => data.dashboard,
      listAdminProducts: () => data.products,
      updatePlan: () =>
        Object.assign(
          data.products.items.flatMap(product => product.plans).find(plan => plan.id === id),
          body,
        ),
      listPlugins: () => ({ items: plugins }),
      updateInstallation: () =>
        Object.assign(
          installations.find(each => each.id === id),
          { ...body, updatedAt: new Date().toISOString() },
        ),
      checkInstallation: () => ({ ok: true, detail: 'The account m-1042 answers in 84 ms.' }),
      recordPayment: () => data.payments[0],
    };
    return answers[operation]?.();
  }
}

function page(rows, query) {
  const [search, state, customerId] = ['search', 'state', 'customerId'].map(name => query.get(name));
  const found = rows
    .filter(row => !state || row.state === state)
    .filter(row => !customerId || row.customerId === customerId || row.customer?.id === customerId)
    .filter(row => !search || JSON.stringify(row).toLowerCase().includes(search.toLowerCase()));
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 25);
  return { items: found.slice(from, from + limit), next: from + limit < found.length ? String(from + limit) : null };
}

async function bodyOf(request) {
  let text = '';
  for await (const part of request) text += part;
  return text ? JSON.parse(text) : {};
}

function json(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

function problem(response, status, code, errors) {
  response
    .writeHead(status, { 'Content-Type': 'application/problem+json' })
    .end(JSON.stringify({ type: code, title: code, status, code, errors }));
}

function file(response, path) {
  const name = normalize(path.replace(/^\/admin\/?/, '') || 'index.html').replace(/^(\.\.[/\\])+/, '');
  const asked = extname(name) ? name : 'index.html';
  try {
    response.writeHead(200, {
      'Content-Type': TYPES[extname(asked)] ?? 'application/octet-stream',
      'Content-Security-Policy': POLICY,
    });
    response.end(readFileSync(join(DIST, asked)));
  } catch {
    response.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await startFixtureServer({ port: Number(process.argv[2] ?? 4600) });
  process.stdout.write(`${origin}/admin/\n`);
}
