import { randomUUID } from 'node:crypto';
import { aCall } from '@hostwright/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_PROXMOX } from '../src/fake/index.js';
import { failureOf, openShop, SPEC, type Shop } from './shop.js';

let shop: Shop;

beforeEach(async () => {
  shop = await openShop({ taskTime: { requests: 2 } });
});

afterEach(async () => {
  await shop.proxmox.close();
  expect(shop.proxmox.faults).toEqual([]);
});

const guestOf = (serviceId: string) => shop.proxmox.guestsOf(serviceId)[0]!;
const callsTo = (part: string) => shop.proxmox.calls.filter(({ verb, path }) => verb !== 'GET' && path.includes(part));

describe('the power of a server', () => {
  it('is asked of the system first and then of the machine', async () => {
    const { externalId, serviceId } = await shop.server();

    await shop.provider.power!(externalId, 'stop', aCall('stop'));
    expect(await shop.settled(externalId)).toMatchObject({ state: 'stopped' });
    await shop.provider.power!(externalId, 'start', aCall('start'));
    shop.proxmox.tasks.spoilNext('VM quit/powerdown failed - got timeout');
    await shop.provider.power!(externalId, 'restart', aCall('restart'));
    expect(await shop.settled(externalId)).toMatchObject({ state: 'running' });

    expect(callsTo('/status/shutdown')[0]?.fields).toEqual({ timeout: '90', forceStop: '1' });
    expect(guestOf(serviceId).status).toBe('running');
  });

  it('is switched off for good by a system that does not listen', async () => {
    const { externalId } = await shop.server();
    await shop.provider.power!(externalId, 'restart', aCall('restart'));
    shop.proxmox.tasks.spoilNext('VM quit/powerdown failed - got timeout');

    expect(await shop.settled(externalId)).toMatchObject({ state: 'running' });
    expect(callsTo('/status/').map(({ path }) => path.split('/').at(-1))).toEqual(['start', 'reboot', 'stop', 'start']);
  });

  it('is not the customer’s while the server is suspended', async () => {
    const { externalId, serviceId } = await shop.server();

    await shop.provider.suspend(externalId, 'unpaid', aCall('suspend'));
    expect(await shop.settled(externalId)).toMatchObject({ state: 'suspended' });
    expect(guestOf(serviceId)).toMatchObject({
      status: 'stopped',
      config: { onboot: '0', tags: `hostwright;hw-${serviceId};hw-suspended` },
    });
    const refused = await failureOf(shop.provider.power!(externalId, 'start', aCall('start')));
    await shop.provider.unsuspend(externalId, aCall('unsuspend'));

    expect([refused.kind, refused.code]).toEqual(['final', 'suspended']);
    expect(await shop.settled(externalId)).toMatchObject({ state: 'running' });
    expect(guestOf(serviceId).config).toMatchObject({ onboot: '1', tags: `hostwright;hw-${serviceId}` });
  });

  it('is switched once for one intent, however often that is asked', async () => {
    const { externalId } = await shop.server();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await shop.provider.power!(externalId, 'restart', aCall('restart-1', attempt));
      await shop.settled(externalId);
    }

    expect(callsTo('/status/reboot')).toHaveLength(1);
  });
});

describe('another size', () => {
  it('restarts a running machine for its processor and memory, and grows its disk', async () => {
    const { externalId, serviceId } = await shop.server();

    await shop.provider.resize!(externalId, { plan: 'c4-r8-d80' }, aCall('resize'));
    const larger = await shop.settled(externalId);
    await shop.provider.resize!(externalId, { plan: 'c1-r2-d20' }, aCall('resize-2'));
    const smaller = await shop.settled(externalId);

    expect(larger).toMatchObject({ state: 'running', plan: 'c4-r8-d80' });
    expect(smaller).toMatchObject({ state: 'running', plan: 'c1-r2-d20' });
    expect(guestOf(serviceId).config).toMatchObject({ cores: '1', memory: '2048', scsi0: expect.stringContaining('size=80G') });
    expect(callsTo('/status/reboot')).toHaveLength(2);
  });

  it('leaves a stopped machine stopped', async () => {
    const { externalId } = await shop.server();
    await shop.provider.power!(externalId, 'force-stop', aCall('stop'));
    await shop.settled(externalId);

    await shop.provider.resize!(externalId, { plan: 'c4-r8-d80' }, aCall('resize'));

    expect(await shop.settled(externalId)).toMatchObject({ state: 'stopped', plan: 'c4-r8-d80' });
    expect(callsTo('/status/reboot')).toEqual([]);
  });

  it('that somebody gave it behind our back shows as what it is', async () => {
    const { externalId, serviceId } = await shop.server();
    guestOf(serviceId).config['cores'] = 16;

    expect((await shop.provider.fetch(externalId)).plan).toBe('c16-r4-d40');
    expect((await shop.provider.list!()).servers[0]?.plan).toBe('c16-r4-d40');
  });
});

