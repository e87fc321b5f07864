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

const inside = (externalId: string) => shop.cloud.project.servers.get(Number(externalId))!;
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE1vY2tLZXlNb2NrS2V5TW9ja0tleU1vY2tLZXlNb2NrS2V5 anna@example.test';

describe('the life of a server', () => {
  it('is made, grown, suspended, resumed and removed', async () => {
    const made = await shop.create();
    expect(made).toMatchObject({ state: 'creating', progress: { step: 'create-server' } });
    expect(made.credentials?.password).toBe(inside(made.externalId).password);

    const id = made.externalId;
    expect(await shop.settled(id)).toMatchObject({
      state: 'running',
      hostname: 'one.example.test',
      plan: 'cx22',
      image: 'debian-13',
    });

    await shop.provider.resize!(id, { plan: 'cx32' }, shop.call());
    expect(await shop.settled(id)).toMatchObject({ state: 'running', plan: 'cx32' });
    expect(inside(id).diskGb).toBe(40);

    await shop.provider.suspend(id, 'unpaid', shop.call());
    expect((await shop.settled(id)).state).toBe('suspended');
    await shop.provider.unsuspend(id, shop.call());
    expect((await shop.settled(id)).state).toBe('running');

    await shop.provider.createSnapshot!(id, 'before-the-end', shop.call());
    await shop.settled(id);
    await shop.provider.terminate(id, shop.call());
    expect((await shop.provider.fetch(id)).state).toBe('gone');
    expect([...shop.cloud.project.snapshots]).toEqual([]);
  });

  it('tells its system the host name, and gives it what the buyer wrote', async () => {
    const { externalId } = await shop.create({ userData: '#!/bin/sh\necho привіт\n' });

    expect(inside(externalId).name).toMatch(/^svc-[0-9a-f-]{36}$/);
    expect(inside(externalId).userData).toContain("fqdn: 'one.example.test'");
    expect(inside(externalId).userData).toContain('#!/bin/sh\necho привіт\n');
  });

  it('makes a server with keys and without a password, and each key once', async () => {
    const first = await shop.server({ sshKeys: [KEY] });
    const second = await shop.server({ sshKeys: [`${KEY}\n`] });

    expect([first.credentials, second.credentials]).toEqual([{ username: 'root' }, { username: 'root' }]);
    expect(shop.cloud.project.keys).toHaveLength(1);
  });

  it('cuts the power of a system that does not listen, after a minute', async () => {
    const { externalId } = await shop.server();
    inside(externalId).listens = false;

    await shop.provider.power!(externalId, 'stop', shop.call());
    shop.cloud.finishWork();
    expect((await shop.provider.fetch(externalId)).state).toBe('changing');
    shop.clock.pass(61_000);

    expect((await shop.settled(externalId)).state).toBe('stopped');
    expect(shop.cloud.calls).toContain(`POST /servers/${externalId}/actions/poweroff`);
  });

  it('switches a suspended server off again when somebody has switched it on at Hetzner', async () => {
    const { externalId } = await shop.server();
    await shop.provider.suspend(externalId, 'unpaid', shop.call());
    await shop.settled(externalId);
    inside(externalId).status = 'running';

    expect((await shop.provider.fetch(externalId)).state).toBe('changing');
    expect((await shop.settled(externalId)).state).toBe('suspended');
  });

  it('starts a rescue system for one boot', async () => {
    const { externalId } = await shop.server();

    const rescue = await shop.provider.setRescue!(externalId, true, shop.call());
    expect(rescue.credentials?.password).toBeTruthy();
    expect(await shop.settled(externalId)).toMatchObject({ state: 'running', rescue: true });
    expect(inside(externalId).isInRescue).toBe(true);

    await shop.provider.power!(externalId, 'restart', shop.call());
    expect(await shop.settled(externalId)).toMatchObject({ state: 'running', rescue: false });
    expect(inside(externalId).isInRescue).toBe(false);
  });
});

describe('a size that Hetzner does not sell by this name', () => {
  it('becomes the cheapest type that has as much, and is called as it was ordered', async () => {
    const { externalId, plan } = await shop.server({ plan: 'std-c2-r3-d40' });

    expect([plan, inside(externalId).type.name]).toEqual(['std-c2-r3-d40', 'cx22']);
    expect((await shop.provider.list!()).servers[0]?.plan).toBe('std-c2-r3-d40');
  });

  it('becomes the next one while the cheapest is sold out', async () => {
    shop.cloud.project.soldOut.add('cx22@fsn1');

    const { externalId } = await shop.create({ plan: 'c2-r4-d40' });

    expect(inside(externalId).type.name).toBe('cx32');
  });
});

