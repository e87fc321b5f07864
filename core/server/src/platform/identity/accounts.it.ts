import type { Me } from '@hostwright/sdk/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { type TestAnswer, testHttp, type TestHttp } from '../../../test/harness/http.js';
import { codeOf, newEmail, PASSWORD, People } from '../../../test/harness/people.js';
import { Jobs } from '../jobs/index.js';
import type { Tenant } from '../tenancy/index.js';
import { RESET_QUEUE } from './customer-passwords.js';
import { AccessTokens, Customers, OneTimeTokens, Operators, StaffMembers } from './index.js';

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

describe('the profile', () => {
  const billing = { name: 'Olena K', street: 'Khreshchatyk 22', city: 'Kyiv', postalCode: '01001', country: 'UA' };

  it('keeps what is changed and what is not', async () => {
    const { token } = await people.signedUp();

    await http.call(shop, 'PATCH /api/store/me', { token, body: { billing } });
    const answer = await http.call(shop, 'PATCH /api/store/me', { token, body: { locale: 'uk' } });

    expect(answer.json<Me>()).toMatchObject({ name: 'Olena', locale: 'uk', billing: { ...billing, company: '', taxNumber: '' } });
  });

  it('takes no field that is not the customer’s to set', async () => {
    const { token, id } = await people.signedUp();

    for (const field of ['id', 'tenantId', 'state', 'emailConfirmedAt', 'passwordHash', 'email']) {
      expect((await http.call(shop, 'PATCH /api/store/me', { token, body: { [field]: 'x' } })).status, field).toBe(400);
    }
    expect((await http.call(shop, 'GET /api/store/me', { token })).json<Me>()).toMatchObject({ id, emailConfirmed: false });
  });
});

describe('passwords', () => {
  it('are changed with the old one, and the other devices are signed out', async () => {
    const person = await people.signedUp();
    const phone = people.person(person.email, await people.signIn(person.email, PASSWORD));
    const change = (current: string): Promise<TestAnswer> =>
      http.call(shop, 'POST /api/store/me/password', { token: person.token, body: { current, password: 'another long one' } });

    expect(codeOf(await change('wrong'))).toBe('wrong-credentials');
    expect((await change(PASSWORD)).status).toBe(204);
    expect(codeOf(await people.refresh(phone.cookie))).toBe('session-ended');
    expect(codeOf(await http.call(shop, 'GET /api/store/me', { token: phone.token }))).toBe('session-ended');
    expect((await people.refresh(person.cookie)).status).toBe(200);
    expect(codeOf(await people.signIn(person.email, PASSWORD))).toBe('wrong-credentials');
    expect((await people.signIn(person.email, 'another long one')).status).toBe(201);
  });

  it('are reset by the link once, whatever else is tried with it, and every session ends', async () => {
    const person = await people.signedUp();
    const token = await http.db.run(shop.id, () => http.app.get(OneTimeTokens).mint('reset-password', person.id));
    const reset = (): Promise<TestAnswer> =>
      http.call(shop, 'POST /api/store/password-resets/complete', { body: { token, password: 'brand new password' } });

    const answers = await Promise.all(Array.from({ length: 10 }, reset));

    expect(answers.filter(answer => answer.status === 204)).toHaveLength(1);
    expect(answers.filter(answer => answer.status === 410).map(codeOf)).toEqual(Array(9).fill('token-expired'));
    expect(codeOf(await people.refresh(person.cookie))).toBe('session-ended');
    expect((await people.signIn(person.email, 'brand new password')).status).toBe(201);
  });

  it('refuse a link that is old, replaced, for something else or of another shop', async () => {
    const { id } = await people.signedUp();
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
    const { email, id } = await people.signedUp();
    const ask = (address: string): Promise<TestAnswer> =>
      http.call(shop, 'POST /api/store/password-resets', { body: { email: address } });

    const [known, unknown] = [await ask(email), await ask('nobody@mail.example')];
    for (const address of [email, 'nobody@mail.example']) {
      await http.app.get(Jobs).perform(RESET_QUEUE, { tenantId: shop.id, email: address } as { tenantId: string }, {
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
    const { id, token: access } = await people.signedUp();
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
    const { token } = await people.signedUp();

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
    const { token, id } = await people.signedUp();

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
