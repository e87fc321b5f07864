import type { Me, Session } from '@hostwright/sdk/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { type TestAnswer, testHttp, type TestHttp } from '../../../test/harness/http.js';
import { Jobs } from '../jobs/index.js';
import type { Tenant } from '../tenancy/index.js';
import { RESET_QUEUE } from './customer-passwords.js';
import { AccessTokens, Customers, OneTimeTokens, Operators, StaffMembers } from './index.js';

const PASSWORD = 'correct horse battery';

let database: TestDatabase;
let http: TestHttp;
let shop: Tenant;
let counter = 0;

beforeAll(async () => {
  database = await testDatabase();
  http = await testHttp(database);
  shop = await http.tenant();
});

afterAll(async () => {
  await http.close();
  await database.drop();
});

const newEmail = (): string => `customer${(counter += 1)}@mail.example`;

interface Person {
  readonly email: string;
  readonly id: string;
  readonly token: string;
  readonly cookie: string;
}

async function signedUp(tenant = shop): Promise<Person> {
  const email = newEmail();
  const answer = await http.call(tenant, 'POST /api/store/customers', { body: { email, password: PASSWORD, name: 'Olena' } });
  expect(answer.status).toBe(201);
  return personOf(email, answer);
}

function personOf(email: string, answer: TestAnswer): Person {
  const { accessToken, customer } = answer.json<Session>();
  return { email, id: customer.id, token: accessToken, cookie: `hw_refresh=${answer.cookie('hw_refresh')}` };
}

const signIn = (email: string, password: string, tenant = shop): Promise<TestAnswer> =>
  http.call(tenant, 'POST /api/store/sessions', { body: { email, password } });

const refresh = (cookie: string, tenant = shop): Promise<TestAnswer> =>
  http.call(tenant, 'POST /api/store/sessions/refresh', { cookie });

const codeOf = (answer: TestAnswer): string => answer.json<{ code: string }>().code;

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
    const { email } = await signedUp();

    const answer = await http.call(other, 'POST /api/store/customers', { body: { email, password: PASSWORD, name: 'Olena' } });

    expect(answer.status).toBe(201);
  });
});

describe('signing in', () => {
  it('gives the same answer for a wrong password and for nobody', async () => {
    const { email } = await signedUp();

    const wrong = await signIn(email, 'not the password');
    const nobody = await signIn('nobody@mail.example', 'not the password');

    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'wrong-credentials']);
    expect({ ...nobody.json<object>(), instance: '' }).toEqual({ ...wrong.json<object>(), instance: '' });
  });

  it('locks the name for longer and longer, whether it exists or not', async () => {
    for (const email of [(await signedUp()).email, newEmail()]) {
      for (let failure = 0; failure < 5; failure += 1) await signIn(email, 'wrong');

      const locked = await signIn(email, PASSWORD);

      expect([locked.status, codeOf(locked)]).toEqual([403, 'account-locked']);
      expect(Number(locked.headers['retry-after'])).toBeGreaterThan(20);
    }
  });

  it('opens the lock with time', async () => {
    const { email } = await signedUp();
    for (let failure = 0; failure < 5; failure += 1) await signIn(email, 'wrong');

    http.clock.pass(31_000);

    expect((await signIn(email, PASSWORD)).status).toBe(201);
  });

  it('makes a token of one shop nothing at another', async () => {
    const other = await http.tenant();
    const { token, cookie } = await signedUp();

    expect(codeOf(await http.call(other, 'GET /api/store/me', { token }))).toBe('session-ended');
    expect(codeOf(await refresh(cookie, other))).toBe('session-ended');
  });

  it('keeps customers out of the panel and staff out of the store', async () => {
    const email = newEmail();
    await http.app.get(StaffMembers).create(shop.id, { email, name: 'Support', password: PASSWORD, role: 'support' });
    const staff = await http.call(shop, 'POST /api/admin/sessions', { body: { email, password: PASSWORD } });
    const { token } = await signedUp();

    expect((await http.call(shop, 'GET /api/admin/me', { token })).status).toBe(401);
    expect(
      (await http.call(shop, 'GET /api/store/me', { token: staff.json<{ accessToken: string }>().accessToken })).status,
    ).toBe(401);
  });

  it('refuses a forged, a foreign-signed and an expired token', async () => {
    const { token } = await signedUp();
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
    const { cookie } = await signedUp();

    const first = await refresh(cookie);
    const second = await refresh(`hw_refresh=${first.cookie('hw_refresh')}`);

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(new Set([cookie, first.cookie('hw_refresh'), second.cookie('hw_refresh')]).size).toBe(3);
  });

  it('does not sign out two tabs that refresh at the same moment', async () => {
    const { cookie } = await signedUp();

    const answers = await Promise.all([refresh(cookie), refresh(cookie), refresh(cookie)]);

    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect((await refresh(`hw_refresh=${answer.cookie('hw_refresh')}`)).status).toBe(200);
    }
  });

  it('ends the family when a token is spent again later, and the access tokens with it', async () => {
    const { cookie } = await signedUp();
    const rightful = await refresh(cookie);
    http.clock.pass(11_000);

    const stolen = await refresh(cookie);
    const afterwards = await refresh(`hw_refresh=${rightful.cookie('hw_refresh')}`);

    expect([codeOf(stolen), codeOf(afterwards)]).toEqual(['session-ended', 'session-ended']);
  });

  it('ends with the month', async () => {
    const { cookie } = await signedUp();

    http.clock.pass(31 * 86_400_000);

    expect(codeOf(await refresh(cookie))).toBe('session-ended');
  });

  it('ends at once on signing out, the access token too', async () => {
    const { cookie, token } = await signedUp();
    expect((await http.call(shop, 'GET /api/store/me', { token })).status).toBe(200);

    const answer = await http.call(shop, 'DELETE /api/store/sessions/current', { cookie });

    expect(answer.status).toBe(204);
    expect(answer.cookie('hw_refresh')).toBe('');
    expect(codeOf(await refresh(cookie))).toBe('session-ended');
    expect(codeOf(await http.call(shop, 'GET /api/store/me', { token }))).toBe('session-ended');
  });

  it('answers a refresh without a cookie as an ended session', async () => {
    expect(codeOf(await http.call(shop, 'POST /api/store/sessions/refresh'))).toBe('session-ended');
  });
});

