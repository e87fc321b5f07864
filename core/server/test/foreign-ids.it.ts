import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StaffMembers } from '../src/platform/identity/index.js';
import { Contract, type ApiOperation } from './api/contract.js';
import { Digest } from './api/digest.js';
import { anOperator, aTrade, audienceOf, pathOf, type Trade } from './api/trade.js';
import { aServer, aShop, expectStatus, PASSWORD, type ServerAnswer, type TestServer } from './harness/shop.js';

/** Stands in every row of the shop next door. */
const CANARY = 'Qzvxcanary';

let server: TestServer;
let contract: Contract;
let digest: Digest;
let operator: string;
let [ours, neighbour, theirs]: readonly Trade[] = [];

beforeAll(async () => {
  server = await aServer();
  contract = await Contract.read(server);
  const [shop, foreign] = [await aShop(server), await aShop(server, { canary: CANARY })];
  theirs = await aTrade(foreign);
  neighbour = await aTrade(shop);
  ours = await aTrade(shop);
  operator = await anOperator(server, shop.tenant.canonicalHost);
  digest = await Digest.of(server.database);
}, 120_000);

afterAll(async () => {
  await digest.close();
  await server.close();
});

interface Change {
  readonly ids?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly query?: string;
  readonly token?: string | undefined;
  readonly at?: Trade;
}

/** The operation as our shop's people call it, but for the change. */
async function call(operation: ApiOperation, change: Change = {}): Promise<ServerAnswer> {
  const { ids = ours!.ids, body = ours!.bodies[operation.operationId], query = '', at = ours! } = change;
  if (operation.body && !body) throw new Error(`A trade has no body for ${operation.operationId} yet`);
  const token = 'token' in change ? change.token : tokenFor(operation, ours!);
  const answer = await at.shop.call(`${operation.method} ${pathOf(operation, ids)}${query}`, {
    ...(token !== undefined && { token }),
    ...(operation.key && { headers: { 'idempotency-key': randomUUID() } }),
    ...(operation.body && { body }),
  });
  if (at !== theirs) expect(answer.text).not.toMatch(new RegExp(CANARY, 'i'));
  return answer;
}

function tokenFor(operation: ApiOperation, trade: Trade): string | undefined {
  return { public: undefined, customer: trade.customer.token, staff: trade.shop.owner, operator }[audienceOf(operation)];
}

/** Calls that must all be refused in one of these ways, and write nothing. */
async function refusedAll(
  calls: readonly { readonly what: string; call(): Promise<ServerAnswer> }[],
  ...expected: string[]
): Promise<void> {
  const before = await digest.take();
  const outcomes: string[] = [];
  for (const { what, call: make } of calls) {
    const answer = await make();
    const { code } = answer.status < 400 ? { code: '' } : answer.json<{ code: string }>();
    if (!expected.includes(`${answer.status} ${code}`)) outcomes.push(`${what}: ${answer.status} ${code}`);
  }
  expect(outcomes).toEqual([]);
  expect(await digest.take()).toEqual(before);
}

const idsOf = (operation: ApiOperation): string[] =>
  operation.inPath.filter(({ schema }) => contract.isId(schema)).map(({ name }) => name);

describe('an id in the path', () => {
  /** A cart alone is known to whoever knows its id, as guests have no name; everything else is somebody's. */
  const isShared = (operation: ApiOperation): boolean => audienceOf(operation) === 'public' && idsOf(operation).length === 1;

  it('of another customer finds nothing and changes nothing', async () => {
    const private_ = contract.operations.filter(one => audienceOf(one) !== 'staff' && !isShared(one));
    const calls = private_.flatMap(operation =>
      idsOf(operation).map(name => ({
        what: `${operation.operationId} with another customer's ${name}`,
        call: () => call(operation, { ids: { ...ours!.ids, [name]: neighbour!.ids[name]! } }),
      })),
    );

    expect(calls.length).toBeGreaterThan(10);
    await refusedAll(calls, '404 not-found');
  });

  it('of another shop finds nothing and changes nothing', async () => {
    const calls = contract.operations.flatMap(operation =>
      idsOf(operation).map(name => ({
        what: `${operation.operationId} with another shop's ${name}`,
        call: () => call(operation, { ids: { ...ours!.ids, [name]: theirs!.ids[name]! } }),
      })),
    );

    expect(calls.length).toBeGreaterThan(25);
    await refusedAll(calls, '404 not-found');
  });

  it('that nobody ever had, or that is gone, finds nothing and changes nothing', async () => {
    const calls = contract.operations.flatMap(operation =>
      idsOf(operation).flatMap(name =>
        [randomUUID(), '00000000-0000-0000-0000-000000000000', ...(name === 'itemId' ? [ours!.goneItem] : [])].map(id => ({
          what: `${operation.operationId} with ${name} ${id}`,
          call: () => call(operation, { ids: { ...ours!.ids, [name]: id } }),
        })),
      ),
    );

    await refusedAll(calls, '404 not-found');
  });
});