describe('what Hetzner refuses', () => {
  it('says in plain words that a size is sold out', async () => {
    shop.cloud.project.soldOut.add('cx22@fsn1');

    expect(await failureOf(shop.create())).toMatchObject({
      kind: 'final',
      code: 'resource-unavailable',
      publicMessage: 'This size is sold out in this location. Choose another size or another location.',
    });
  });

  it('says in plain words that the project is full', async () => {
    shop.cloud.project.serverLimit = 0;

    expect(await failureOf(shop.create())).toMatchObject({ kind: 'final', code: 'resource-limit-exceeded' });
  });

  it('refuses a disk that would shrink before the server is switched off', async () => {
    const { externalId } = await shop.server({ plan: 'cx32' });

    const failure = await failureOf(shop.provider.resize!(externalId, { plan: 'cx22' }, shop.call()));

    expect(failure).toMatchObject({ kind: 'final', code: 'invalid-server-type' });
    expect((await shop.provider.fetch(externalId)).state).toBe('running');
  });

  it('starts a server again that could not grow, and tells that it failed', async () => {
    const { externalId } = await shop.server();
    shop.cloud.project.soldOut.add('cx32@fsn1');

    await shop.provider.resize!(externalId, { plan: 'cx32' }, shop.call());

    expect(await shop.settled(externalId)).toMatchObject({ state: 'failed', plan: 'cx22', raw: { status: 'running' } });
    shop.clock.pass(5 * 60_000);
    expect((await shop.provider.fetch(externalId)).state).toBe('running');
  });

  it('waits while somebody else works on the server', async () => {
    const { externalId } = await shop.server();
    const server = inside(externalId);
    shop.cloud.project.begin(server, 'create_image', () => undefined);

    expect((await shop.provider.power!(externalId, 'stop', shop.call())).state).toBe('changing');
    expect((await shop.settled(externalId)).state).toBe('stopped');
  });

  it('waits while Hetzner moves the server', async () => {
    const { externalId } = await shop.server();
    inside(externalId).status = 'migrating';

    expect((await shop.provider.power!(externalId, 'stop', shop.call())).state).toBe('changing');
    inside(externalId).status = 'running';

    expect((await shop.settled(externalId)).state).toBe('stopped');
  });

  it('does nothing any more of what was ordered two hours ago', async () => {
    const { externalId } = await shop.server();
    inside(externalId).status = 'migrating';
    await shop.provider.resize!(externalId, { plan: 'cx32' }, shop.call());
    inside(externalId).status = 'running';
    shop.clock.pass(2 * 3_600_000 + 1);

    expect(await shop.settled(externalId)).toMatchObject({ state: 'failed', plan: 'cx22', raw: { error: 'too-late' } });
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

    expect(failure).toMatchObject({ kind: 'retryable', code: 'rate-limit-exceeded', retryAfterMs });
    expect((await shop.settled(externalId)).state).toBe('running');
  });

  it('takes a page of HTML for trouble on the way', async () => {
    const { externalId } = await shop.server();
    shop.cloud.troubles.failNextRead();

    expect(await failureOf(shop.provider.fetch(externalId))).toMatchObject({ kind: 'retryable', code: 'http-502' });
  });
});

