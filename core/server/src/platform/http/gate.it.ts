import { connect } from 'node:net';
import { Controller, Get, Module, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import pg from 'pg';
import { type Input, operations } from '@hostwright/sdk/http';
import { PluginFailure } from '@hostwright/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { testHttp, type TestHttp } from '../../../test/harness/http.js';
import { StaffMembers } from '../identity/index.js';
import { type Tenant, Tenants, TenantSetup } from '../tenancy/index.js';
import { In, Operation, Public } from './index.js';

const PARTNER = 'https://partner.example';

@Controller()
class SampleController {
  @Operation(operations.getShop)
  shop(@In() _: Input<typeof operations.getShop>): object {
    return {
      name: 'Sample',
      tagline: '',
      locale: 'en',
      locales: ['en'],
      currency: 'EUR',
      currencies: ['EUR'],
      timeZone: 'Europe/Kyiv',
      logoUrl: null,
      tokens: {},
      termsUrl: '/terms',
      privacyUrl: '/privacy',
      url: 'https://shop.example',
    };
  }

  @Operation(operations.getDashboard)
  againstTheContract(): object {
    return { surprise: true };
  }

  @Post('hooks/echo')
  @Public({ rawBody: true })
  hook(@Req() request: FastifyRequest): object {
    return { bytes: (request.body as Buffer).toString('hex') };
  }

  @Get('breaks')
  @Public()
  breaks(): never {
    throw new Error('the password is hunter2');
  }

  @Get('plugin-breaks')
  @Public()
  pluginBreaks(): never {
    throw PluginFailure.unknown('key sk_live_1 was refused by 10.0.0.7', { code: 'x', publicMessage: 'Try again later' });
  }
}

@Module({ controllers: [SampleController] })
class SampleModule {}

let database: TestDatabase;
let http: TestHttp;
let shop: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  http = await testHttp(database, [SampleModule]);
  shop = await http.tenant();
});

afterAll(async () => {
  await http.close();
  await database.drop();
});

const json = { 'content-type': 'application/json' };

describe('the gate', () => {
  it('answers a host that no shop has with 421', async () => {
    const answer = await http.call(shop, 'GET /api/store/shop', { host: 'nobody.example' });

    expect(answer.status).toBe(421);
    expect(answer.json()).toMatchObject({ code: 'unknown-host', type: '/problems/unknown-host', status: 421 });
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('does not believe X-Forwarded-Host of strangers', async () => {
    const answer = await http.call(shop, 'GET /api/store/shop', {
      host: 'nobody.example',
      headers: { 'x-forwarded-host': shop.canonicalHost },
    });

    expect(answer.status).toBe(421);
  });

  it('shows a person a page where a program gets problem JSON', async () => {
    const answer = await http.call(shop, 'GET /somewhere', { headers: { accept: 'text/html' } });

    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('closes a suspended shop', async () => {
    const suspended = await suspend(await http.tenant());

    const answer = await http.call(suspended, 'GET /api/store/shop');

    expect(answer.status).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'shop-suspended' });
  });

  it('sets the headers of a locked-down answer and the id of the request', async () => {
    const answer = await http.call(shop, 'GET /api/store/shop', { headers: { 'x-request-id': 'trace-12345' } });

    expect(answer.headers).toMatchObject({
      'x-request-id': 'trace-12345',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none';frame-ancestors 'none';base-uri 'none'",
    });
  });

  it('gives a request with a harmful id one of its own', async () => {
    const answer = await http.call(shop, 'GET /api/store/shop', { headers: { 'x-request-id': 'bad id"}' } });

    expect(answer.headers['x-request-id']).toMatch(/^[\w-]{14,}$/);
  });

  it('answers 405 with the methods where the address exists', async () => {
    const answer = await http.call(shop, 'PATCH /api/store/shop', { body: {} });

    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
    expect(answer.json()).toMatchObject({ code: 'method-not-allowed' });
  });

  it.each(['/api/store/%', '/api/store/products/%E0%A4%A', `/api/store/orders/${'9'.repeat(500)}`, '/api/store/shop?locale=%'])(
    'answers the broken address %s with a problem',
    async url => {
      const answer = await http.call(shop, `GET ${url}`);

      expect([400, 404]).toContain(answer.status);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    },
  );

  it('answers a request without a host with 421', async () => {
    await http.app.listen(0, '127.0.0.1');
    const { port } = http.app.getHttpServer().address() as { port: number };

    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET /api/store/shop HTTP/1.0\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('end', () => resolve(text)).on('error', reject);
    });

    expect(answer).toMatch(/^HTTP\/1\.[01] 421 /);
  });

  it('answers 404 for an address of the API that does not exist', async () => {
    expect((await http.call(shop, 'GET /api/store/nothing')).json()).toMatchObject({ code: 'not-found', status: 404 });
  });

  it('never tells what went wrong inside', async () => {
    const answer = await http.call(shop, 'GET /breaks');

    expect(answer.status).toBe(500);
    expect(answer.json()).toMatchObject({ code: 'internal-error', instance: answer.headers['x-request-id'] });
    expect(answer.text).not.toContain('hunter2');
  });

  it("passes on a plugin's public words only", async () => {
    const answer = await http.call(shop, 'GET /plugin-breaks');

    expect(answer.json()).toMatchObject({ code: 'gateway-unreachable', detail: 'Try again later' });
    expect(answer.text).not.toMatch(/sk_live|10\.0\.0\.7/);
  });

  it('fails an answer that breaks the contract while testing', async () => {
    const password = 'a password of staff';
    await http.app.get(StaffMembers).create(shop.id, { email: 'owner@shop.example', name: 'Owner', password, role: 'owner' });
    const signedIn = await http.call(shop, 'POST /api/admin/sessions', { body: { email: 'owner@shop.example', password } });

    const answer = await http.call(shop, 'GET /api/admin/dashboard', {
      token: signedIn.json<{ accessToken: string }>().accessToken,
    });

    expect(answer.status).toBe(500);
  });
});