describe('an id in a body or a query', () => {
  const fieldsOf = (operation: ApiOperation): string[] =>
    Object.entries((operation.body && contract.resolve(operation.body).properties) ?? {})
      .filter(([, schema]) => contract.isId(schema))
      .map(([name]) => name);

  it('of another shop or of nobody is not found', async () => {
    const calls = contract.operations.flatMap(operation =>
      fieldsOf(operation).flatMap(name =>
        [theirs!.bodies[operation.operationId]![name] ?? theirs!.ids[name], randomUUID()].map(id => ({
          what: `${operation.operationId} with a foreign ${name}`,
          call: () => call(operation, { body: { ...ours!.bodies[operation.operationId], [name]: id } }),
        })),
      ),
    );

    expect(calls.length).toBeGreaterThan(6);
    await refusedAll(calls, '404 not-found', '422 selection-invalid');
  });

  it('of another shop narrows a list to nothing', async () => {
    for (const operation of contract.operations) {
      for (const { name } of operation.inQuery.filter(({ schema }) => contract.isId(schema))) {
        const query = `?${name}=${theirs!.ids[name]}`;
        const answer = expectStatus(await call(operation, { query }), 200);
        expect([operation.operationId, answer.json()]).toEqual([operation.operationId, { items: [], next: null }]);
      }
    }
  });
});

describe('a token', () => {
  const guarded = () => contract.operations.filter(operation => audienceOf(operation) !== 'public');
  const each = (make: (operation: ApiOperation) => Change[]) =>
    guarded().flatMap(operation =>
      make(operation).map((change, place) => ({
        what: `${operation.operationId} ${place}`,
        call: () => call(operation, change),
      })),
    );

  it('is needed wherever the contract says so', async () => {
    await refusedAll(
      each(() => [{ token: undefined }]),
      '401 not-signed-in',
    );
  });

  it('that is made up opens nothing', async () => {
    const [head, body] = ours!.customer.token.split('.') as [string, string];
    const forged = [`${head}.${body}.`, `${head}.${body}.AAAA`, 'x', `${btoa('{"alg":"none"}')}.${body}.`];

    await refusedAll(
      each(() => forged.map(token => ({ token }))),
      '401 session-ended',
      '401 not-signed-in',
    );
  });

  it('of one shop is nothing at another', async () => {
    const shops = each(operation => {
      if (audienceOf(operation) === 'operator') return [];
      return [
        { at: theirs!, ids: theirs!.ids },
        { at: theirs!, ids: ours!.ids },
      ];
    });

    await refusedAll(shops, '401 session-ended');
  });

  it('of another kind of person opens nothing', async () => {
    const others = each(operation => {
      const tokens = { customer: ours!.customer.token, staff: ours!.shop.owner, operator };
      return Object.entries(tokens)
        .filter(([kind]) => kind !== audienceOf(operation))
        .map(([, token]) => ({ token }));
    });

    await refusedAll(others, '401 not-signed-in', '401 session-ended');
  });

  it.each(['support', 'accountant'] as const)('of %s staff opens what the role may do and nothing else', async role => {
    const { tenant } = ours!.shop;
    const email = `${role}@${tenant.slug}.example`;
    await server.app.get(StaffMembers).create(tenant.id, { email, name: role, password: PASSWORD, role });
    const signedIn = await ours!.shop.call('POST /api/admin/sessions', { body: { email, password: PASSWORD } });
    const { accessToken: token, staff } = signedIn.json<{ accessToken: string; staff: { permissions: string[] } }>();
    const needing = guarded().filter(({ access }) => access.includes('.'));
    const beyond = needing.filter(({ access }) => !staff.permissions.includes(access));

    expect(beyond.length).toBeGreaterThan(0);
    await refusedAll(
      beyond.map(operation => ({ what: operation.operationId, call: () => call(operation, { token }) })),
      '403 not-allowed',
    );
    for (const operation of needing.filter(({ method, access }) => method === 'GET' && staff.permissions.includes(access))) {
      expect([operation.operationId, (await call(operation, { token })).status]).toEqual([operation.operationId, 200]);
    }
  });
});

describe('what a shop answers', () => {
  it('is about itself, whoever reads it', async () => {
    for (const operation of contract.operations.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/store'))) {
      expect([operation.operationId, (await call(operation)).status]).toEqual([operation.operationId, 200]);
    }
    for (const operation of contract.operations.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/admin'))) {
      expect([operation.operationId, (await call(operation)).status]).toEqual([operation.operationId, 200]);
    }
  });

  it('has the canary in it next door, so that its absence means something', async () => {
    for (const operationId of [
      'getShop',
      'getMe',
      'listOrders',
      'listInvoices',
      'listServices',
      'listAdminCustomers',
      'listPlugins',
    ]) {
      const operation = contract.get(operationId);
      const answer = await call(operation, { at: theirs!, ids: theirs!.ids, token: tokenFor(operation, theirs!) });
      expect([operationId, answer.text.toLowerCase().includes(CANARY.toLowerCase())]).toEqual([operationId, true]);
    }
  });

  it('is refused at a host that is nobody’s', async () => {
    for (const host of ['nobody.localhost', '', 'localhost:3999', `${ours!.shop.tenant.canonicalHost}.evil.example`]) {
      const answer = await server.request('GET', '/api/store/shop', { host });
      expect([host, answer.status]).toEqual([host, 421]);
    }
  });
});

it('sees it when anything is written at all, so that its silence means something', async () => {
  const before = await digest.take();

  expectStatus(await call(contract.get('createCart')), 201);

  const after = await digest.take();
  expect(Object.keys(after).filter(table => after[table] !== before[table])).toContain('app.carts');
});