describe('the devices', () => {
  it('are listed, and another one can be ended', async () => {
    const person = await signedUp();
    const phone = personOf(person.email, await signIn(person.email, PASSWORD));
    const list = await http.call(shop, 'GET /api/store/me/sessions', { token: person.token });
    const other = list.json<{ items: { id: string; current: boolean }[] }>().items.find(item => !item.current);

    const ended = await http.call(shop, `DELETE /api/store/me/sessions/${other!.id}`, { token: person.token });

    expect(list.json<{ items: object[] }>().items).toHaveLength(2);
    expect(ended.status).toBe(204);
    expect(codeOf(await refresh(phone.cookie))).toBe('session-ended');
    expect((await refresh(person.cookie)).status).toBe(200);
  });

  it('of somebody else cannot be ended', async () => {
    const [one, two] = [await signedUp(), await signedUp()];
    const list = await http.call(shop, 'GET /api/store/me/sessions', { token: two.token });
    const id = list.json<{ items: { id: string }[] }>().items[0]!.id;

    expect((await http.call(shop, `DELETE /api/store/me/sessions/${id}`, { token: one.token })).status).toBe(404);
    expect((await refresh(two.cookie)).status).toBe(200);
  });
});

describe('the profile', () => {
  const billing = { name: 'Olena K', street: 'Khreshchatyk 22', city: 'Kyiv', postalCode: '01001', country: 'UA' };

  it('keeps what is changed and what is not', async () => {
    const { token } = await signedUp();

    await http.call(shop, 'PATCH /api/store/me', { token, body: { billing } });
    const answer = await http.call(shop, 'PATCH /api/store/me', { token, body: { locale: 'uk' } });

    expect(answer.json<Me>()).toMatchObject({ name: 'Olena', locale: 'uk', billing: { ...billing, company: '', taxNumber: '' } });
  });

  it('takes no field that is not the customer’s to set', async () => {
    const { token, id } = await signedUp();

    for (const field of ['id', 'tenantId', 'state', 'emailConfirmedAt', 'passwordHash', 'email']) {
      expect((await http.call(shop, 'PATCH /api/store/me', { token, body: { [field]: 'x' } })).status, field).toBe(400);
    }
    expect((await http.call(shop, 'GET /api/store/me', { token })).json<Me>()).toMatchObject({ id, emailConfirmed: false });
  });
});