describe('another system', () => {
  it('comes to the same number, address and card', async () => {
    const server = await shop.server();
    const before = { ...guestOf(server.serviceId).config };
    await shop.provider.createSnapshot!(server.externalId, 'before', aCall('snapshot'));
    await shop.settled(server.externalId);

    await shop.provider.reinstall!(server.externalId, 'ubuntu-26', aCall('reinstall'));
    const fresh = await shop.settled(server.externalId);

    const guest = guestOf(server.serviceId);
    expect(fresh).toMatchObject({ state: 'running', image: 'ubuntu-26', addresses: server.addresses, plan: server.plan });
    expect(fresh.credentials?.username).toBe('root');
    expect(fresh.credentials?.password).toBe(guest.password);
    expect(fresh.credentials?.password).not.toBe(server.credentials?.password);
    expect(guest).toMatchObject({
      vmid: 2000,
      snapshots: [],
      config: { net0: before['net0'], ipconfig0: before['ipconfig0'], sshkeys: before['sshkeys'] },
    });
    expect(callsTo('clone')).toHaveLength(2);
    expect(shop.proxmox.calls.filter(({ verb }) => verb === 'DELETE')).toHaveLength(1);
  });

  it('leaves a suspended server suspended', async () => {
    const { externalId } = await shop.server();
    await shop.provider.suspend(externalId, 'unpaid', aCall('suspend'));
    await shop.settled(externalId);

    await shop.provider.reinstall!(externalId, 'debian-13', aCall('reinstall'));

    expect(await shop.settled(externalId)).toMatchObject({ state: 'suspended' });
  });

  it('does not turn a machine into a container', async () => {
    const { externalId } = await shop.server();

    const failure = await failureOf(shop.provider.reinstall!(externalId, 'alpine-ct', aCall('reinstall')));

    expect([failure.kind, failure.code]).toEqual(['final', 'other-kind']);
  });

  it('lets nothing else begin until it is there', async () => {
    const { externalId } = await shop.server();
    await shop.provider.reinstall!(externalId, 'debian-13', aCall('reinstall'));

    const failure = await failureOf(shop.provider.power!(externalId, 'stop', aCall('stop')));

    expect([failure.kind, failure.code]).toEqual(['retryable', 'busy']);
  });
});

describe('a new password', () => {
  it('is set by the guest agent where one answers', async () => {
    const { externalId, serviceId, credentials } = await shop.server();
    guestOf(serviceId).hasAgent = true;

    const reset = await shop.provider.resetPassword!(externalId, aCall('password'));
    await shop.settled(externalId);

    expect(reset.credentials?.password).not.toBe(credentials?.password);
    expect(guestOf(serviceId).password).toBe(reset.credentials?.password);
    expect(callsTo('set-user-password')[0]?.fields['username']).toBe('debian');
    expect(callsTo('reboot')).toEqual([]);
  });

  it('is set by cloud-init and a restart where none does', async () => {
    const { externalId, serviceId } = await shop.server();

    const reset = await shop.provider.resetPassword!(externalId, aCall('password'));
    const after = await shop.settled(externalId);

    expect(after).toMatchObject({ state: 'running', credentials: { password: reset.credentials?.password } });
    expect(guestOf(serviceId).password).toBe(reset.credentials?.password);
    expect(callsTo('reboot')).toHaveLength(1);
  });

  it('is told for an hour, and kept nowhere', async () => {
    const { externalId, credentials } = await shop.server();
    const kept = JSON.stringify([
      await shop.context.storage.get(`server/${externalId}`),
      await shop.context.storage.get(`password/${externalId}`),
    ]);

    shop.clock.pass(61 * 60 * 1000);

    expect(kept).not.toContain(credentials?.password);
    expect((await shop.provider.fetch(externalId)).credentials).toEqual({ username: 'debian' });
  });
});

