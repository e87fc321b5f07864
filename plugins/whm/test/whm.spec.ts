import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { usernameOf } from '../src/usernames.js';
import { failureOf, Shop } from './shop.js';

let shop: Shop;

beforeEach(async () => {
  shop = await Shop.open({ contactEmail: 'panel@shop.example' });
});

afterEach(async () => {
  await shop.whm.close();
  expect(shop.whm.faults).toEqual([]);
});

describe('a hosting account', () => {
  it('lives from the order to its removal', async () => {
    const serviceId = randomUUID();

    const made = await shop.create({ hostname: 'One.Example.test', addons: { contactEmail: 'anna@example.org' } }, serviceId);
    expect(made).toMatchObject({
      externalId: usernameOf(serviceId),
      state: 'running',
      hostname: 'one.example.test',
      plan: 'start',
      addresses: [{ family: 4, address: '192.0.2.10', primary: true }],
    });
    expect(shop.whm.accounts).toMatchObject([{ email: 'anna@example.org', password: made.credentials?.password }]);

    const { externalId } = made;
    expect(await shop.provider.suspend(externalId, 'unpaid', shop.call())).toMatchObject({ state: 'suspended' });
    expect(shop.whm.accounts).toMatchObject([{ suspended: '1', suspendReason: 'unpaid' }]);
    expect(await shop.provider.unsuspend(externalId, shop.call())).toMatchObject({ state: 'running' });
    expect(await shop.provider.resize!(externalId, { plan: 'pro' }, shop.call())).toMatchObject({ plan: 'pro' });
    const { credentials } = await shop.provider.resetPassword!(externalId, shop.call());
    expect(shop.whm.accounts).toMatchObject([{ plan: 'pro', password: credentials?.password }]);

    await shop.provider.terminate(externalId, shop.call());
    expect(shop.whm.accounts).toEqual([]);
    expect(await shop.provider.find(serviceId)).toBeUndefined();
  });

  it('is called so that its first eight signs differ, also for services of the same minute', () => {
    const ids = Array.from({ length: 300 }, (_, index) => `019ab000-0000-7000-8000-${String(index).padStart(12, '0')}`);
    const names = ids.map(usernameOf);

    expect(new Set(names.map(name => name.slice(0, 8))).size).toBe(300);
    for (const name of names) expect(name).toMatch(/^[a-su-z][a-z2-9]{11}$/);
  });

  it('writes to the shop where the order names nobody, and gets an address of its own when that was paid for', async () => {
    await shop.create({ addons: { dedicatedIp: true } });

    expect(shop.whm.accounts).toMatchObject([{ email: 'panel@shop.example', ip: '192.0.2.101' }]);
  });

  it('has no password in an address, a log, a failure or its own words', async () => {
    const serviceId = randomUUID();
    shop.whm.troubles.refuseNext('Sorry, <b>the password</b> of this account is too weak');
    const { message } = await failureOf(shop.create({}, serviceId));
    const copy = shop.process();
    const { credentials, raw } = await copy.provider.create(
      { serviceId, spec: { plan: 'start', hostname: 'a.example' } },
      shop.call(),
    );

    const heard = JSON.stringify([message, raw, copy.context.logs, copy.context.requests, shop.whm.calls]);
    expect(heard).not.toContain(credentials!.password!);
    expect(message).toBe('WHM refused createacct: Sorry, the password of this account is too weak');
  });
});

