import { symlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AdminPlugin, Installation } from '@hostwright/sdk/http';
import { PluginFailure, type PaymentGateway, type StartPayment } from '@hostwright/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { type TestAnswer, type TestCall, testHttp, type TestHttp } from '../../../test/harness/http.js';
import { Events } from '../events/index.js';
import { StaffMembers } from '../identity/index.js';
import { Jobs } from '../jobs/index.js';
import { aPluginsDir, writePlugin } from '../../../test/harness/plugin-folder.js';
import type { Tenant } from '../tenancy/index.js';
import { Installations, Plugins, PluginsModule } from './index.js';
import { InstallationCheck } from './installation-check.js';

const BOX_CODE =
  "export default { kind: 'product-type', create: () => ({ options: () => [], check: () => [], fulfil: () => ({ action: 'none' }) }) };";
const KEY = 'sk_live_of_a_shop';

let database: TestDatabase;
let http: TestHttp;
let shop: Tenant;
let owner: string;
let peer: Server;
let peerUrl: string;
let answerOfPeer: (request: IncomingMessage, response: ServerResponse) => void;
let seen: { url: string; authorization: string | undefined }[];

beforeAll(async () => {
  peer = createServer((request, response) => {
    seen.push({ url: request.url!, authorization: request.headers.authorization });
    answerOfPeer(request, response);
  });
  await new Promise<void>(resolve => peer.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(peer.address() as AddressInfo).port}`;
  peerUrl = `http://${host}`;
  const pluginsDir = await aPluginsDir();
  await symlink(path.resolve(fileURLToPath(import.meta.url), '../fixtures/till'), path.join(pluginsDir, 'till'));
  const box = { kind: 'product-type', product: { type: 'object', properties: {} } };
  await writePlugin(pluginsDir, 'box', box, { 'index.js': BOX_CODE });
  await writePlugin(pluginsDir, 'late', { engine: '^9.0.0' });
  database = await testDatabase();
  http = await testHttp(database, [PluginsModule], { PLUGINS_DIR: pluginsDir, ALLOWED_PRIVATE_HOSTS: host });
});

afterAll(async () => {
  peer.close().closeAllConnections();
  await http.close();
  await database.drop();
});

beforeEach(async () => {
  seen = [];
  answerOfPeer = (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"ch_1","state":"succeeded"}');
  shop = await http.tenant();
  owner = await staffToken(shop, 'owner');
});

async function staffToken(tenant: Tenant, role: 'owner' | 'support'): Promise<string> {
  const member = await http.app
    .get(StaffMembers)
    .create(tenant.id, { email: `${role}@${tenant.slug}.example`, name: 'Ada', password: 'correct horse battery', role });
  return http
    .call(tenant, 'POST /api/admin/sessions', { body: { email: member.email, password: 'correct horse battery' } })
    .then(answer => answer.json<{ accessToken: string }>().accessToken);
}

const admin = (route: string, body?: unknown, call: TestCall = {}): Promise<TestAnswer> =>
  http.call(shop, route, { token: owner, ...(body !== undefined && { body }), ...call });

async function anInstallation(config: object = {}, enabled = true): Promise<Installation> {
  const body = { pluginId: 'till', label: 'Cards', enabled, config: { apiUrl: peerUrl, apiKey: KEY, ...config } };
  const answer = await admin('POST /api/admin/installations', body);
  expect(answer.status, answer.text).toBe(201);
  return answer.json<Installation>();
}

const gatewayOf = ({ id }: { id: string }): Promise<PaymentGateway> => http.app.get(Plugins).get('payment-gateway', shop.id, id);

const failure = (work: Promise<unknown>): Promise<PluginFailure> =>
  work.then(
    () => expect.fail('it went through'),
    (error: PluginFailure) => error,
  );

const call = { idempotencyKey: 'payment-1', attempt: 1, signal: new AbortController().signal };

const rows = <Row extends object>(sql: string): Promise<Row[]> => http.db.run(shop.id, () => http.db.query<Row>(sql, [shop.id]));