describe('passwords', () => {
  it('are changed with the old one, and the other devices are signed out', async () => {
    const person = await signedUp();
    const phone = personOf(person.email, await signIn(person.email, PASSWORD));
    const change = (current: string): Promise<TestAnswer> =>
      http.call(shop, 'POST /api/store/me/password', { token: person.token, body: { current, password: 'another long one' } });

    expect(codeOf(await change('wrong'))).toBe('wrong-credentials');
    expect((await change(PASSWORD)).status).toBe(204);
    expect(codeOf(await refresh(phone.cookie))).toBe('session-ended');
    expect(codeOf(await http.call(shop, 'GET /api/store/me', { token: phone.token }))).toBe('session-ended');
    expect((await refresh(person.cookie)).status).toBe(200);
    expect(codeOf(await signIn(person.email, PASSWORD))).toBe('wrong-credentials');
    expect((await signIn(person.email, 'another long one')).status).toBe(201);
  });

  it('are reset by the link once, whatever else is tried with it, and every session ends', async () => {
    const person = await signedUp();
    const token = await http.db.run(shop.id, () => http.app.get(OneTimeTokens).mint('reset-password', person.id));
    const reset = (): Promise<TestAnswer> =>
      http.call(shop, 'POST /api/store/password-resets/complete', { body: { token, password: 'brand new password' } });

    const answers = await Promise.all(Array.from({ length: 10 }, reset));

    expect(answers.filter(answer => answer.status === 204)).toHaveLength(1);
    expect(answers.filter(answer => answer.status === 410).map(codeOf)).toEqual(Array(9).fill('token-expired'));
    expect(codeOf(await refresh(person.cookie))).toBe('session-ended');
    expect((await signIn(person.email, 'brand new password')).status).toBe(201);
  });

  it('refuse a link that is old, replaced, for something else or of another shop', async () => {
    const { id } = await signedUp();
    const other = await http.tenant();
    const tokens = http.app.get(OneTimeTokens);
    const mint = (purpose: 'reset-password' | 'confirm-email'): Promise<string> =>
      http.db.run(shop.id, () => tokens.mint(purpose, id));
    const reset = (token: string, tenant = shop): Promise<TestAnswer> =>
      http.call(tenant, 'POST /api/store/password-resets/complete', { body: { token, password: 'brand new password' } });
    const replaced = await mint('reset-password');
    const living = await mint('reset-password');

    expect(codeOf(await reset(replaced))).toBe('token-expired');
    expect(codeOf(await reset(await mint('confirm-email')))).toBe('token-expired');
    expect(codeOf(await reset(living, other))).toBe('token-expired');
    http.clock.pass(15 * 60_000 + 1);
    expect(codeOf(await reset(living))).toBe('token-expired');
  });

  it('are asked for with one answer for everybody, and only a customer gets a mail', async () => {
    const { email, id } = await signedUp();
    const ask = (address: string): Promise<TestAnswer> =>
      http.call(shop, 'POST /api/store/password-resets', { body: { email: address } });

    const [known, unknown] = [await ask(email), await ask('nobody@mail.example')];
    for (const address of [email, 'nobody@mail.example']) {
      await http.app
        .get(Jobs)
        .perform(RESET_QUEUE, { tenantId: shop.id, email: address } as { tenantId: string }, {
          id: 'x',
          attempt: 1,
          signal: new AbortController().signal,
        });
    }

    expect([known.status, unknown.status, known.text, unknown.text]).toEqual([204, 204, '', '']);
    expect(await events('customer.password-reset-requested', id)).toHaveLength(1);
  });
});

describe('the mailbox', () => {
  it('is confirmed by the link, once', async () => {
    const { id, token: access } = await signedUp();
    const token = await http.db.run(shop.id, () => http.app.get(OneTimeTokens).mint('confirm-email', id));

    const first = await http.call(shop, 'POST /api/store/email-confirmations', { body: { token } });
    const second = await http.call(shop, 'POST /api/store/email-confirmations', { body: { token } });

    expect([first.status, second.status]).toEqual([204, 410]);
    expect((await http.call(shop, 'GET /api/store/me', { token: access })).json<Me>().emailConfirmed).toBe(true);
    expect((await http.call(shop, 'POST /api/store/email-confirmations/resend', { token: access })).status).toBe(204);
    expect(await events('customer.email-confirmation-requested', id)).toHaveLength(1);
  });
});