describe('an answer that does not come', () => {
  it('leaves one account, which is met again with its password once WHM must be through with it', async () => {
    const serviceId = randomUUID();
    shop.whm.troubles.loseNextAnswer();
    expect((await failureOf(shop.create({}, serviceId))).kind).toBe('unknown');

    expect(await shop.provider.find(serviceId)).toMatchObject({ state: 'creating', progress: { percent: 50 } });
    shop.clock.pass(120_000);

    const found = await shop.provider.find(serviceId);
    expect(found).toMatchObject({ state: 'running', credentials: { password: shop.whm.accounts[0]?.password } });
    expect((await shop.create({}, serviceId)).externalId).toBe(found?.externalId);
    expect(shop.whm.accounts).toHaveLength(1);
  });

  it('lets WHM finish before it is asked again', async () => {
    const serviceId = randomUUID();
    const killed = shop.process({ requests: 2 }).provider;
    await expect(killed.create({ serviceId, spec: { plan: 'start', hostname: 'a.example' } }, shop.call())).rejects.toThrow();

    const early = await failureOf(shop.create({}, serviceId));
    expect([early.kind, early.code, early.retryAfterMs]).toEqual(['retryable', 'at-work', 120_000]);

    shop.clock.pass(120_000);
    expect(await shop.create({}, serviceId)).toMatchObject({ state: 'running' });
  });

  it('is made up for after a death between any two requests', async () => {
    for (let requests = 0; requests <= 3; requests += 1) {
      const serviceId = randomUUID();
      const spec = { plan: 'start', hostname: `kill-${requests}.example` };
      await shop
        .process({ requests })
        .provider.create({ serviceId, spec }, shop.call())
        .catch(() => undefined);
      shop.clock.pass(120_000);

      const made = await shop.provider.create({ serviceId, spec }, shop.call());

      const own = shop.whm.accounts.filter(({ user }) => user === made.externalId);
      expect(own).toHaveLength(1);
      expect(made.credentials?.password).toBe(own[0]?.password);
    }
  });

  it('tells the first password for an hour and never after it was changed', async () => {
    const made = await shop.create();
    await shop.provider.resetPassword!(made.externalId, shop.call());
    expect((await shop.provider.fetch(made.externalId)).credentials).toEqual({ username: made.externalId });

    const other = await shop.create({ hostname: 'two.example' });
    shop.clock.pass(3_600_000);
    expect((await shop.provider.fetch(other.externalId)).credentials).toEqual({ username: other.externalId });
  });

  it('of a suspension, a removal or a new package is found out by asking again', async () => {
    const { externalId } = await shop.create();
    shop.whm.troubles.failAfterNext();
    expect((await failureOf(shop.provider.suspend(externalId, 'unpaid', shop.call()))).kind).toBe('unknown');
    expect(await shop.provider.suspend(externalId, 'unpaid', shop.call())).toMatchObject({ state: 'suspended' });
    shop.whm.troubles.loseNextAnswer();
    expect((await failureOf(shop.provider.resize!(externalId, { plan: 'pro' }, shop.call()))).kind).toBe('unknown');
    expect(await shop.provider.fetch(externalId)).toMatchObject({ plan: 'pro', state: 'suspended' });
    shop.whm.troubles.loseNextAnswer();
    expect((await failureOf(shop.provider.terminate(externalId, shop.call()))).kind).toBe('unknown');
    await shop.provider.terminate(externalId, shop.call());
    expect(shop.whm.accounts).toEqual([]);
  });
});

describe('a refusal', () => {
  it('counts, whatever the status of the answer says', async () => {
    const { externalId } = await shop.create();
    shop.whm.troubles.refuseNext('You do not have permission to suspend this account');

    const failure = await failureOf(shop.provider.suspend(externalId, 'unpaid', shop.call()));

    expect([failure.kind, failure.code]).toEqual(['final', 'forbidden']);
    expect(await shop.provider.fetch(externalId)).toMatchObject({ state: 'running' });
  });

  it('is no failure when somebody else was faster', async () => {
    const { externalId } = await shop.create();
    const [one, other] = await Promise.all([
      shop.provider.suspend(externalId, 'unpaid', shop.call()),
      shop.provider.suspend(externalId, 'unpaid', shop.call()),
    ]);
    await Promise.all([shop.provider.terminate(externalId, shop.call()), shop.provider.terminate(externalId, shop.call())]);

    expect([one.state, other.state]).toEqual(['suspended', 'suspended']);
    expect(shop.whm.accounts).toEqual([]);
  });

  it('of a domain, of a name that is none and of a full server is told to the customer', async () => {
    await shop.create();
    const taken = await failureOf(shop.create());
    const noDomain = await failureOf(shop.create({ hostname: 'start-ab12' }));
    shop.whm.room.accountLimit = 1;
    const full = await failureOf(shop.create({ hostname: 'two.example' }));

    expect([taken, noDomain, full].map(({ kind, code }) => [kind, code])).toEqual([
      ['final', 'domain-taken'],
      ['final', 'bad-domain'],
      ['final', 'account-limit'],
    ]);
    for (const { publicMessage } of [taken, noDomain, full]) expect(publicMessage).toBeTruthy();
  });

  it('comes before the package is changed when the account holds more than the new one allows', async () => {
    const { externalId } = await shop.create({ plan: 'pro' });
    shop.whm.room.account(externalId).usedMb = 6000;

    const failure = await failureOf(shop.provider.resize!(externalId, { plan: 'start' }, shop.call()));

    expect([failure.kind, failure.code]).toEqual(['final', 'over-quota']);
    expect(shop.whm.accounts).toMatchObject([{ plan: 'pro' }]);
  });

  it('protects the account that the shop signs in with', async () => {
    shop.whm.plant('root');

    const failure = await failureOf(shop.provider.terminate('root', shop.call()));

    expect([failure.kind, failure.code, shop.whm.accounts.length]).toEqual(['final', 'own-account', 1]);
  });

  it('by the door-keeper is one of the token, and a page of HTML says nothing', async () => {
    shop.whm.troubles.denyNext();
    expect(await failureOf(shop.provider.list!())).toMatchObject({ kind: 'final', code: 'forbidden' });
    shop.whm.troubles.showPageNext();
    expect(await failureOf(shop.provider.list!())).toMatchObject({ kind: 'unknown', code: 'bad-answer' });
  });

  it('to resume a locked account says that only root can', async () => {
    const { externalId } = await shop.create();
    Object.assign(shop.whm.room.account(externalId), { suspended: '1', locked: true });

    expect(await failureOf(shop.provider.unsuspend(externalId, shop.call()))).toMatchObject({ kind: 'final', code: 'locked' });
  });
});

