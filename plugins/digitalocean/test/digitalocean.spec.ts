import { randomUUID } from 'node:crypto';
import { failureOf } from '@hostwright/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Shop } from './shop.js';

let shop: Shop;

beforeEach(async () => {
  shop = await Shop.open();
});
afterEach(async () => {
  await shop.cloud.close();
  expect(shop.cloud.faults).toEqual([]);
});

const inside = (externalId: string) => shop.cloud.account.droplets.get(Number(externalId))!;
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE1vY2tLZXlNb2NrS2V5TW9ja0tleU1vY2tLZXlNb2NrS2V5 anna@example.test';

/** The password that the droplet sets itself at its first boot. */
const passwordIn = (userData = ''): string | undefined => /password: '([^']+)'/.exec(userData)?.[1];

describe('the life of a droplet', () => {
  it('is made, grown, suspended, resumed and removed', async () => {
    const made = await shop.create();
    expect(made).toMatchObject({ state: 'creating', progress: { step: 'create-droplet' } });
    const id = made.externalId;
    expect(await shop.settled(id)).toMatchObject({
      state: 'running',
      hostname: 'one.example.test',
      plan: 's-1vcpu-1gb',
      image: 'debian-13-x64',
      location: 'fra1',
    });

    await shop.provider.resize!(id, { plan: 's-1vcpu-2gb' }, shop.call());
    expect(await shop.settled(id)).toMatchObject({ state: 'running', plan: 's-1vcpu-2gb' });
    expect(inside(id).disk).toBe(25);

    await shop.provider.suspend(id, 'unpaid', shop.call());
    expect((await shop.settled(id)).state).toBe('suspended');
    await shop.provider.unsuspend(id, shop.call());
    expect((await shop.settled(id)).state).toBe('running');

    await shop.provider.createSnapshot!(id, 'before-the-end', shop.call());
    await shop.settled(id);
    await shop.provider.terminate(id, shop.call());
    expect((await shop.provider.fetch(id)).state).toBe('gone');
    expect([...shop.cloud.account.copies]).toEqual([]);
    expect([...shop.cloud.account.tags]).toEqual(['hostwright-suspended']);
  });

  it('gives root a first password, and the buyer his script', async () => {
    const { externalId, credentials } = await shop.create({ userData: '#!/bin/sh\necho привіт\n' });

    expect(credentials?.password).toMatch(/^[\w-]{24}$/);
    expect(passwordIn(inside(externalId).userData)).toBe(credentials?.password);
    expect(inside(externalId).userData).toContain('expire: true');
    expect(inside(externalId).userData).toContain('#!/bin/sh\necho привіт\n');
  });

  it('makes a droplet with keys and without a password, and each key once', async () => {
    const first = await shop.server({ sshKeys: [KEY] });
    const second = await shop.server({ sshKeys: [`${KEY}\n`] });

    expect([first.credentials, second.credentials]).toEqual([{ username: 'root' }, { username: 'root' }]);
    expect(shop.cloud.account.keys).toHaveLength(1);
    expect(inside(first.externalId).userData).toBeUndefined();
  });

  it('cuts the power of a system that does not listen, after a minute', async () => {
    const { externalId } = await shop.server();
    inside(externalId).listens = false;

    await shop.provider.power!(externalId, 'stop', shop.call());
    shop.cloud.finishWork();
    expect((await shop.provider.fetch(externalId)).state).toBe('changing');
    shop.clock.pass(61_000);

    expect((await shop.settled(externalId)).state).toBe('stopped');
    expect(shop.cloud.account.actions.at(-1)?.type).toBe('power_off');
  });

  it('switches a suspended droplet off again when somebody has switched it on at DigitalOcean', async () => {
    const { externalId } = await shop.server();
    await shop.provider.suspend(externalId, 'unpaid', shop.call());
    await shop.settled(externalId);
    inside(externalId).status = 'active';

    expect((await shop.provider.fetch(externalId)).state).toBe('changing');
    expect((await shop.settled(externalId)).state).toBe('suspended');
  });

  it('has its first password again after another system was put on it', async () => {
    const { externalId, credentials } = await shop.server();

    await shop.provider.reinstall!(externalId, 'ubuntu-26-04-x64', shop.call());
    const fresh = await shop.settled(externalId);

    expect(fresh).toMatchObject({ state: 'running', image: 'ubuntu-26-04-x64', credentials });
  });

  it('tells no password that is not known any more, when the token has been changed', async () => {
    const { externalId, credentials } = await shop.server();
    const { provider } = shop.process(undefined, { token: 'dop_v1_another_0123456789' });
    shop.cloud.allow('dop_v1_another_0123456789');

    const answer = await provider.reinstall!(externalId, 'ubuntu-26-04-x64', shop.call());

    expect(credentials?.password).toBeTruthy();
    expect(answer.credentials).toEqual({ username: 'root' });
  });
});

