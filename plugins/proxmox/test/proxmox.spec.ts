import { randomUUID } from 'node:crypto';
import { aCall } from '@hostwright/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_PROXMOX } from '../src/fake/index.js';
import { failureOf, openShop, SPEC, type Shop } from './shop.js';

let shop: Shop;

beforeEach(async () => {
  shop = await openShop({ taskTime: { requests: 3 } });
});

afterEach(async () => {
  await shop.proxmox.close();
  expect(shop.proxmox.faults).toEqual([]);
});

const guestOf = (serviceId: string) => shop.proxmox.guestsOf(serviceId)[0]!;

describe('a new server', () => {
  it('is a full clone with the ordered size, its own address, keys and password', async () => {
    const serviceId = randomUUID();
    const begun = await shop.provider.create({ serviceId, spec: SPEC }, aCall('create'));

    const server = await shop.settled(begun.externalId);

    const { config, password, pool, vmid } = guestOf(serviceId);
    const [v4, v6] = server.addresses.map(({ address }) => address);
    expect(server).toMatchObject({ state: 'running', hostname: 'one.example.test', plan: 'std-c2-r4-d40', image: 'debian-13' });
    expect(vmid).toBeGreaterThanOrEqual(2000);
    expect(pool).toBe('billing');
    expect(config).toMatchObject({
      name: 'one.example.test',
      cores: '2',
      sockets: '1',
      memory: '4096',
      onboot: '1',
      ciuser: 'debian',
      nameserver: '198.18.0.53',
      ipconfig0: `ip=${v4}/20,gw=198.18.0.1,ip6=${v6}/64,gw6=2001:db8:7::1`,
      tags: `hostwright;hw-${serviceId}`,
    });
    expect(config['scsi0']).toMatch(/size=40G$/);
    expect(config['net0']).toMatch(/^virtio=BC:24:11:[0-9A-F:]{8},bridge=vmbr0,firewall=1$/);
    expect(decodeURIComponent(String(config['sshkeys'])).split('\n')).toEqual(SPEC.sshKeys);
    expect(server.credentials).toEqual({ username: 'debian', password });
  });

  it('tells its progress while it is being made', async () => {
    const serviceId = randomUUID();
    const { externalId, progress, state } = await shop.provider.create({ serviceId, spec: SPEC }, aCall('create'));
    const seen = [progress];
    for (let look = 0; look < 12; look += 1) seen.push((await shop.provider.fetch(externalId)).progress);

    expect(state).toBe('creating');
    const steps = seen.filter(value => value !== undefined);
    expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(['copying the image', 'growing the disk', 'starting']));
    expect(steps.map(({ percent }) => percent)).toEqual(
      steps.map(({ percent }) => percent).toSorted((one, other) => one - other),
    );
  });

  it('goes to the node that has promised least of its memory', async () => {
    shop.proxmox.cluster.addStranger(500, 'pve1', { memory: '16384' });
    shop.proxmox.cluster.addStranger(501, 'pve2', { memory: '8192' });

    const nodes: string[] = [];
    for (let count = 0; count < 4; count += 1) nodes.push(guestOf((await shop.server()).serviceId).node);

    expect(nodes).toEqual(['pve3', 'pve3', 'pve2', 'pve3']);
  });

  it('goes anywhere from a template on shared storage, and nowhere else from a local one', async () => {
    shop.proxmox.cluster.addStranger(500, 'pve1', { memory: '16384' });

    const { serviceId } = await shop.server({ ...SPEC, image: 'ubuntu-26' });

    expect(guestOf(serviceId).node).toBe('pve2');
    expect(shop.proxmox.calls.find(({ path }) => path.endsWith('9100/clone'))?.fields['target']).toBe('pve2');
  });

  it('keeps the disk of a template that is larger than what was ordered', async () => {
    shop.proxmox.cluster.addTemplate(9001, 'pve2', 'local-lvm', 60);
    shop.proxmox.cluster.addTemplate(9000, 'pve1', 'local-lvm', 60);
    shop.proxmox.cluster.addTemplate(9002, 'pve3', 'local-lvm', 60);

    const { serviceId, state } = await shop.server();

    expect(state).toBe('running');
    expect(guestOf(serviceId).config['scsi0']).toMatch(/size=60G$/);
  });

  it('takes another number when somebody is quicker, under the same name', async () => {
    shop.proxmox.cluster.racing = true;

    const { externalId, serviceId, state } = await shop.server();

    expect(state).toBe('running');
    expect(externalId).toBe(`hw-${serviceId}`);
    expect(guestOf(serviceId).vmid).toBe(2001);
    expect(shop.proxmox.cluster.guest(2000).config['name']).toBe('stranger-2000');
  });

  it('takes no number of a guest that the token cannot see', async () => {
    for (const vmid of [2000, 2001]) {
      shop.proxmox.cluster.addStranger(vmid, 'pve1');
      shop.proxmox.cluster.hidden.add(vmid);
    }

    expect(guestOf((await shop.server()).serviceId).vmid).toBe(2002);
  });

  it('takes a warning for a success and any other word for a failure', async () => {
    shop.proxmox.tasks.spoilNext('WARNINGS: 1');
    expect(await shop.server()).toMatchObject({ state: 'running' });

    shop.proxmox.tasks.spoilNext('clone failed: copy failed: I/O error');
    const failed = await shop.server();

    expect(failed).toMatchObject({ state: 'failed', raw: { error: expect.stringContaining('I/O error') } });
    expect(shop.proxmox.guestsOf(failed.serviceId)).toEqual([]);
  });

  it('tries a step again that met a lock', async () => {
    shop.proxmox.tasks.spoilNext("can't lock file '/var/lock/qemu-server/lock-2000.conf' - got timeout");

    expect(await shop.server()).toMatchObject({ state: 'running' });
  });

  it('is made again where it had failed, with its number and its addresses', async () => {
    shop.proxmox.tasks.spoilNext('clone failed: copy failed: I/O error');
    const failed = await shop.server();

    await shop.provider.create({ serviceId: failed.serviceId, spec: SPEC }, aCall('create-2'));
    const server = await shop.settled(failed.externalId);

    expect(server).toMatchObject({ state: 'running', externalId: failed.externalId, addresses: failed.addresses });
    expect(shop.proxmox.guestsOf(failed.serviceId)).toHaveLength(1);
  });

  it('waits for a node that is on its way back', async () => {
    shop.proxmox.cluster.nodes.forEach(node => (node.isOnline = false));

    const failure = await failureOf(shop.provider.create({ serviceId: randomUUID(), spec: SPEC }, aCall('create')));

    expect([failure.kind, failure.code]).toEqual(['retryable', 'nodes-offline']);
  });

  it.each([
    ['plan', { plan: 'huge', addons: {} }, 'unknown-plan'],
    ['image', { image: 'plan9' }, 'unknown-image'],
    ['host name', { hostname: 'not_a_name' }, 'bad-hostname'],
    ['user data', { userData: '#cloud-config' }, 'user-data-not-supported'],
    ['size', { addons: { vcpu: 2, ramGb: 4096, diskGb: 40 } }, 'sold-out'],
  ])('is refused for good for its %s', async (_, change, code) => {
    const serviceId = randomUUID();

    const failure = await failureOf(
      Promise.resolve().then(() => shop.provider.create({ serviceId, spec: { ...SPEC, ...change } }, aCall('create'))),
    );

    expect([failure.kind, failure.code]).toEqual(['final', code]);
    expect(await shop.provider.find(serviceId)).toBeUndefined();
    expect(guestOf((await shop.server()).serviceId).vmid).toBe(2000);
  });
});

