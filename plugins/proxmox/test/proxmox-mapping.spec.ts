import { describe, expect, it } from 'vitest';
import { candidates, familyOf, holds } from '../src/addresses.js';
import { addressesOf, marksOf, networkCard, sizeOfConfig, systemDisk, tagsFor } from '../src/guest-config.js';
import { taskFailure, toFailure } from '../src/proxmox-failure.js';
import { toMetrics, wordOf } from '../src/proxmox-mapping.js';
import { isSnapshotName } from '../src/readings.js';
import { planOf, sizeOf } from '../src/size.js';

describe('a size', () => {
  it.each([
    ['c2-r4-d40', {}, { cores: 2, memoryMb: 4096, diskGb: 40 }],
    ['std-c2-r4-d40', {}, { cores: 2, memoryMb: 4096, diskGb: 40 }],
    ['small', { vcpu: 1, ramGb: 0.5, diskGb: 10 }, { cores: 1, memoryMb: 512, diskGb: 10 }],
    ['c2-r4-d40', { diskGb: 100 }, { cores: 2, memoryMb: 4096, diskGb: 100 }],
  ])('of %s with %j', (plan, addons, size) => {
    expect(sizeOf({ plan, addons })).toEqual(size);
  });

  it.each([
    ['small', {}],
    ['c0-r4-d40', {}],
    ['c2-r4-d40', { vcpu: 1.5 }],
    ['c2-r4-d40', { diskGb: -1 }],
  ])('cannot be read from %s with %j', (plan, addons) => {
    expect(() => sizeOf({ plan, addons })).toThrow('No size can be read');
  });

  it('is called by its numbers', () => {
    expect(planOf({ cores: 2, memoryMb: 4096, diskGb: 40 })).toBe('c2-r4-d40');
    expect(planOf({ cores: 1, memoryMb: 512, diskGb: 10 })).toBe('c1-r0.50-d10');
  });
});

describe('the system disk', () => {
  it.each([
    [{ boot: 'order=ide2;virtio0;net0', ide2: 'x:cloudinit,media=cdrom', virtio0: 'ceph:vm-1-disk-0,size=20G' }, 'virtio0', 20],
    [{ bootdisk: 'sata0', sata0: 'local:vm-1-disk-0,size=2T', scsi0: 'local:vm-1-disk-1,size=1G' }, 'sata0', 2048],
    [{ scsi1: 'local:b,size=1G', scsi0: 'local:a,size=512M' }, 'scsi0', 0.5],
  ])('of %j is %s', (config, key, sizeGb) => {
    expect(systemDisk(config, 'qemu')).toMatchObject({ key, sizeGb });
  });

  it('of a container is its root', () => {
    expect(systemDisk({ rootfs: 'zfs:subvol-1-disk-0,size=8G' }, 'lxc')).toEqual({ key: 'rootfs', storage: 'zfs', sizeGb: 8 });
    expect(systemDisk({}, 'lxc')).toBeUndefined();
  });

  it('is part of a size with as many cores as there are sockets of them', () => {
    expect(sizeOfConfig({ cores: 2, sockets: 2, memory: '2048', scsi0: 'a:b,size=10G' }, 'qemu')).toEqual({
      cores: 4,
      memoryMb: 2048,
      diskGb: 10,
    });
  });
});

describe('a network card', () => {
  it('keeps the model and what else the template says', () => {
    expect(networkCard('e1000=AA:BB:CC:DD:EE:FF,bridge=vmbr9,firewall=1,tag=5', { bridge: 'vmbr0' })).toBe(
      'e1000=AA:BB:CC:DD:EE:FF,bridge=vmbr0,firewall=1',
    );
    expect(networkCard('virtio=AA:BB:CC:DD:EE:FF,bridge=vmbr9', { bridge: 'vmbr0', mac: '11:22:33:44:55:66', vlan: 7 })).toBe(
      'virtio=11:22:33:44:55:66,bridge=vmbr0,tag=7',
    );
    expect(networkCard(undefined, { bridge: 'vmbr0' })).toBe('virtio,bridge=vmbr0');
  });
});

