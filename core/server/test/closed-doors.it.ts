import { afterAll, beforeAll, expect, it } from 'vitest';
import { Digest } from './api/digest.js';
import { Contract } from './api/contract.js';
import { aTrade, pathOf, type Trade } from './api/trade.js';
import { aServer, aShop, type TestServer } from './harness/shop.js';

const CANARY = 'Qzvxcanary';

let server: TestServer;
let digest: Digest;
let ours: Trade;
let theirs: Trade;

beforeAll(async () => {
  server = await aServer();
  ours = await aTrade(await aShop(server));
  theirs = await aTrade(await aShop(server, { canary: CANARY }));
  digest = await Digest.of(server.database);
}, 120_000);

afterAll(async () => {
  await digest.close();
  await server.close();
});

it.each(['system', 'internal', 'cron', 'worker', 'jobs', 'debug', 'graphql', 'admin/system', 'store/admin', 'v1', 'tenants'])(
  'has nothing at /api/%s for anybody',
  async name => {
    for (const token of [undefined, ours.customer.token, ours.shop.owner]) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await ours.shop.call(`${method} /api/${name}`, { ...(token !== undefined && { token }) });
        expect([method, answer.status, answer.json<{ code: string }>().code]).toEqual([method, 404, 'not-found']);
      }
    }
  },
);

it.each([
  ...[
    '/.env',
    '/.git/config',
    '/package.json',
    '/backup.sql',
    '/dump.sql.gz',
    '/install',
    '/setup',
    '/phpmyadmin/',
    '/server-status',
  ],
  ...[
    '/../../etc/passwd',
    '/assets/../../../../etc/passwd',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/plugins/..%2f..%2fpackage.json',
  ],
  ...['/plugins/email/plugin.json', '/plugins/email/package.json', '/plugins/email/index.js', '/themes/meridian/theme.json'],
])('shows nothing at %s', async path => {
  const answer = await ours.shop.call(`GET ${path}`);

  expect([404, 400]).toContain(answer.status);
  expect(answer.text).not.toMatch(/root:|"dependencies"|"engine"/);
});

it('answers a wrong method with the right ones', async () => {
  const contract = await Contract.read(server);
  const known = new Map<string, string[]>();
  for (const { path, method } of contract.operations) known.set(path, [...(known.get(path) ?? []), method]);

  let refused = 0;
  for (const [path, methods] of known) {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'GET'].filter(one => !methods.includes(one))) {
      const answer = await ours.shop.call(`${method} ${pathOf({ path } as never, ours.ids)}`);
      const { code } = answer.json<{ code: string }>();
      // Another route may have this shape: a slug can be any word.
      if (code === 'not-found' || code === 'not-signed-in') continue;
      expect([method, path, answer.status, code]).toEqual([method, path, 405, 'method-not-allowed']);
      expect(String(answer.headers['allow']).split(', ')).toEqual(expect.arrayContaining(methods));
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(150);
});

it('takes no message for a gateway that sends none, for no gateway, and for nobody', async () => {
  const before = await digest.take();
  const { bank, cloud, mail, cards } = ours.shop;

  for (const id of [bank, cloud, mail, '01890000-0000-7000-8000-000000000000', 'x', '%00']) {
    const answer = await server.request('POST', `/hooks/${id}`, { body: { paid: true, invoiceId: ours.ids['invoiceId'] } });
    expect([id, answer.status]).toEqual([id, expect.toSatisfy(status => status === 404 || status === 400)]);
  }
  for (const body of ['', '{}', 'null', '[]', 'paid=1', '\0', JSON.stringify({ type: 'charge.updated' }), 'x'.repeat(300_000)]) {
    const answer = await server.request('POST', `/hooks/${cards}`, { body });
    expect([body.slice(0, 20), answer.status]).toEqual([body.slice(0, 20), body.length > 262_144 ? 413 : 401]);
  }

  expect(await digest.take()).toEqual(before);
});

it('finds the shop by the host alone, whatever else the request claims', async () => {
  const foreign = theirs.shop.tenant.canonicalHost;
  const claims = [
    { 'x-forwarded-host': foreign },
    { forwarded: `host=${foreign}` },
    { 'x-host': foreign },
    { 'x-original-url': `http://${foreign}/` },
    { 'x-tenant-id': theirs.shop.tenant.id },
    { cookie: `tenant=${theirs.shop.tenant.id}` },
  ];

  for (const headers of claims) {
    const answer = await ours.shop.call('GET /api/store/shop', { headers: headers as Record<string, string> });
    expect([headers, answer.json<{ name: string }>().name]).toEqual([headers, ours.shop.tenant.name]);
  }
});

it.each([`{host}@evil.example`, 'evil.example#{host}', '{host}.evil.example', '{host}\\evil', ' ', '{host}, evil.example'])(
  'knows no shop at the host %s',
  async pattern => {
    const host = pattern.replace('{host}', ours.shop.tenant.canonicalHost);

    const answer = await server.request('GET', '/api/store/shop', { host });

    expect([400, 421]).toContain(answer.status);
  },
);

it.each(['/', '/p/servers', '/cart', '/checkout', '/cabinet', '/legal/terms', '/robots.txt', '/sitemap.xml', '/nothing-here'])(
  'draws %s without a word of the shop next door',
  async path => {
    const [own, next] = [await ours.shop.call(`GET ${path}`), await theirs.shop.call(`GET ${path}`)];

    expect(own.text).not.toMatch(new RegExp(CANARY, 'i'));
    expect(own.text).not.toContain(theirs.shop.tenant.slug);
    expect(own.status).toBe(next.status);
    if (path === '/') expect(next.text).toContain(CANARY);
  },
);
