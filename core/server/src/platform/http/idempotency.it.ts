import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Module } from '@nestjs/common';
import { type Input, operations } from '@hostwright/sdk/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { type TestAnswer, testHttp, type TestHttp } from '../../../test/harness/http.js';
import { newId, TenantDb } from '../database/index.js';
import type { Tenant } from '../tenancy/index.js';
import { IdempotencyCleaner } from './idempotency-cleaner.js';
import { CurrentTenant, Idempotency, In, Operation, Problem } from './index.js';

/** Two operations of the contract over a table that is at hand: an audit entry stands for what a call makes. */
@Controller()
class CountingController {
  static calls = 0;
  static fails = false;

  constructor(private readonly db: TenantDb) {}

  @Operation(operations.createCart, { oneTransaction: true })
  inside(@CurrentTenant() tenant: Tenant, @In() { body }: Input<typeof operations.createCart>): Promise<object> {
    return this.db.run(tenant.id, () => this.make(body.currency));
  }

  @Operation(operations.addCartItem)
  async outside(@CurrentTenant() tenant: Tenant, @In() { params }: Input<typeof operations.addCartItem>): Promise<object> {
    await delay(30);
    return this.db.run(tenant.id, () => this.make('EUR', params.cartId));
  }

  private async make(currency: string, id = newId()): Promise<object> {
    CountingController.calls += 1;
    const entry = { id: newId(), actor: 'test', action: 'made', target: id, detail: {}, createdAt: new Date() };
    await this.db.insert('audit_entries', entry);
    if (CountingController.fails) throw new Problem('currency-not-sold');
    return { id, currency, state: 'open', items: [], renewals: [], today: { amount: '0', currency } };
  }
}

@Module({ controllers: [CountingController] })
class CountingModule {}

let database: TestDatabase;
let http: TestHttp;
let shop: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  http = await testHttp(database, [CountingModule]);
  shop = await http.tenant();
});

afterAll(async () => {
  await http.close();
  await database.drop();
});

const CASES = [
  ['in one transaction', 'POST /api/store/carts', { currency: 'EUR' }, { currency: 'USD' }],
  [
    'around calls',
    `POST /api/store/carts/${newId()}/items`,
    { quote: 'q'.repeat(40), quantity: 1 },
    { quote: 'q'.repeat(40), quantity: 2 },
  ],
] as const;

const made = async (): Promise<number> => {
  const row = await http.db.run(shop.id, () =>
    http.db.one<{ count: number }>('select count(*)::int as count from audit_entries where tenant_id = $1', [shop.id]),
  );
  return row?.count ?? 0;
};

const send = (route: string, body: unknown, key: string | undefined): Promise<TestAnswer> =>
  http.call(shop, route, { body, headers: key === undefined ? {} : { 'idempotency-key': key } });

const codeOf = (answer: TestAnswer): string => answer.json<{ code: string }>().code;

describe.each(CASES)('a call that makes something, %s', (_, route, body, otherBody) => {
  it('does it once for fifty that come at once, and gives all of them the first answer', async () => {
    const before = await made();
    const key = newId();

    const answers = await Promise.all(Array.from({ length: 50 }, () => send(route, body, key)));

    expect(answers.map(answer => answer.status)).toEqual(Array(50).fill(201));
    expect(new Set(answers.map(answer => answer.text)).size).toBe(1);
    expect(answers.filter(answer => answer.headers['idempotent-replay'] === 'true')).toHaveLength(49);
    expect(await made()).toBe(before + 1);
  });

  it('knows the same request by its meaning, not by its spelling', async () => {
    const key = newId();
    const first = await send(route, body, key);
    const respelt = await send(route, JSON.stringify(Object.fromEntries(Object.entries(body).reverse()), null, 2), key);

    expect(respelt.text).toBe(first.text);
  });

  it('refuses the key for another request', async () => {
    const key = newId();
    await send(route, body, key);

    const answer = await send(route, otherBody, key);

    expect([answer.status, codeOf(answer)]).toEqual([422, 'idempotency-key-reused']);
  });

  it('keeps no refusal, and nothing of what was refused', async () => {
    const key = newId();
    CountingController.fails = true;
    const refused = await send(route, body, key);
    CountingController.fails = false;
    const before = await made();

    const again = await send(route, body, key);

    expect([refused.status, again.status]).toEqual([422, 201]);
    expect(await made()).toBe(before + 1);
  });

  it('takes no key for a request that is not valid', async () => {
    const key = newId();
    const invalid = await send(route, { nonsense: true }, key);

    expect([invalid.status, (await send(route, body, key)).status]).toEqual([400, 201]);
  });

  it.each(['short', 'has a space in it', 'ключ-ключ-ключ', 'x'.repeat(201)])('refuses the key %j', async key => {
    // Node hands header bytes on as Latin-1.
    const answer = await send(route, body, Buffer.from(key).toString('latin1'));

    expect(answer.json()).toMatchObject({ code: 'invalid-input', errors: [{ field: 'Idempotency-Key' }] });
  });

  it('works without a key where none is required', async () => {
    const before = await made();
    await Promise.all([send(route, body, undefined), send(route, body, undefined)]);

    expect(await made()).toBe(before + 2);
  });

  it('keeps the keys of two shops apart', async () => {
    const other = await http.tenant();
    const key = newId();
    await send(route, body, key);

    const answer = await http.call(other, route, { body, headers: { 'idempotency-key': key } });

    expect(answer.headers['idempotent-replay']).toBeUndefined();
  });
});

describe('a claim', () => {
  const intent = { subject: 'customer:x', operationId: 'createCart', hash: 'h' };

  it('of a process that died is free again after a minute', async () => {
    const key = newId();
    const idempotency = http.app.get(Idempotency);
    const now = http.clock.now();
    await http.db.run(shop.id, () =>
      http.db.insert('idempotency_keys', {
        subject: 'customer:x',
        key,
        operationId: 'createCart',
        bodyHash: 'h',
        createdAt: now,
        lockedUntil: new Date(now.getTime() + 60_000),
      }),
    );
    http.clock.pass(60_001);

    const outcome = await idempotency.aroundCalls(shop.id, { ...intent, key }, () =>
      Promise.resolve({ status: 201, body: '{}' }),
    );

    expect(outcome).toEqual({ answer: { status: 201, body: '{}' }, isReplay: false });
  });

  it('is forgotten when nobody will ask any more', async () => {
    const key = newId();
    const idempotency = http.app.get(Idempotency);
    await idempotency.inOneTransaction(shop.id, { ...intent, key }, () => Promise.resolve({ status: 201, body: '{}' }));
    http.clock.pass(2 * 86_400_000);

    expect(await http.app.get(IdempotencyCleaner).clean()).toBeGreaterThan(0);
    const outcome = await idempotency.inOneTransaction(shop.id, { ...intent, key }, () =>
      Promise.resolve({ status: 201, body: '{"new":1}' }),
    );

    expect(outcome.isReplay).toBe(false);
  });
});
