import type { FakeAction, FakeCopy, FakeDroplet } from './account.js';

/** As DigitalOcean describes it. A droplet has its addresses as soon as it is made. */
export function tellDroplet(droplet: FakeDroplet, locked: boolean) {
  const { id, name, status, word, size, disk, region, image, created_at, hasIpv6, tags } = droplet;
  const v4 = [
    { ip_address: `203.0.113.${1 + (id % 250)}`, netmask: '255.255.255.0', gateway: '203.0.113.254', type: 'public' },
    { ip_address: `10.110.0.${1 + (id % 250)}`, netmask: '255.255.0.0', gateway: '10.110.0.254', type: 'private' },
  ];
  const v6 = [
    { ip_address: `2001:db8:d0::${id.toString(16).slice(-4)}`, netmask: 64, gateway: '2001:db8:d0::1', type: 'public' },
  ];
  return {
    id,
    name,
    memory: size.memory,
    vcpus: size.vcpus,
    disk,
    locked,
    status: word ?? status,
    kernel: null,
    created_at,
    features: [],
    backup_ids: [],
    next_backup_window: null,
    snapshot_ids: [],
    image,
    volume_ids: [],
    size,
    size_slug: size.slug,
    networks: { v4, v6: hasIpv6 ? v6 : [] },
    region,
    tags: [...tags],
  };
}

export function tellAction({ id, type, status, droplet, startedAt }: FakeAction) {
  const started = new Date(startedAt).toISOString();
  return {
    id,
    type,
    status,
    started_at: started,
    completed_at: status === 'in-progress' ? null : started,
    resource_id: droplet.id,
    resource_type: 'droplet',
    region: droplet.region,
    region_slug: droplet.region.slug,
  };
}

export function tellCopy({ id, name, created_at, regions, min_disk_size, size_gigabytes }: FakeCopy) {
  return { id, name, created_at, regions, min_disk_size, size_gigabytes, type: 'snapshot' };
}
