import type { Session } from '@hostwright/sdk/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { testHttp, type TestHttp } from '../../../test/harness/http.js';
import { codeOf, newEmail, PASSWORD, People } from '../../../test/harness/people.js';
import type { Tenant } from '../tenancy/index.js';
import { StaffMembers } from './index.js';

let database: TestDatabase;
let http: TestHttp;
let shop: Tenant;
let people: People;

beforeAll(async () => {
  database = await testDatabase();
  http = await testHttp(database);
  shop = await http.tenant();
  people = new People(http, shop);
});

afterAll(async () => {
  await http.close();
  await database.drop();
});

const events = (name: string, customerId: string): Promise<{ id: string }[]> =>
  http.db.run(shop.id, () =>
    http.db.query("select id from events where tenant_id = $1 and name = $2 and data ->> 'customerId' = $3", [
      shop.id,
      name,
      customerId,
    ]),
  );

describe('registration', () => {
  it('signs in, publishes the facts and keeps the refresh token from scripts', async () => {
    const answer = await http.call(shop, 'POST /api/store/customers', {
      body: { email: ' NEW@Mail.Example ', password: PASSWORD, name: 'Нова' },
    });

    const { customer, expiresInSeconds } = answer.json<Session>();
    expect(customer).toMatchObject({
      email: 'new@mail.example',
      name: 'Нова',
      locale: 'en',
      emailConfirmed: false,
      billing: null,
    });
    expect(expiresInSeconds).toBe(600);
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^hw_refresh=[\w-]{43}; Path=\/api\/store\/sessions; Expires=.*; HttpOnly; Secure; Partitioned; SameSite=None$/,
    );
    expect(await events('customer.registered', customer.id)).toHaveLength(1);
    expect(await events('customer.email-confirmation-requested', customer.id)).toHaveLength(1);
  });

  it('takes a mailbox once, however many ask at once', async () => {
    const body = { email: newEmail(), password: PASSWORD, name: 'Twin' };

    const answers = await Promise.all(Array.from({ length: 5 }, () => http.call(shop, 'POST /api/store/customers', { body })));

    expect(answers.map(answer => answer.status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(answers.filter(answer => answer.status === 409).map(codeOf)).toEqual(Array(4).fill('email-taken'));
  });

  it('lets the same mailbox be a customer of two shops', async () => {
    const other = await http.tenant();
    const { email } = await people.signedUp();

    const answer = await http.call(other, 'POST /api/store/customers', { body: { email, password: PASSWORD, name: 'Olena' } });

    expect(answer.status).toBe(201);
  });
});

describe('signing in', () => {
  it('gives the same answer for a wrong password and for nobody', async () => {
    const { email } = await people.signedUp();

    const wrong = await people.signIn(email, 'not the password');
    const nobody = await people.signIn('nobody@mail.example', 'not the password');

    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'wrong-credentials']);
    expect({ ...nobody.json<object>(), instance: '' }).toEqual({ ...wrong.json<object>(), instance: '' });
  });

  it('locks the name for longer and longer, whether it exists or not', async () => {
    for (const email of [(await people.signedUp()).email, newEmail()]) {
      for (let failure = 0; failure < 5; failure += 1) await people.signIn(email, 'wrong');

      const locked = await people.signIn(email, PASSWORD);

      expect([locked.status, codeOf(locked)]).toEqual([403, 'account-locked']);
      expect(Number(locked.headers['retry-after'])).toBeGreaterThan(20);
    }
  });

  it('opens the lock with time', async () => {
    const { email } = await people.signedUp();
    for (let failure = 0; failure < 5; failure += 1) await people.signIn(email, 'wrong');

    http.clock.pass(31_000);

    expect((await people.signIn(email, PASSWORD)).status).toBe(201);
  });

  it('makes a token of one shop nothing at another', async () => {
    const other = await http.tenant();
    const { token, cookie } = await people.signedUp();

    expect(codeOf(await http.call(other, 'GET /api/store/me', { token }))).toBe('session-ended');
    expect(codeOf(await people.refresh(cookie, other))).toBe('session-ended');
  });

  it('keeps customers out of the panel and staff out of the store', async () => {
    const email = newEmail();
    await http.app.get(StaffMembers).create(shop.id, { email, name: 'Support', password: PASSWORD, role: 'support' });
    const staff = await http.call(shop, 'POST /api/admin/sessions', { body: { email, password: PASSWORD } });
    const { token } = await people.signedUp();

    expect((await http.call(shop, 'GET /api/admin/me', { token })).status).toBe(401);
    expect(
      (await http.call(shop, 'GET /api/store/me', { token: staff.json<{ accessToken: string }>().accessToken })).status,
    ).toBe(401);
  });

  it('refuses a forged, a foreign-signed and an expired token', async () => {
    const { token } = await people.signedUp();
    const [head, body] = token.split('.') as [string, string];
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${body}.`;
    const changed = `${head}.${Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), sub: crypto.randomUUID() })).toString('base64url')}.${token.split('.')[2]}`;

    for (const bad of [unsigned, changed, 'x', `${token}x`])
      expect((await http.call(shop, 'GET /api/store/me', { token: bad })).status, bad).toBe(401);
    http.clock.pass(601_000);
    expect(codeOf(await http.call(shop, 'GET /api/store/me', { token }))).toBe('session-ended');
  });
});

describe('refreshing', () => {
  it('gives a new token for each one that is spent', async () => {
    const { cookie } = await people.signedUp();

    const first = await people.refresh(cookie);
    const second = await people.refresh(`hw_refresh=${first.cookie('hw_refresh')}`);

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(new Set([cookie, first.cookie('hw_refresh'), second.cookie('hw_refresh')]).size).toBe(3);
  });

  it('does not sign out two tabs that refresh at the same moment', async () => {
    const { cookie } = await people.signedUp();

    const answers = await Promise.all([people.refresh(cookie), people.refresh(cookie), people.refresh(cookie)]);

    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect((await people.refresh(`hw_refresh=${answer.cookie('hw_refresh')}`)).status).toBe(200);
    }
  });

  it('ends the family when a token is spent again later, and the access tokens with it', async () => {
    const { cookie } = await people.signedUp();
    const rightful = await people.refresh(cookie);
    http.clock.pass(11_000);

    const stolen = await people.refresh(cookie);
    const afterwards = await people.refresh(`hw_refresh=${rightful.cookie('hw_refresh')}`);

    expect([codeOf(stolen), codeOf(afterwards)]).toEqual(['session-ended', 'session-ended']);
  });

  it('ends with the month', async () => {
    const { cookie } = await people.signedUp();

    http.clock.pass(31 * 86_400_000);

    expect(codeOf(await people.refresh(cookie))).toBe('session-ended');
  });

  it('ends at once on signing out, the access token too', async () => {
    const { cookie, token } = await people.signedUp();
    expect((await http.call(shop, 'GET /api/store/me', { token })).status).toBe(200);

    const answer = await http.call(shop, 'DELETE /api/store/sessions/current', { cookie });

    expect(answer.status).toBe(204);
    expect(answer.cookie('hw_refresh')).toBe('');
    expect(codeOf(await people.refresh(cookie))).toBe('session-ended');
    expect(codeOf(await http.call(shop, 'GET /api/store/me', { token }))).toBe('session-ended');
  });

  it('answers a refresh without a cookie as an ended session', async () => {
    expect(codeOf(await http.call(shop, 'POST /api/store/sessions/refresh'))).toBe('session-ended');
  });
});

describe('the devices', () => {
  it('are listed, and another one can be ended', async () => {
    const person = await people.signedUp();
    const phone = people.person(person.email, await people.signIn(person.email, PASSWORD));
    const list = await http.call(shop, 'GET /api/store/me/sessions', { token: person.token });
    const other = list.json<{ items: { id: string; current: boolean }[] }>().items.find(item => !item.current);

    const ended = await http.call(shop, `DELETE /api/store/me/sessions/${other!.id}`, { token: person.token });

    expect(list.json<{ items: object[] }>().items).toHaveLength(2);
    expect(ended.status).toBe(204);
    expect(codeOf(await people.refresh(phone.cookie))).toBe('session-ended');
    expect((await people.refresh(person.cookie)).status).toBe(200);
  });

  it('of somebody else cannot be ended', async () => {
    const [one, two] = [await people.signedUp(), await people.signedUp()];
    const list = await http.call(shop, 'GET /api/store/me/sessions', { token: two.token });
    const id = list.json<{ items: { id: string }[] }>().items[0]!.id;

    expect((await http.call(shop, `DELETE /api/store/me/sessions/${id}`, { token: one.token })).status).toBe(404);
    expect((await people.refresh(two.cookie)).status).toBe(200);
  });
});