describe('snapshots', () => {
  it('are made, listed without the present state, restored and deleted', async () => {
    const { externalId, serviceId } = await shop.server();

    await shop.provider.createSnapshot!(externalId, 'before-update', aCall('snapshot'));
    const during = await shop.provider.listSnapshots!(externalId);
    await shop.settled(externalId);
    const [snapshot] = await shop.provider.listSnapshots!(externalId);
    await shop.provider.restoreSnapshot!(externalId, snapshot!.id, aCall('restore'));
    const restored = await shop.settled(externalId);
    await shop.provider.deleteSnapshot!(externalId, snapshot!.id, aCall('delete'));
    await shop.settled(externalId);

    expect(during.filter(({ ready }) => ready)).toEqual([]);
    expect(snapshot).toMatchObject({ id: 'before-update', name: 'before-update', ready: true });
    expect(restored.state).toBe('running');
    expect(guestOf(serviceId).parent).toBe('before-update');
    expect(await shop.provider.listSnapshots!(externalId)).toEqual([]);
  });

  it('tell of a storage that is full', async () => {
    const { externalId } = await shop.server();
    await shop.provider.createSnapshot!(externalId, 'too-much', aCall('snapshot'));
    shop.proxmox.tasks.spoilNext('zfs error: cannot create snapshot: out of space');

    const failed = await shop.settled(externalId);
    shop.clock.pass(6 * 60 * 1000);

    expect(failed).toMatchObject({ state: 'failed', raw: { code: 'storage-full' } });
    expect((await shop.provider.fetch(externalId)).state).toBe('running');
  });

  it('have no name that Proxmox keeps for itself', async () => {
    const { externalId } = await shop.server();

    expect((await failureOf((async () => shop.provider.createSnapshot!(externalId, 'current', aCall('snapshot')))())).code).toBe(
      'bad-name',
    );
  });
});

describe('a container', () => {
  const CONTAINER = { ...SPEC, image: 'debian-13-ct' };

  it('is unpacked with everything at once, grows live and takes no new password', async () => {
    const { serviceId, ...server } = await shop.server(CONTAINER);
    const made = { ...guestOf(serviceId).config };
    const password = guestOf(serviceId).password;

    await shop.provider.resize!(server.externalId, { plan: 'c4-r8-d80' }, aCall('resize'));
    const larger = await shop.settled(server.externalId);
    const refused = await failureOf(shop.provider.resetPassword!(server.externalId, aCall('password')));

    expect(server).toMatchObject({ state: 'running', credentials: { username: 'root', password } });
    expect(made).toMatchObject({
      hostname: 'one.example.test',
      memory: '4096',
      unprivileged: '1',
      'ssh-public-keys': SPEC.sshKeys?.join('\n'),
      rootfs: expect.stringContaining('size=40G'),
      net0: expect.stringMatching(/^name=eth0,bridge=vmbr0,ip=198\.18\.\d+\.\d+\/20,gw=198\.18\.0\.1,ip6=.*,hwaddr=/),
    });
    expect(larger).toMatchObject({ state: 'running', plan: 'c4-r8-d80', addresses: server.addresses });
    expect(guestOf(serviceId).config).toMatchObject({ cores: '4', rootfs: expect.stringContaining('size=80G') });
    expect(callsTo('reboot')).toEqual([]);
    expect([refused.kind, refused.code]).toEqual(['final', 'not-supported']);
  });

  it('is made anew under its number, address and card', async () => {
    const server = await shop.server(CONTAINER);
    const { net0 } = guestOf(server.serviceId).config;
    const card = /hwaddr=([^,]+)/.exec(String(net0))?.[1];

    await shop.provider.reinstall!(server.externalId, 'alpine-ct', aCall('reinstall'));
    const fresh = await shop.settled(server.externalId);

    expect(fresh).toMatchObject({ state: 'running', image: 'alpine-ct', addresses: server.addresses });
    expect(guestOf(server.serviceId).config['net0']).toContain(`hwaddr=${card}`);
  });

  it('is suspended, renamed and removed like any other', async () => {
    const { externalId, serviceId } = await shop.server(CONTAINER);

    await shop.provider.rename!(externalId, 'two.example.test', aCall('rename'));
    expect(await shop.settled(externalId)).toMatchObject({ hostname: 'two.example.test' });
    await shop.provider.suspend(externalId, 'unpaid', aCall('suspend'));
    expect(await shop.settled(externalId)).toMatchObject({ state: 'suspended' });
    await shop.provider.terminate(externalId, aCall('terminate'));

    expect(await shop.settled(externalId)).toMatchObject({ state: 'gone' });
    expect(shop.proxmox.guestsOf(serviceId)).toEqual([]);
  });
});