describe('a size that DigitalOcean does not sell by this name', () => {
  it('becomes the cheapest that has as much, and is called as it was ordered', async () => {
    const { externalId, plan } = await shop.server({ plan: 'std-c1-r2-d40' });

    expect([plan, inside(externalId).size.slug]).toEqual(['std-c1-r2-d40', 's-1vcpu-2gb']);
    expect((await shop.provider.list!()).servers[0]?.plan).toBe('std-c1-r2-d40');

    await shop.provider.resize!(externalId, { plan: 'std-c2-r4-d40' }, shop.call());
    expect((await shop.settled(externalId)).plan).toBe('std-c2-r4-d40');
    expect([...inside(externalId).tags].filter(tag => tag.startsWith('plan:'))).toEqual(['plan:std-c2-r4-d40:s-2vcpu-4gb']);
  });
});

describe('what DigitalOcean refuses', () => {
  it('says in plain words that a size is sold out', async () => {
    shop.cloud.account.soldOut.add('s-1vcpu-1gb@fra1');

    expect(await failureOf(shop.create())).toMatchObject({
      kind: 'final',
      code: 'sold-out',
      publicMessage: 'This size is sold out in this location. Choose another size or another location.',
    });
  });

  it('says in plain words that the account is full', async () => {
    shop.cloud.account.dropletLimit = 0;

    expect(await failureOf(shop.create())).toMatchObject({ kind: 'final', code: 'droplet-limit' });
  });

  it('refuses a disk that would shrink before the droplet is switched off', async () => {
    const { externalId } = await shop.server({ plan: 's-1vcpu-2gb' });

    const failure = await failureOf(shop.provider.resize!(externalId, { plan: 's-1vcpu-1gb' }, shop.call()));

    expect(failure).toMatchObject({ kind: 'final', code: 'disk-too-small' });
    expect((await shop.provider.fetch(externalId)).state).toBe('running');
  });

  it('starts a droplet again that could not grow, and tells that it failed', async () => {
    const { externalId } = await shop.server();
    shop.cloud.account.soldOut.add('s-1vcpu-2gb@fra1');

    await shop.provider.resize!(externalId, { plan: 's-1vcpu-2gb' }, shop.call());

    expect(await shop.settled(externalId)).toMatchObject({ state: 'failed', plan: 's-1vcpu-1gb', raw: { status: 'active' } });
    shop.clock.pass(5 * 60_000);
    expect((await shop.provider.fetch(externalId)).state).toBe('running');
  });

  it('tells of a droplet that came to nothing, and makes another when it is asked again', async () => {
    const serviceId = randomUUID();
    const { externalId } = await shop.create({}, serviceId);
    shop.cloud.account.failAll();
    expect((await shop.provider.fetch(externalId)).state).toBe('failed');

    const another = await shop.create({}, serviceId);

    expect(another.externalId).not.toBe(externalId);
    expect(shop.cloud.dropletsOf(serviceId)).toHaveLength(1);
  });

  it('waits while somebody else works on the droplet', async () => {
    const { externalId } = await shop.server();
    shop.cloud.account.begin(inside(externalId), 'enable_backups', () => undefined);

    expect((await shop.provider.power!(externalId, 'stop', shop.call())).state).toBe('changing');
    expect((await shop.settled(externalId)).state).toBe('stopped');
  });

  it('does nothing any more of what was ordered two hours ago', async () => {
    const { externalId } = await shop.server();
    shop.cloud.account.begin(inside(externalId), 'enable_backups', () => undefined);
    await shop.provider.resize!(externalId, { plan: 's-1vcpu-2gb' }, shop.call());
    shop.cloud.finishWork();
    shop.clock.pass(2 * 3_600_000 + 1);

    expect(await shop.settled(externalId)).toMatchObject({ state: 'failed', plan: 's-1vcpu-1gb', raw: { error: 'too-late' } });
    shop.clock.pass(5 * 60_000);
    expect((await shop.provider.fetch(externalId)).state).toBe('running');
  });

  it.each([
    [{ 'retry-after': '9' }, 9000],
    [{ 'ratelimit-reset': String(Date.parse('2026-03-01T12:00:20Z') / 1000) }, 20_000],
    [{}, 1000],
  ])('asks for patience as its headers say: %j', async (headers, retryAfterMs) => {
    const { externalId } = await shop.server();
    shop.cloud.troubles.slowDownNext(headers);

    const failure = await failureOf(shop.provider.power!(externalId, 'stop', shop.call()));

    expect(failure).toMatchObject({ kind: 'retryable', code: 'too-many-requests', retryAfterMs });
    expect((await shop.settled(externalId)).state).toBe('running');
  });

  it('takes a page of HTML for trouble on the way', async () => {
    const { externalId } = await shop.server();
    shop.cloud.troubles.failNextRead();

    expect(await failureOf(shop.provider.fetch(externalId))).toMatchObject({ kind: 'retryable', code: 'http-502' });
  });
});