describe('what is read', () => {
  it('is the disk, the traffic of the month and the files', async () => {
    const { externalId } = await shop.create({ plan: 'business' });

    expect(await shop.provider.usage!(externalId)).toEqual({
      meters: [
        { code: 'disk', unit: 'bytes', used: 12n << 20n, limit: 25_600n << 20n },
        { code: 'traffic', unit: 'bytes', used: 123_456_789n, limit: 512_000n << 20n },
        { code: 'inodes', unit: 'count', used: 310n },
      ],
      resetsAt: new Date('2026-04-01T00:00:00Z'),
    });
    shop.whm.lacking.add('show-bandwidth');
    const { meters } = await shop.provider.usage!(externalId);
    expect(meters.map(({ code }) => code)).toEqual(['disk', 'inodes']);
  });

  it('opens the panel for a while, anew on every click, and not while the account is suspended', async () => {
    const { externalId } = await shop.create();

    const [one, other] = [await shop.provider.openPanel!(externalId), await shop.provider.openPanel!(externalId)];
    expect(one.url).not.toBe(other.url);
    expect(one.expiresAt).toEqual(new Date('2026-03-01T12:15:00Z'));
    expect(await (await fetch(one.url)).text()).toContain(`Signed in as ${externalId}`);

    await shop.provider.suspend(externalId, 'unpaid', shop.call());
    expect(await failureOf(shop.provider.openPanel!(externalId))).toMatchObject({ kind: 'final', code: 'suspended' });
  });

  it('lists hundreds of accounts in pages, with the service of those that are ours', async () => {
    shop.whm.room.sharesDomains = true;
    for (let index = 100; index < 400; index += 1) shop.whm.plant(`b${index}`);
    const serviceId = randomUUID();
    const { externalId } = await shop.create({}, serviceId);

    const first = await shop.provider.list!();
    const second = await shop.provider.list!(first.next);

    const all = [...first.servers, ...second.servers];
    expect([first.servers.length, all.length, second.next]).toEqual([250, 301, undefined]);
    expect(all.filter(server => server.serviceId !== undefined)).toMatchObject([{ externalId, serviceId }]);
  });
});

describe('a reseller', () => {
  it('sells packages without its name before them', async () => {
    const name = 'root_plus';
    shop.whm.room.packages.push({ ...shop.whm.room.packages[0]!, name }, { ...shop.whm.room.packages[0]!, name: 'other_gold' });

    expect((await shop.provider.catalog()).plans.map(({ id }) => id)).toEqual(['start', 'business', 'pro', 'plus', 'other_gold']);
    expect(await shop.create({ plan: 'plus' })).toMatchObject({ plan: 'plus' });
    expect(shop.whm.accounts).toMatchObject([{ plan: name }]);
  });
});