describe('the end of a server', () => {
  it('comes though it is running, with its unreferenced disks and its place in jobs', async () => {
    const { externalId, serviceId } = await shop.server();

    await shop.provider.terminate(externalId, aCall('terminate'));
    const during = await shop.provider.fetch(externalId);

    expect(during.state).toBe('changing');
    expect(await shop.settled(externalId)).toEqual({ externalId, state: 'gone', addresses: [] });
    expect(shop.proxmox.guestsOf(serviceId)).toEqual([]);
    expect(await shop.provider.find(serviceId)).toBeUndefined();
    expect(callsTo('/status/').at(-1)).toMatchObject({
      path: expect.stringContaining('stop'),
      fields: { 'overrule-shutdown': '1' },
    });
  });

  it('waits for the clone of a server that was cancelled while it was made', async () => {
    const serviceId = randomUUID();
    const { externalId } = await shop.provider.create({ serviceId, spec: SPEC }, aCall('create'));

    await shop.provider.terminate(externalId, aCall('terminate'));

    expect((await shop.settled(externalId)).state).toBe('gone');
    expect(shop.proxmox.guestsOf(serviceId)).toEqual([]);
  });

  it('is refused for a guest that staff have protected', async () => {
    const { externalId, serviceId } = await shop.server();
    guestOf(serviceId).config['protection'] = 1;
    guestOf(serviceId).status = 'stopped';

    const failure = await failureOf(shop.provider.terminate(externalId, aCall('terminate')));

    expect([failure.kind, failure.code]).toEqual(['final', 'protected']);
    expect((await shop.provider.fetch(externalId)).state).toBe('stopped');
  });
});

describe('a guest that moved to another node', () => {
  it('is found there', async () => {
    const { externalId, serviceId } = await shop.server();
    guestOf(serviceId).node = 'pve3';

    expect(await shop.provider.fetch(externalId)).toMatchObject({ state: 'running', raw: { node: 'pve3' } });
  });

  it('reads as changing while its node is away, and is not gone', async () => {
    const { externalId, serviceId } = await shop.server();
    const node = shop.proxmox.cluster.nodes.find(({ name }) => name === guestOf(serviceId).node)!;
    node.isOnline = false;

    const failure = await failureOf(shop.provider.fetch(externalId));

    expect([failure.kind, failure.code]).toEqual(['retryable', 'node-unreachable']);
    expect((await shop.provider.list!()).servers[0]).toMatchObject({ externalId, state: 'changing' });
  });
});

describe('a guest of which nothing is written down', () => {
  it('is met again by its tag, with its address', async () => {
    const server = await shop.server();
    await shop.context.storage.delete(`server/${server.externalId}`);

    const met = await shop.provider.find(server.serviceId);
    await shop.provider.create({ serviceId: server.serviceId, spec: SPEC }, aCall('create-2'));

    expect(met).toMatchObject({
      externalId: server.externalId,
      state: 'running',
      addresses: server.addresses,
      plan: 'c2-r4-d40',
    });
    expect(shop.proxmox.guestsOf(server.serviceId)).toHaveLength(1);
  });

  it('of somebody else can be adopted, switched and removed', async () => {
    shop.proxmox.cluster.addStranger(300, 'pve1', { ipconfig0: 'ip=198.18.4.4/20,gw=198.18.0.1' }, FAKE_PROXMOX.pool);
    shop.proxmox.cluster.addStranger(301, 'pve1', {}, 'another-pool');

    const { servers } = await shop.provider.list!();
    const [adopted] = servers;
    await shop.provider.power!(adopted!.externalId, 'stop', aCall('stop'));
    const stopped = await shop.settled(adopted!.externalId);
    await shop.provider.terminate(adopted!.externalId, aCall('terminate'));

    expect(servers).toHaveLength(1);
    expect(adopted).toMatchObject({ state: 'running', plan: 'c2-r2-d20', addresses: [{ address: '198.18.4.4' }] });
    expect(adopted?.serviceId).toBeUndefined();
    expect(stopped.state).toBe('stopped');
    expect((await shop.settled(adopted!.externalId)).state).toBe('gone');
    expect(shop.proxmox.cluster.guests.has(301)).toBe(true);
  });
});
