import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { usernameOf } from '../src/labels.js';
import { failureOf, Shop } from './shop.js';

let shop: Shop;

beforeEach(async () => {
  shop = await Shop.open({ address6: '2001:db8::20' });
});

afterEach(async () => {
  await shop.server.close();
  expect(shop.server.faults).toEqual([]);
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
      addresses: [
        { family: 4, address: '192.0.2.20', primary: true },
        { family: 6, address: '2001:db8::20', primary: false },
      ],
    });
    const { externalId, credentials } = made;
    expect(shop.server.users).toMatchObject([
      { email: 'anna@example.org', password: credentials?.password, domains: ['one.example.test'] },
    ]);

    expect(await shop.provider.suspend(externalId, 'unpaid', shop.call())).toMatchObject({ state: 'suspended' });
    expect(await shop.provider.unsuspend(externalId, shop.call())).toMatchObject({ state: 'running' });
    expect(await shop.provider.resize!(externalId, { plan: 'pro' }, shop.call())).toMatchObject({ plan: 'pro' });
    const fresh = await shop.provider.resetPassword!(externalId, shop.call());
    expect(shop.server.users).toMatchObject([{ plan: 'pro', password: fresh.credentials?.password }]);
    expect((await shop.provider.fetch(externalId)).credentials).toEqual({ username: externalId });

    await shop.provider.terminate(externalId, shop.call());
    expect(shop.server.users).toEqual([]);
    expect(await shop.provider.find(serviceId)).toBeUndefined();
  });

  it('has no password in a log, an address or its own words', async () => {
    const copy = shop.process();
    const spec = { plan: 'start', hostname: 'a.example' };
    const { credentials, raw } = await copy.provider.create({ serviceId: randomUUID(), spec }, shop.call());

    expect(JSON.stringify([raw, copy.context.logs, copy.context.requests])).not.toContain(credentials!.password!);
  });

  it('whose owner has removed every domain gets none back', async () => {
    const { externalId } = await shop.create();
    shop.server.panel.user(externalId).domains.length = 0;

    expect(await shop.provider.fetch(externalId)).toMatchObject({ state: 'running' });
    expect(shop.server.users).toMatchObject([{ domains: [] }]);
  });

  it('belongs to no other service because its owner writes so into the name', async () => {
    const [mine, victim] = [await shop.create(), randomUUID()];
    shop.server.panel.user(mine.externalId).name = `bank.example ${victim}`;

    const { servers } = await shop.provider.list!();

    expect(servers).toMatchObject([{ externalId: mine.externalId }]);
    expect(servers[0]).not.toHaveProperty('serviceId');
    expect(await shop.provider.fetch(mine.externalId)).toMatchObject({ hostname: 'one.example.test' });
  });
});

describe('an answer that does not come', () => {
  it('to the order of a user leaves one, which gets its domain and its password at a later look', async () => {
    const serviceId = randomUUID();
    shop.server.troubles.loseNextAnswer();
    expect((await failureOf(shop.create({}, serviceId))).kind).toBe('unknown');
    expect(await shop.provider.find(serviceId)).toMatchObject({ state: 'creating' });
    expect(shop.server.users).toMatchObject([{ domains: [] }]);

    shop.clock.pass(60_000);

    const found = await shop.provider.find(serviceId);
    expect(found).toMatchObject({ state: 'running', credentials: { password: shop.server.users[0]?.password } });
    expect(shop.server.users).toMatchObject([{ domains: ['one.example.test'] }]);
    expect((await shop.create({}, serviceId)).externalId).toBe(found?.externalId);
    expect(shop.server.users).toHaveLength(1);
  });

  it('is made up for after a death between any two requests', async () => {
    for (let requests = 0; requests <= 5; requests += 1) {
      const serviceId = randomUUID();
      const spec = { plan: 'start', hostname: `kill-${requests}.example` };
      await shop
        .process({ requests })
        .provider.create({ serviceId, spec }, shop.call())
        .catch(() => undefined);
      shop.clock.pass(60_000);

      const made = await shop.provider.create({ serviceId, spec }, shop.call());

      const own = shop.server.users.filter(({ user }) => user === made.externalId);
      expect(own).toMatchObject([{ domains: [spec.hostname], password: made.credentials?.password }]);
      expect(made.state).toBe('running');
    }
  });

  it('lets the panel finish before it is asked again', async () => {
    const serviceId = randomUUID();
    const killed = shop.process({ requests: 1 }).provider;
    await expect(killed.create({ serviceId, spec: { plan: 'start', hostname: 'a.example' } }, shop.call())).rejects.toThrow();

    expect(await failureOf(shop.create({}, serviceId))).toMatchObject({
      kind: 'retryable',
      code: 'at-work',
      retryAfterMs: 60_000,
    });
  });

  it('of a service that did not restart leaves the change in doubt, and the change is found', async () => {
    const { externalId } = await shop.create();
    shop.server.troubles.exitAfterNext(20);

    expect(await failureOf(shop.provider.suspend(externalId, 'unpaid', shop.call()))).toMatchObject({
      kind: 'unknown',
      code: 'exit-20',
    });
    expect(await shop.provider.suspend(externalId, 'unpaid', shop.call())).toMatchObject({ state: 'suspended' });
  });
});