describe('addresses and numbers', () => {
  it('are given to one server each, and given back when it ends', async () => {
    await shop.proxmox.close();
    const network = { cidr: '203.0.113.0/29', gateway: '203.0.113.1', reserved: ['203.0.113.2 - 203.0.113.3'] };
    shop = await openShop({}, { addresses: [network] });
    const servers = [await shop.server(), await shop.server(), await shop.server()];

    const refused = await failureOf(shop.server());
    await shop.provider.terminate(servers[1]!.externalId, aCall('terminate'));
    const next = await shop.server();

    const given = servers.map(({ addresses }) => addresses[0]!.address);
    expect(given.toSorted()).toEqual(['203.0.113.4', '203.0.113.5', '203.0.113.6']);
    expect([refused.kind, refused.code]).toEqual(['final', 'no-address']);
    expect(refused.publicMessage).toBe('There is no room for this server at the moment.');
    expect(next.addresses[0]!.address).toBe(given[1]);
    expect(guestOf(next.serviceId).vmid).toBe(2001);
  });

  it('are never shared by orders of the same moment', async () => {
    const servers = await Promise.all(Array.from({ length: 12 }, () => shop.server()));

    expect(new Set(servers.flatMap(({ addresses }) => addresses.map(({ address }) => address))).size).toBe(24);
    expect(new Set(servers.map(({ serviceId }) => guestOf(serviceId).vmid)).size).toBe(12);
  });

  it('leave out what a guest of somebody else has, once the list has shown it', async () => {
    await shop.proxmox.close();
    shop = await openShop({}, { addresses: [{ cidr: '203.0.113.0/30', gateway: '203.0.113.1' }] });
    shop.proxmox.cluster.addStranger(300, 'pve1', { ipconfig0: 'ip=203.0.113.2/30,gw=203.0.113.1' }, FAKE_PROXMOX.pool);

    await shop.provider.list!();

    expect((await failureOf(shop.server())).code).toBe('no-address');
  });
});

describe('a number that was used again', () => {
  it('does not make somebody else’s guest the server of its last owner', async () => {
    const old = await shop.server();
    shop.proxmox.cluster.guests.delete(2000);
    shop.proxmox.cluster.addStranger(2000, 'pve1');

    expect((await shop.provider.fetch(old.externalId)).state).toBe('gone');
    await shop.provider.terminate(old.externalId, aCall('terminate'));
    expect(shop.proxmox.cluster.guest(2000).status).toBe('running');
  });

  it('is noticed for adopted guests by the time at which they were made', async () => {
    shop.proxmox.cluster.addStranger(300, 'pve1', {}, FAKE_PROXMOX.pool);
    const [adopted] = (await shop.provider.list!()).servers;
    shop.proxmox.cluster.guests.delete(300);
    shop.clock.pass(5000);
    shop.proxmox.cluster.addStranger(300, 'pve1', {}, FAKE_PROXMOX.pool);

    expect((await shop.provider.fetch(adopted!.externalId)).state).toBe('gone');
    await shop.provider.terminate(adopted!.externalId, aCall('terminate'));
    expect(shop.proxmox.cluster.guests.has(300)).toBe(true);
  });
});