describe('a lost answer', () => {
  it('loses neither the droplet nor its password', async () => {
    const serviceId = randomUUID();
    shop.cloud.troubles.loseNextAnswer();
    expect(await failureOf(shop.create({}, serviceId))).toMatchObject({ kind: 'unknown' });

    const found = await shop.provider.find(serviceId);

    const [droplet] = shop.cloud.dropletsOf(serviceId);
    expect(found).toMatchObject({ state: 'creating', externalId: String(droplet?.id) });
    expect(found?.credentials?.password).toBe(passwordIn(droplet?.userData));
    await shop.settled(found!.externalId);
    expect((await shop.provider.find(serviceId))?.credentials?.password).toBe(passwordIn(droplet?.userData));
  });

  it('is not taken for a refusal before a droplet would have appeared', async () => {
    const serviceId = randomUUID();
    const { provider, mortal } = shop.process(6);
    expect(await mortal.live(provider.create({ serviceId, spec: shop.spec }, shop.call()))).toBe('killed');
    expect(shop.cloud.dropletsOf(serviceId)).toEqual([]);

    expect(await failureOf(shop.create({}, serviceId))).toMatchObject({ kind: 'retryable', code: 'asked-before' });
    shop.clock.pass(60_000);

    expect((await shop.create({}, serviceId)).state).toBe('creating');
  });

  it('does not wipe a disk twice', async () => {
    const { externalId } = await shop.server();
    const call = shop.call();
    shop.cloud.troubles.failAfterNext();
    expect(await failureOf(shop.provider.reinstall!(externalId, 'ubuntu-26-04-x64', call))).toMatchObject({ kind: 'unknown' });

    const server = await shop.settled(externalId);
    await shop.provider.reinstall!(externalId, 'ubuntu-26-04-x64', call);

    expect(server).toMatchObject({ state: 'running', image: 'ubuntu-26-04-x64' });
    expect(shop.cloud.account.actions.filter(({ type }) => type === 'rebuild')).toHaveLength(1);
  });
});

describe('a race', () => {
  it('makes one droplet for a service that is ordered twice at once', async () => {
    const serviceId = randomUUID();

    await Promise.allSettled([shop.create({}, serviceId), shop.create({}, serviceId)]);

    expect(shop.cloud.dropletsOf(serviceId)).toHaveLength(1);
  });

  it('wipes a disk once when several look at once', async () => {
    const { externalId } = await shop.server();
    const call = shop.call();

    await Promise.all(Array.from({ length: 5 }, () => shop.provider.reinstall!(externalId, 'ubuntu-26-04-x64', call)));
    await Promise.all(Array.from({ length: 5 }, () => shop.provider.fetch(externalId)));

    expect(await shop.settled(externalId)).toMatchObject({ state: 'running', image: 'ubuntu-26-04-x64' });
    expect(shop.cloud.account.actions.filter(({ type }) => type === 'rebuild')).toHaveLength(1);
  });
});

describe('what is only looked at', () => {
  it('lists everything in the account, page by page, under its service', async () => {
    for (let count = 0; count < 103; count += 1) shop.cloud.plant(`planted-${count}`);
    const serviceId = randomUUID();
    const { externalId } = await shop.create({}, serviceId);

    const first = await shop.provider.list!();
    const second = await shop.provider.list!(first.next);

    expect([first.servers.length, second.servers.length, second.next]).toEqual([100, 4, undefined]);
    expect(second.servers.find(server => server.externalId === externalId)?.serviceId).toBe(serviceId);
    expect(first.servers[0]).toMatchObject({ hostname: 'planted-0', plan: 's-1vcpu-1gb' });
  });

  it('restores no snapshot of another droplet', async () => {
    const [one, two] = [await shop.server(), await shop.server()];
    await shop.provider.createSnapshot!(one.externalId, 'mine', shop.call());
    await shop.settled(one.externalId);
    const [copy] = await shop.provider.listSnapshots!(one.externalId);

    const failure = await failureOf(shop.provider.restoreSnapshot!(two.externalId, copy!.id, shop.call()));

    expect(failure).toMatchObject({ kind: 'final', code: 'no-such-snapshot' });
  });
});
