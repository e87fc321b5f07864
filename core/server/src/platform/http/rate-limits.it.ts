import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { type TestAnswer, testHttp, type TestHttp } from '../../../test/harness/http.js';
import type { Tenant } from '../tenancy/index.js';

let database: TestDatabase;
let http: TestHttp;
let shop: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  http = await testHttp(database, [], { RATE_LIMIT_FACTOR: '1', TRUST_PROXY: 'true' });
  shop = await http.tenant();
});

afterAll(async () => {
  await http.close();
  await database.drop();
});

const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

const reset = (email: string, address: string): Promise<TestAnswer> =>
  http.call(shop, 'POST /api/store/password-resets', { body: { email }, headers: from(address) });

describe('rate limits', () => {
  it('tell the caller where it stands', async () => {
    const answer = await reset('someone@mail.example', '203.0.113.1');

    expect(answer.headers).toMatchObject({ 'ratelimit-limit': '4', 'ratelimit-remaining': '3' });
  });

  it('protect one account from many addresses', async () => {
    const answers: TestAnswer[] = [];
    for (let i = 0; i < 6; i += 1)
      answers.push(await reset(i % 2 ? ' Victim@mail.example' : 'victim@mail.example', `198.51.100.${i}`));

    expect(answers.map(answer => answer.status)).toEqual([204, 204, 204, 204, 429, 429]);
    expect(answers[4]!.json()).toMatchObject({ code: 'too-many-requests' });
    expect(Number(answers[4]!.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('protect many accounts from one address, and take a /64 for one', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 22; i += 1) statuses.push((await reset(`someone${i}@mail.example`, `2001:db8:1:1::${i + 1}`)).status);

    expect(statuses.filter(status => status === 204)).toHaveLength(20);
    expect((await reset('fresh@mail.example', '2001:db8:1:2::1')).status).toBe(204);
  });

  it('count strangers who guess at an account, before any password is looked at', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 11; i += 1) {
      const call = { body: { email: 'guessed@mail.example', password: 'x' }, headers: from(`192.0.2.${i}`) };
      statuses.push((await http.call(shop, 'POST /api/store/sessions', call)).status);
    }

    expect(statuses.slice(0, 5)).toEqual(Array(5).fill(401));
    expect(statuses.at(-1)).toBe(429);
  });
});