describe('bodies', () => {
  const signIn = 'POST /api/store/sessions';

  it.each([
    ['malformed JSON', '{"email":', 400, 'malformed-json'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, 'malformed-json'],
    ['an empty body', '', 400, 'invalid-input'],
    ['an array', '[]', 400, 'invalid-input'],
    ['null', 'null', 400, 'invalid-input'],
  ])('refuses %s', async (_, body, status, code) => {
    const answer = await http.call(shop, signIn, { body });

    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([status, code]);
  });

  it('names every field that is wrong, the unknown ones too', async () => {
    const answer = await http.call(shop, 'POST /api/store/customers', {
      body: { email: 'x', password: 'short', name: '', admin: true },
    });

    const fields = answer.json<{ errors: { field: string }[] }>().errors.map(error => error.field);
    expect(answer.status).toBe(400);
    expect(fields.sort()).toEqual(['admin', 'email', 'name', 'password']);
  });

  it('refuses NUL, halves of characters and __proto__ wherever they stand', async () => {
    const bodies = [
      '{"email":"a\\u0000@b.example","password":"p"}',
      '{"email":"a@b.example","password":"\\ud800"}',
      '{"email":"a@b.example","password":"p","__proto__":{"x":1}}',
      '{"email":"a@b.example","password":"p","\\u0000":1}',
    ];

    for (const body of bodies) {
      expect((await http.call(shop, signIn, { body })).json(), body).toMatchObject({ code: 'invalid-input' });
    }
  });

  it('refuses nesting without end', async () => {
    const body = `{"email":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;

    expect((await http.call(shop, signIn, { body })).json()).toMatchObject({ code: 'invalid-input' });
  });

  it('refuses a body over the limit before reading it', async () => {
    const body = JSON.stringify({ email: 'a@b.example', password: 'x'.repeat(300_000) });

    expect((await http.call(shop, signIn, { body })).json()).toMatchObject({ code: 'body-too-large', status: 413 });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])('refuses %s', async type => {
    const answer = await http.call(shop, signIn, {
      body: '{"email":"a@b.example","password":"p"}',
      headers: { 'content-type': type },
    });

    expect(answer.json()).toMatchObject({ code: 'unsupported-media-type', status: 415 });
  });

  it('refuses a field of the query that is not known or comes twice', async () => {
    expect((await http.call(shop, 'GET /api/store/shop?locale=en&locale=uk')).json()).toMatchObject({ code: 'invalid-input' });
    expect((await http.call(shop, 'GET /api/store/shop?x=1')).json()).toMatchObject({ errors: [{ field: 'x' }] });
    expect((await http.call(shop, 'GET /api/store/shop?locale=%00')).json()).toMatchObject({ code: 'invalid-input' });
  });

  it('hands a webhook the bytes as they came', async () => {
    const answer = await http.call(shop, 'POST /hooks/echo', { body: '{ "a":1}', host: 'anything.example', headers: json });

    expect(answer.json()).toEqual({ bytes: Buffer.from('{ "a":1}').toString('hex') });
  });
});

describe('origins', () => {
  it('lets the pages of the shop itself call', async () => {
    const answer = await http.call(shop, 'GET /api/store/shop', { headers: { origin: shop.url } });

    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe(shop.url);
  });

  it('lets a page of another site read nothing and change nothing', async () => {
    const headers = { origin: 'https://evil.example' };
    const read = await http.call(shop, 'GET /api/store/shop', { headers });
    const change = await http.call(shop, 'POST /api/store/sessions/refresh', { headers });
    const preflight = await http.call(shop, 'OPTIONS /api/store/sessions', {
      headers: { ...headers, 'access-control-request-method': 'POST' },
    });

    expect(read.headers['access-control-allow-origin']).toBeUndefined();
    expect(change.json()).toMatchObject({ code: 'origin-not-allowed', status: 403 });
    expect(change.headers['access-control-allow-origin']).toBeUndefined();
    expect(preflight.status).toBe(403);
  });

  it('refuses a page without an origin of its own', async () => {
    const answer = await http.call(shop, 'POST /api/store/sessions/refresh', { headers: { origin: 'null' } });

    expect(answer.json()).toMatchObject({ code: 'origin-not-allowed' });
  });

  it('lets a listed site call the store with its key, and the panel not at all', async () => {
    const partnered = await http.tenant();
    const key = await http.app.get(TenantSetup).createKey(partnered.id, [PARTNER]);
    const other = await http.app.get(TenantSetup).createKey(partnered.id, ['https://else.example']);
    const from = { origin: PARTNER };

    const preflight = await http.call(partnered, 'OPTIONS /api/store/shop', {
      headers: { ...from, 'access-control-request-method': 'GET' },
    });
    const withKey = await http.call(partnered, 'GET /api/store/shop', { headers: { ...from, 'x-hostwright-key': key } });
    const withoutKey = await http.call(partnered, 'GET /api/store/shop', { headers: from });
    const otherKey = await http.call(partnered, 'GET /api/store/shop', { headers: { ...from, 'x-hostwright-key': other } });
    const panel = await http.call(partnered, 'POST /api/admin/sessions', {
      headers: { ...from, 'x-hostwright-key': key },
      body: {},
    });

    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': PARTNER,
      'access-control-allow-credentials': 'true',
    });
    expect(preflight.headers['access-control-allow-headers']).toContain('x-hostwright-key');
    expect(withKey.status).toBe(200);
    expect(withoutKey.json()).toMatchObject({ code: 'origin-not-allowed' });
    expect(otherKey.json()).toMatchObject({ code: 'origin-not-allowed' });
    expect(panel.json()).toMatchObject({ code: 'origin-not-allowed' });
  });
});

describe('reads that repeat', () => {
  it('answers 304 to who has it already', async () => {
    const first = await http.call(shop, 'GET /api/store/shop');
    const again = await http.call(shop, 'GET /api/store/shop', { headers: { 'if-none-match': String(first.headers.etag) } });

    expect(first.headers.etag).toMatch(/^W\/"/);
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
  });
});

describe('what machines ask', () => {
  it('is alive and ready, whatever the host', async () => {
    const ready = await http.call(shop, 'GET /health/ready', { host: '10.0.0.1:3000' });

    expect((await http.call(shop, 'GET /health/live', { host: 'x' })).status).toBe(200);
    expect(ready.status).toBe(200);
    expect(ready.json()).toMatchObject({ checks: { database: 'ok', migrations: 'ok' } });
  });

  it('counts requests by operation', async () => {
    await http.call(shop, 'GET /api/store/shop');
    const figures = await http.call(shop, 'GET /metrics', { host: 'x' });

    expect(figures.text).toContain('http_request_duration_seconds_count{operation="getShop",method="GET",status="200"}');
  });

  it('describes every operation in OpenAPI 3.1 and on a page', async () => {
    const document = await http.call(shop, 'GET /api/openapi.json', { host: 'x' });
    const page = await http.call(shop, 'GET /api/docs', { host: 'x' });
    const problem = await http.call(shop, 'GET /problems/price-changed', { host: 'x' });

    expect(document.json()).toMatchObject({ openapi: '3.1.0' });
    for (const id of Object.keys(operations)) expect(page.text).toContain(`<article id="${id}">`);
    expect(page.text).not.toContain('<script');
    expect(problem.headers.location).toBe('/api/docs#problem-price-changed');
    expect((await http.call(shop, 'GET /problems/nonsense', { host: 'x' })).status).toBe(404);
  });
});

/** Only an operator's tool may do this; the test is the operator. */
async function suspend(tenant: Tenant): Promise<Tenant> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("update app.tenants set state = 'suspended' where tenant_id = $1", [tenant.id]);
  await client.end();
  http.app.get(Tenants).forget();
  return tenant;
}