/** Does the waiting work of a queue, once each. */
async function work(queue: string): Promise<number> {
  const jobs = await rows<{ data: { tenantId: string } }>(
    `select data from pgboss.job where name = '${queue}' and data ->> 'tenantId' = $1::text order by created_on`,
  );
  for (const { data } of jobs)
    await http.app.get(Jobs).perform(queue, data, { id: 'j', attempt: 1, signal: new AbortController().signal });
  return jobs.length;
}

const stored = (key: string): Promise<{ value: unknown }[]> =>
  rows(`select value from plugin_storage where tenant_id = $1 and key = '${key}'`);

describe('an installation', () => {
  it('keeps its secrets to itself: not in an answer, not in the database, not in the audit', async () => {
    const made = await anInstallation();

    const listed = await admin('GET /api/admin/plugins');
    const changed = await admin(`PATCH /api/admin/installations/${made.id}`, { config: { apiUrl: peerUrl, apiKey: `${KEY}-2` } });
    const audit = await admin('GET /api/admin/audit');
    const database = JSON.stringify([
      await rows('select * from plugin_installations where tenant_id = $1'),
      await rows('select * from audit_entries where tenant_id = $1'),
    ]);

    expect(made).toMatchObject({
      config: { apiUrl: peerUrl, mode: 'live' },
      secretsSet: ['apiKey'],
      webhookUrl: `${shop.url}/hooks/${made.id}`,
    });
    expect([JSON.stringify(made), listed.text, changed.text, audit.text, database].join()).not.toContain('sk_live');
    expect(audit.json<{ items: unknown[] }>().items.slice(0, 2)).toMatchObject([
      { action: 'installation.updated', target: `installation:${made.id}`, detail: { settings: ['apiKey'] } },
      { action: 'installation.created', detail: { settings: ['apiKey', 'apiUrl', 'mode'] } },
    ]);
  });

  it.each([
    [{ apiKey: undefined }, 'config.apiKey', 'required'],
    [{ apiKey: '' }, 'config.apiKey', 'blank'],
    [{ apiKey: '      ' }, 'config.apiKey', 'blank'],
    [{ apiKey: null }, 'config.apiKey', 'required'],
    [{ apiKey: 'short' }, 'config.apiKey', 'minLength'],
    [{ webhookSecret: ' ' }, 'config.webhookSecret', 'blank'],
    [{ apiUrl: 'nowhere' }, 'config.apiUrl', 'format'],
    [{ mode: 'dry' }, 'config.mode', 'enum'],
    [{ surplus: true }, 'config.surplus', 'additionalProperties'],
  ])('refuses settings with %s', async (config, field, code) => {
    const body = { pluginId: 'till', label: 'Cards', config: { apiUrl: peerUrl, apiKey: KEY, ...config } };

    const answer = await admin('POST /api/admin/installations', body);

    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([422, 'settings-invalid']);
    expect(answer.json<{ errors: unknown[] }>().errors).toContainEqual(expect.objectContaining({ field, code }));
    expect(await rows('select id from plugin_installations where tenant_id = $1')).toEqual([]);
  });

  it('is made of plugins that run and have installations', async () => {
    for (const pluginId of ['nothing', 'late', 'box', '__proto__']) {
      const answer = await admin('POST /api/admin/installations', { pluginId, label: 'x', config: {} });
      expect([answer.status, answer.json<{ code: string }>().code]).toEqual([400, 'invalid-input']);
    }
  });

  it('keeps a secret that is left out and drops one that is null', async () => {
    const made = await anInstallation({ webhookSecret: 'whsec_1' });
    expect(made.secretsSet).toEqual(['apiKey', 'webhookSecret']);

    const kept = await admin(`PATCH /api/admin/installations/${made.id}`, { config: { apiUrl: peerUrl, mode: 'test' } });
    const dropped = await admin(`PATCH /api/admin/installations/${made.id}`, {
      config: { apiUrl: peerUrl, webhookSecret: null },
    });

    expect(kept.json<Installation>()).toMatchObject({ config: { mode: 'test' }, secretsSet: ['apiKey', 'webhookSecret'] });
    expect(dropped.json<Installation>()).toMatchObject({ config: { mode: 'live' }, secretsSet: ['apiKey'] });
    expect(await (await gatewayOf(made)).fetch('ch_1')).toMatchObject({ state: 'succeeded' });
    expect(seen.at(-1)?.authorization).toContain(KEY);
  });

  it('loses no change of two that are made at once', async () => {
    const made = await anInstallation();

    await Promise.all([
      admin(`PATCH /api/admin/installations/${made.id}`, { label: 'Renamed' }),
      admin(`PATCH /api/admin/installations/${made.id}`, { config: { apiUrl: peerUrl, mode: 'test' } }),
    ]);

    expect(await rows('select label, config, version from plugin_installations where tenant_id = $1')).toEqual([
      { label: 'Renamed', config: { apiUrl: peerUrl, mode: 'test' }, version: 3 },
    ]);
  });

  it('is nothing to staff of another shop and to staff without the right', async () => {
    const made = await anInstallation();
    const other = await http.tenant();
    const stranger = await staffToken(other, 'owner');
    const support = await staffToken(shop, 'support');

    for (const route of [`PATCH /api/admin/installations/${made.id}`, `POST /api/admin/installations/${made.id}/check`]) {
      const body = route.startsWith('PATCH') ? { body: { label: 'Mine' } } : {};
      expect((await http.call(other, route, { token: stranger, ...body })).status).toBe(404);
      expect((await http.call(shop, route, { token: support, ...body })).status).toBe(403);
    }
    await expect(http.app.get(Plugins).get('payment-gateway', other.id, made.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('tells the plugin that it was switched on, off, and on again', async () => {
    const made = await anInstallation({}, false);
    expect(await work('plugins/install')).toBe(0);

    await admin(`PATCH /api/admin/installations/${made.id}`, { enabled: true });
    expect(await work('plugins/install')).toBe(1);
    expect(await stored('installed')).toEqual([{ value: `${shop.url}/hooks/${made.id}` }]);

    await admin(`PATCH /api/admin/installations/${made.id}`, { enabled: false });
    await work('plugins/uninstall');
    expect(await stored('installed')).toEqual([]);
  });
});

describe('a plugin at work', () => {
  it('reaches its provider with its own key, and nothing it answers shows it', async () => {
    const gateway = await gatewayOf(await anInstallation());

    const step = await gateway.start({ paymentId: 'p-1' } as StartPayment, call);

    expect(seen).toEqual([{ url: '/charges', authorization: expect.stringMatching(/^Bearer sk_live/) as string }]);
    expect(step).toEqual({
      next: 'nothing',
      payment: { reference: 'ch_1', state: 'succeeded', raw: { mode: 'live', shop: shop.slug, key: '[secret]' } },
    });
  });

  it('shows no secret when its provider throws it back', async () => {
    const gateway = await gatewayOf(await anInstallation({ apiKey: 'sk_live_thrown_back' }));
    answerOfPeer = (request, response) => response.writeHead(400).end(`bad key ${request.headers.authorization}`);

    const refusal = await failure(gateway.fetch('ch_1'));

    expect([refusal.kind, refusal.code, refusal.message]).toEqual(['final', 'http-400', 'Refused with bad key Bearer [secret]']);
  });

  it('works with new settings at once', async () => {
    const made = await anInstallation({ apiKey: 'key-number-1' });
    await (await gatewayOf(made)).fetch('ch_1');

    await admin(`PATCH /api/admin/installations/${made.id}`, { config: { apiUrl: peerUrl, apiKey: 'key-number-2' } });
    await (await gatewayOf(made)).fetch('ch_1');

    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer key-number-1', 'Bearer key-number-2']);
  });

  it('cannot be talked into reaching another host', async () => {
    const made = await anInstallation({ apiUrl: 'http://169.254.169.254/latest' });
    const refusal = await failure((await gatewayOf(made)).fetch('ch_1'));

    expect([refusal.kind, refusal.code]).toEqual(['final', 'host-not-allowed']);
  });

  it('verifies nothing without a secret, or with one that belongs to somebody else', async () => {
    const made = await anInstallation({ webhookSecret: 'whsec_1' });
    const other = await anInstallation({ webhookSecret: 'whsec_2' });
    const bare = await anInstallation();
    await http.db.run(shop.id, () =>
      http.db.execute(
        'update plugin_installations set secrets = (select secrets from plugin_installations where tenant_id = $1 and id = $2), version = 9 where tenant_id = $1 and id = $3',
        [shop.id, other.id, made.id],
      ),
    );

    expect(await failure((await gatewayOf(bare)).parseWebhook!({} as never))).toMatchObject({
      kind: 'final',
      code: 'secret-missing',
    });
    expect(await failure((await gatewayOf(made)).parseWebhook!({} as never))).toMatchObject({
      kind: 'final',
      code: 'secret-unreadable',
    });
    expect((await admin(`PATCH /api/admin/installations/${made.id}`, { config: { apiUrl: peerUrl } })).status).toBe(422);
    expect((await admin(`PATCH /api/admin/installations/${made.id}`, { config: { apiUrl: peerUrl, apiKey: KEY } })).status).toBe(
      200,
    );
  });

  it('is called by nobody inside a transaction', async () => {
    const gateway = await gatewayOf(await anInstallation());

    await expect(http.db.run(shop.id, () => gateway.fetch('ch_1'))).rejects.toThrow('inside a transaction');
    expect(seen).toEqual([]);
  });

  it('is of the kind that was asked for', async () => {
    const { id } = await anInstallation();

    await expect(http.app.get(Plugins).get('server-provider', shop.id, id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(http.app.get(Plugins).get('payment-gateway', shop.id, 'no id')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('hears each fact in every installation that is on', async () => {
    const [first, second] = [await anInstallation(), await anInstallation()];
    await anInstallation({}, false);
    const invoiceId = '00000000-0000-7000-8000-00000000000a';

    await http.db.run(shop.id, () =>
      http.app
        .get(Events)
        .publish('invoice.paid', { invoiceId, customerId: 'c', total: { amount: '900', currency: 'EUR' } } as never),
    );
    await work('events/deliver');
    await work('plugins/hear');

    const heard = await rows<{ installationId: string; value: unknown }>(
      `select installation_id, value from plugin_storage where tenant_id = $1 and key = 'heard ${invoiceId}'`,
    );
    expect(heard.map(({ installationId }) => installationId).toSorted()).toEqual([first.id, second.id].toSorted());
    expect(heard[0]?.value).toEqual({ invoiceId, customerId: 'c', total: { amount: '900', currency: 'EUR' } });
  });
});

describe('the test of a connection', () => {
  it('tells what came back', async () => {
    const made = await anInstallation();
    const good = await admin(`POST /api/admin/installations/${made.id}/check`);
    answerOfPeer = (_, response) => response.writeHead(500).end();
    const bad = await admin(`POST /api/admin/installations/${made.id}/check`);

    expect([good.json(), bad.json()]).toEqual([
      { ok: true, detail: 'Answered with 200' },
      { ok: false, detail: 'Answered with 500' },
    ]);
  });

  it('ends when nobody answers', async () => {
    const made = await anInstallation();
    answerOfPeer = () => undefined;

    expect(await http.app.get(InstallationCheck).run(shop.id, made.id, 100)).toEqual({
      ok: false,
      detail: 'No answer within 0.1 s',
    });
  });
});

describe('the list of plugins', () => {
  it('shows what runs, what was left out and why, with the installations of this shop only', async () => {
    const other = await http.tenant();
    await http.app
      .get(Installations)
      .create(other.id, { pluginId: 'till', label: 'Theirs', enabled: true, config: { apiUrl: peerUrl, apiKey: KEY } }, 'system');
    await anInstallation();

    const { items } = (await admin('GET /api/admin/plugins')).json<{ items: AdminPlugin[] }>();

    expect(items.find(({ id }) => id === 'till')).toMatchObject({
      name: 'Till',
      version: '1.2.3',
      iconUrl: '/plugins/till/icon.svg',
      problem: null,
      installations: [{ label: 'Cards' }],
    });
    expect(items.find(({ id }) => id === 'late')).toMatchObject({
      problem: 'Needs SDK ^9.0.0, and this is SDK 1.0.0',
      installations: [],
    });
  });

  it('offers the installations that are on, in their order', async () => {
    await anInstallation();
    await anInstallation({}, false);
    const last = await anInstallation();

    const offered = await http.app.get(Plugins).installations(shop.id, 'payment-gateway');

    expect(offered).toHaveLength(2);
    expect(offered.at(-1)).toMatchObject({ id: last.id, pluginId: 'till', label: 'Cards', manifest: { id: 'till' } });
  });
});