describe('a refusal', () => {
  it('of the domain leaves no user behind, and is told to the customer', async () => {
    await shop.create();
    const serviceId = randomUUID();

    const failure = await failureOf(shop.create({}, serviceId));

    expect(failure).toMatchObject({ kind: 'final', code: 'domain-taken', publicMessage: expect.stringContaining('in use') });
    expect(shop.server.users).toHaveLength(1);
    expect(await shop.provider.find(serviceId)).toBeUndefined();
  });

  it('of the domain after a lost answer is a failed account, which a new order replaces', async () => {
    await shop.create();
    const serviceId = randomUUID();
    shop.server.troubles.loseNextAnswer();
    await failureOf(shop.create({}, serviceId));
    shop.clock.pass(60_000);
    expect(await shop.provider.find(serviceId)).toMatchObject({ state: 'failed', raw: { problem: 'exists' } });

    const made = await shop.create({ hostname: 'free.example' }, serviceId);

    expect(made).toMatchObject({ state: 'running', hostname: 'free.example' });
    expect(shop.server.users.map(({ domains }) => domains)).toEqual([['one.example.test'], ['free.example']]);
  });

  it('of a package says which, and one that is too small is told to the customer', async () => {
    expect(await failureOf(shop.create({ plan: 'gold' }))).toMatchObject({ kind: 'final', code: 'no-such-plan' });
    const { externalId } = await shop.create({ plan: 'pro' });
    shop.server.panel.user(externalId).diskMb = 6000;

    const failure = await failureOf(shop.provider.resize!(externalId, { plan: 'start' }, shop.call()));

    expect(failure).toMatchObject({ kind: 'final', code: 'over-quota', publicMessage: expect.stringContaining('Delete') });
  });

  it('comes before anything is made for a name that is no domain, and for an address of its own', async () => {
    expect(await failureOf(shop.create({ hostname: 'start-ab12' }))).toMatchObject({ kind: 'final', code: 'bad-domain' });
    expect(await failureOf(shop.create({ addons: { dedicatedIp: true } }))).toMatchObject({ code: 'no-dedicated-ip' });
    expect(shop.server.users).toEqual([]);
  });

  it('that says that it is so already is none', async () => {
    const { externalId } = await shop.create();
    const twice = (change: () => Promise<unknown>) => Promise.all([change(), change()]);

    await twice(() => shop.provider.suspend(externalId, 'unpaid', shop.call()));
    await twice(() => shop.provider.unsuspend(externalId, shop.call()));
    await twice(() => shop.provider.terminate(externalId, shop.call()));

    expect(shop.server.users).toEqual([]);
  });

  it('of the key is no missing user', async () => {
    const { externalId } = await shop.create();
    const { provider } = shop.process({ secretKey: 'another-secret-key' });

    expect(await failureOf(provider.fetch(externalId))).toMatchObject({ kind: 'final', code: 'unauthorized' });
  });

  it('keeps administrators out of reach', async () => {
    expect(await shop.provider.fetch('admin')).toMatchObject({ state: 'gone' });
    expect(await failureOf(shop.provider.suspend('admin', 'unpaid', shop.call()))).toMatchObject({ code: 'no-such-account' });
    await shop.provider.terminate('admin', shop.call());

    expect(shop.server.calls.filter(command => !command.startsWith('v-list'))).toEqual([]);
    expect((await shop.provider.list!()).servers).toEqual([]);
  });
});

describe('what is read', () => {
  it('is the disk, the traffic, domains, databases and mailboxes', async () => {
    const { externalId } = await shop.create();
    Object.assign(shop.server.panel.user(externalId), { databases: 1, mailboxes: 3 });

    expect(await shop.provider.usage!(externalId)).toEqual({
      meters: [
        { code: 'disk', unit: 'bytes', used: 8n << 20n, limit: 5120n << 20n },
        { code: 'traffic', unit: 'bytes', used: 120n << 20n, limit: 51_200n << 20n },
        { code: 'domains', unit: 'count', used: 1n, limit: 1n },
        { code: 'databases', unit: 'count', used: 1n, limit: 2n },
        { code: 'mailboxes', unit: 'count', used: 3n },
      ],
    });
  });

  it('lists hundreds of users in pages', async () => {
    for (let index = 100; index < 400; index += 1) shop.server.plant(`b${index}`);

    const first = await shop.provider.list!();
    const second = await shop.provider.list!(first.next);

    expect([first.servers.length, second.servers.length, second.next]).toEqual([250, 50, undefined]);
  });

  it('takes the packages from the settings when the key may not list them', async () => {
    shop.server.forbidden.add('v-list-user-packages');
    const { provider } = shop.process({ config: { packages: ['start', 'pro'] } });

    expect((await provider.catalog()).plans.map(({ id }) => id)).toEqual(['start', 'pro']);
    expect(await failureOf(shop.provider.catalog())).toMatchObject({ code: 'forbidden' });
  });
});