describe('staff', () => {
  it('signs in with the permissions of the role, and the refresh cookie stays on the panel', async () => {
    const email = newEmail();
    await http.app.get(StaffMembers).create(shop.id, { email, name: 'Andrii', password: PASSWORD, role: 'accountant' });

    const answer = await http.call(shop, 'POST /api/admin/sessions', { body: { email, password: PASSWORD } });
    const again = await http.call(shop, 'POST /api/admin/sessions/refresh', {
      cookie: `hw_staff_refresh=${answer.cookie('hw_staff_refresh')}`,
    });
    const { accessToken } = again.json<{ accessToken: string }>();

    expect(String(answer.headers['set-cookie'])).toMatch(/Path=\/api\/admin\/sessions; .*HttpOnly; Secure; SameSite=Strict$/);
    expect((await http.call(shop, 'GET /api/admin/me', { token: accessToken })).json()).toMatchObject({
      role: 'accountant',
      permissions: expect.arrayContaining(['payments.record']) as unknown,
      shop: { slug: shop.slug, url: shop.url },
    });
    expect(await audit('staff.signed-in')).toBeGreaterThan(0);
  });

  it('loses the panel when the account is locked, although the token lives', async () => {
    const email = newEmail();
    const { id } = await http.app.get(StaffMembers).create(shop.id, { email, name: 'Gone', password: PASSWORD, role: 'owner' });
    const answer = await http.call(shop, 'POST /api/admin/sessions', { body: { email, password: PASSWORD } });
    await http.db.run(shop.id, () =>
      http.db.execute("update staff set state = 'locked' where tenant_id = $1 and id = $2", [shop.id, id]),
    );

    const { accessToken } = answer.json<{ accessToken: string }>();

    expect(codeOf(await http.call(shop, 'GET /api/admin/me', { token: accessToken }))).toBe('session-ended');
    expect(codeOf(await http.call(shop, 'POST /api/admin/sessions', { body: { email, password: PASSWORD } }))).toBe(
      'account-locked',
    );
  });
});

describe('operators', () => {
  it('see the shops of the platform, and nobody else does', async () => {
    const email = newEmail();
    await http.app.get(Operators).create({ email, name: 'Root', password: PASSWORD });
    const { token } = await signedUp();

    const signedIn = await http.call(shop, 'POST /api/platform/sessions', {
      host: 'platform.example',
      body: { email, password: PASSWORD },
    });
    const operator = signedIn.json<{ accessToken: string }>().accessToken;
    const list = await http.call(shop, 'GET /api/platform/tenants', { host: 'platform.example', token: operator });

    expect(list.json<{ items: { id: string }[] }>().items.map(item => item.id)).toContain(shop.id);
    expect((await http.call(shop, 'GET /api/platform/tenants', { token })).status).toBe(401);
    expect((await http.call(shop, 'GET /api/admin/me', { token: operator })).status).toBe(401);
  });
});

describe('doors for other modules', () => {
  it('verifies access tokens for the live connection', async () => {
    const { token, id } = await signedUp();

    expect(http.app.get(AccessTokens).verify(token)).toMatchObject({
      kind: 'customer',
      id,
      tenantId: shop.id,
      expiresAt: expect.any(Date) as unknown,
    });
    expect(http.app.get(AccessTokens).verify(`${token}x`)).toBeUndefined();
  });

  it('finds customers by the beginning of name or mailbox, newest first', async () => {
    const tenant = await http.tenant();
    const customers = http.app.get(Customers);
    for (const name of ['Олена Коваль', 'Олег Бондар', 'Ivan']) {
      await customers.create(tenant.id, { email: `${searchable(name)}@mail.example`, name, locale: 'uk', password: PASSWORD });
    }

    const found = await http.db.run(tenant.id, async () => ({
      byName: await customers.list({ limit: 10, search: 'оле' }),
      byMail: await customers.list({ limit: 10, search: 'IVAN@' }),
    }));

    expect(found.byName.map(customer => customer.name)).toEqual(['Олег Бондар', 'Олена Коваль']);
    expect(found.byMail.map(customer => customer.name)).toEqual(['Ivan']);
  });
});

const searchable = (name: string): string => (name === 'Ivan' ? 'ivan' : `c${name.length}`);

async function audit(action: string): Promise<number> {
  const rows = await http.db.run(shop.id, () =>
    http.db.query('select id from audit_entries where tenant_id = $1 and action = $2', [shop.id, action]),
  );
  return rows.length;
}