describe('addresses', () => {
  it('are read from cloud-init and from containers', () => {
    expect(addressesOf({ ipconfig0: 'ip=192.0.2.5/24,gw=192.0.2.1,ip6=2001:db8::5/64,gw6=2001:db8::1' }, 'qemu')).toEqual([
      { family: 4, address: '192.0.2.5', primary: true },
      { family: 6, address: '2001:db8::5', primary: false },
    ]);
    expect(addressesOf({ net0: 'name=eth0,bridge=vmbr0,ip=dhcp,ip6=auto' }, 'lxc')).toEqual([]);
  });

  it('of a network are all but its name, its broadcast, its gateway and the reserved', () => {
    const setting = { cidr: '192.0.2.8/29', gateway: '192.0.2.9', reserved: ['192.0.2.10', '192.0.2.11-192.0.2.12'] };

    expect([...candidates(setting, 'a')].map(({ address }) => address).toSorted()).toEqual(['192.0.2.13', '192.0.2.14']);
  });

  it('of version 6 are written as RFC 5952 asks', () => {
    const [first] = candidates({ cidr: '2001:db8::/126', gateway: '2001:db8::1' }, 'a');

    expect(['2001:db8::2', '2001:db8::3']).toContain(first?.address);
    expect(first).toMatchObject({ family: 6, prefix: 126, nameservers: [] });
  });

  it('of nonsense are none', () => {
    expect([...candidates({ cidr: '300.0.0.0/24', gateway: 'x' }, 'a')]).toEqual([]);
    expect(familyOf({ cidr: '192.0.2.0/33', gateway: 'x' })).toBeUndefined();
    expect(holds({ cidr: '192.0.2.0/24', gateway: 'x' }, '192.0.3.1')).toBe(false);
    expect(holds({ cidr: '2001:db8::/64', gateway: 'x' }, '2001:db8::ffff:192.0.2.1')).toBe(true);
  });
});

describe('marks', () => {
  it('tell whose a guest is, which build, and whether it is suspended', () => {
    expect(marksOf({ description: 'Service hw-abc, build 3\n', tags: 'golden;hw-abc;hw-suspended' })).toEqual({
      serviceId: 'abc',
      build: 3,
      suspended: true,
      isTagged: true,
    });
    expect(marksOf({ description: 'Service hw-abc, build 1', tags: 'golden' })).toMatchObject({
      serviceId: 'abc',
      isTagged: false,
    });
    expect(marksOf({})).toEqual({ serviceId: undefined, build: undefined, suspended: false, isTagged: false });
  });

  it('leave the tags of staff alone', () => {
    expect(tagsFor('abc', true, ['backup', 'hw-old', 'hostwright'])).toBe('hostwright;hw-abc;hw-suspended;backup');
    expect(tagsFor(undefined, false, ['backup', 'hw-suspended'])).toBe('backup');
  });
});

describe('words', () => {
  it.each([
    ['running', false, 'running'],
    ['stopped', false, 'stopped'],
    ['stopped', true, 'suspended'],
    ['running', true, 'running'],
    ['unknown', false, 'changing'],
    ['prelaunch', false, 'changing'],
  ])('%s, suspended: %s, reads as %s', (word, suspended, state) => {
    expect(wordOf(word, suspended)).toBe(state);
  });

  it.each(['current', 'Pending', '1st', 'a b', 'x', 'a'.repeat(41)])('"%s" is no name of a snapshot', name => {
    expect(isSnapshotName(name)).toBe(false);
  });

  it('of a refused token are not repeated', () => {
    expect(toFailure({ status: 401, text: 'no such token abc', retryAfter: null, isChange: true }).message).not.toContain('abc');
  });

  it('at the end of a task mean what they mean in an answer', () => {
    expect(taskFailure('make', 'VM is locked (clone)').kind).toBe('retryable');
    expect(taskFailure('make', 'command failed: exit code 5')).toMatchObject({ kind: 'final', code: 'task-failed' });
  });
});

describe('measurements', () => {
  it('count 100 for a busy core, and nothing where nothing was measured', () => {
    const { points } = toMetrics([{ time: 120 }, { time: 60, cpu: 0.5, maxcpu: 4, mem: 100, maxmem: 200, netin: '10' }]);

    expect(points).toEqual([
      { at: new Date(60_000), cpuPercent: 200, memoryBytes: 100, networkInBytesPerSecond: 10 },
      { at: new Date(120_000) },
    ]);
  });
});