describe('a lost answer', () => {
  it('costs a new server its password, and it is given another', async () => {
    const serviceId = randomUUID();
    shop.cloud.troubles.loseNextAnswer();
    expect(await failureOf(shop.create({}, serviceId))).toMatchObject({ kind: 'unknown' });
    const found = await shop.provider.find(serviceId);

    const server = await shop.settled(found!.externalId);

    expect(server.credentials?.password).toBe(inside(server.externalId).password);
    expect(shop.cloud.serversOf(serviceId)).toHaveLength(1);
  });

  it('that the shop lost itself, after it came, costs the password too', async () => {
    const serviceId = randomUUID();
    const told = await shop.create({}, serviceId);

    await shop.provider.find(serviceId);
    const server = await shop.settled(told.externalId);

    expect(server.credentials?.password).toBe(inside(server.externalId).password);
    expect(server.credentials?.password).not.toBe(told.credentials?.password);
  });

  it('leaves a server without a password when its system never takes one', async () => {
    const serviceId = randomUUID();
    shop.cloud.troubles.loseNextAnswer();
    await failureOf(shop.create({}, serviceId));
    const [server] = shop.cloud.serversOf(serviceId);
    server!.listens = false;
    shop.cloud.finishWork();

    expect((await shop.provider.find(serviceId))?.state).toBe('creating');
    shop.clock.pass(11 * 60_000);

    expect(await shop.provider.find(serviceId)).toMatchObject({ state: 'running', credentials: { username: 'root' } });
  });

  it('does not wipe a disk twice, and gives the password that got lost anew', async () => {
    const { externalId } = await shop.server();
    const call = shop.call();
    shop.cloud.troubles.failAfterNext();
    expect(await failureOf(shop.provider.reinstall!(externalId, 'ubuntu-26.04', call))).toMatchObject({ kind: 'unknown' });

    const server = await shop.settled(externalId);
    await shop.provider.reinstall!(externalId, 'ubuntu-26.04', call);

    expect(server).toMatchObject({ state: 'running', image: 'ubuntu-26.04' });
    expect(server.credentials?.password).toBe(inside(externalId).password);
    expect(shop.cloud.calls.filter(line => line.endsWith('/rebuild'))).toHaveLength(1);
  });
});

describe('a race', () => {
  it('makes one server for a service that is ordered twice at once', async () => {
    const serviceId = randomUUID();

    const both = await Promise.allSettled([shop.create({}, serviceId), shop.create({}, serviceId)]);

    expect(shop.cloud.serversOf(serviceId)).toHaveLength(1);
    expect(new Set(both.map(one => (one.status === 'fulfilled' ? one.value.externalId : one.reason))).size).toBe(1);
  });

  it('wipes a disk once when several look at once', async () => {
    const { externalId } = await shop.server();
    const call = shop.call();

    await Promise.all(Array.from({ length: 5 }, () => shop.provider.reinstall!(externalId, 'ubuntu-26.04', call)));
    await Promise.all(Array.from({ length: 5 }, () => shop.provider.fetch(externalId)));

    expect(await shop.settled(externalId)).toMatchObject({ state: 'running', image: 'ubuntu-26.04' });
    expect(shop.cloud.calls.filter(line => line.endsWith('/rebuild'))).toHaveLength(1);
  });

  it('makes two servers for two services of the same host name', async () => {
    const [one, two] = await Promise.all([shop.server(), shop.server()]);

    expect(one.externalId).not.toBe(two.externalId);
  });
});

describe('what is only looked at', () => {
  it('lists everything in the project, page by page, under its service', async () => {
    for (let count = 0; count < 53; count += 1) shop.cloud.plant(`planted-${count}`);
    const { externalId } = await shop.create();

    const first = await shop.provider.list!();
    const second = await shop.provider.list!(first.next);

    expect([first.servers.length, second.servers.length, second.next]).toEqual([50, 4, undefined]);
    expect(second.servers.find(server => server.externalId === externalId)?.serviceId).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.servers[0]).toMatchObject({ hostname: 'planted-0', plan: 'cx22' });
  });

  it('counts the traffic that costs, until the month is over', async () => {
    const { externalId } = await shop.server();
    inside(externalId).outgoing = 5_000_000_000;

    expect(await shop.provider.usage!(externalId)).toEqual({
      meters: [{ code: 'traffic', unit: 'bytes', used: 5_000_000_000n, limit: 21_990_232_555_520n }],
      resetsAt: new Date('2026-04-01T00:00:00Z'),
    });
  });

  it('names the first address of the server and any of its network, and no other', async () => {
    const { externalId, addresses } = await shop.server();
    const six = addresses.find(({ family }) => family === 6)!.address;

    await shop.provider.setReverseName!(externalId, six, 'mail.example.test', shop.call());
    expect((await shop.settled(externalId)).addresses.find(({ family }) => family === 6)?.reverseName).toBe('mail.example.test');
    const foreign = shop.provider.setReverseName!(externalId, '2001:db8:ffff::1', 'mail.example.test', shop.call());
    expect(await failureOf(foreign)).toMatchObject({ kind: 'final', code: 'foreign-address' });
  });

  it('opens the console of the server for a minute', async () => {
    const { externalId } = await shop.server();

    const session = await shop.provider.openConsole!(externalId);

    expect(session).toMatchObject({ protocol: 'vnc', url: expect.stringContaining(`server_id=${externalId}`) });
    expect(session.expiresAt.getTime() - shop.clock.now().getTime()).toBe(60_000);
  });
});
