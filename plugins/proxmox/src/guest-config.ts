import type { ServerAddress } from '@hostwright/sdk';
import { optionalNumber, optionalText, tagsOf, type Fields } from './proxmox-answers.js';
import type { HeldAddress } from './addresses.js';
import type { GuestKind } from './settings.js';
import type { Size } from './size.js';

const OURS = 'hostwright';
const SUSPENDED = 'hw-suspended';
const LABEL = 'hw-';

/** The tag by which a server is met again, and its name with the core: `hw-` and the id of the service. */
export const labelOf = (serviceId: string): string => `${LABEL}${serviceId.toLowerCase()}`;

export function serviceOf(tags: readonly string[]): string | undefined {
  return tags.find(tag => tag.startsWith(LABEL) && tag !== SUSPENDED)?.slice(LABEL.length);
}

export const isSuspended = (tags: readonly string[]): boolean => tags.includes(SUSPENDED);

/** The tags of a server of ours; what staff tagged it with stays. */
export function tagsFor(serviceId: string | undefined, suspended: boolean, others: readonly string[] = []): string {
  const kept = others.filter(tag => tag !== OURS && tag !== SUSPENDED && !tag.startsWith(LABEL));
  const own = serviceId === undefined ? [] : [OURS, labelOf(serviceId)];
  return [...own, ...(suspended ? [SUSPENDED] : []), ...kept].join(';');
}

/** Written when the guest is made, so that it is ours before it has tags; `build` counts its reinstallations. */
export const describe = (serviceId: string, build: number): string => `Service ${labelOf(serviceId)}, build ${build}`;

export interface Marks {
  readonly serviceId: string | undefined;
  readonly build: number | undefined;
  readonly suspended: boolean;
  /** Whether it has been configured: the tag is written together with everything else. */
  readonly isTagged: boolean;
}

export function marksOf(config: Fields): Marks {
  const tags = tagsOf(optionalText(config, 'tags'));
  const [, described, build] = /Service hw-(\S+), build (\d+)/.exec(optionalText(config, 'description') ?? '') ?? [];
  const tagged = serviceOf(tags);
  return {
    serviceId: described ?? tagged,
    build: build === undefined ? undefined : Number(build),
    suspended: isSuspended(tags),
    isTagged: tagged !== undefined && (described === undefined || tagged === described),
  };
}

export interface Disk {
  readonly key: string;
  readonly storage: string;
  readonly sizeGb: number;
}

const GB: Readonly<Record<string, number>> = { K: 1 / 1024 / 1024, M: 1 / 1024, G: 1, T: 1024 };
const DISK_KEY = /^(scsi|virtio|sata|ide)\d+$/;

/** The disk that the system is on: what it boots from, or the first that is no CD and no cloud-init drive. */
export function systemDisk(config: Fields, kind: GuestKind): Disk | undefined {
  if (kind === 'lxc') return diskAt(config, 'rootfs');
  const boot = /order=([^,]+)/.exec(optionalText(config, 'boot') ?? '')?.[1]?.split(';') ?? [];
  const old = optionalText(config, 'bootdisk');
  const keys = [
    ...boot,
    ...(old === undefined ? [] : [old]),
    ...Object.keys(config)
      .filter(key => DISK_KEY.test(key))
      .toSorted(),
  ];
  return keys
    .filter(key => DISK_KEY.test(key))
    .map(key => diskAt(config, key))
    .find(disk => disk !== undefined);
}

function diskAt(config: Fields, key: string): Disk | undefined {
  const value = optionalText(config, key);
  if (value === undefined || /media=cdrom|cloudinit/.test(value)) return undefined;
  const [, size, unit = 'G'] = /(?:^|,)size=(\d+(?:\.\d+)?)([KMGT])?/.exec(value) ?? [];
  return { key, storage: value.split(':')[0] ?? '', sizeGb: size === undefined ? 0 : Number(size) * (GB[unit] ?? 1) };
}

export function sizeOfConfig(config: Fields, kind: GuestKind): Size {
  const cores = (optionalNumber(config, 'cores') ?? 1) * (optionalNumber(config, 'sockets') ?? 1);
  const memoryMb = Number.parseInt(optionalText(config, 'memory') ?? '512', 10) || 512;
  return { cores, memoryMb, diskGb: Math.floor(systemDisk(config, kind)?.sizeGb ?? 0) };
}

/** What cloud-init, or the container's own network, was told. */
export function addressesOf(config: Fields, kind: GuestKind): readonly ServerAddress[] {
  const text = optionalText(config, kind === 'qemu' ? 'ipconfig0' : 'net0') ?? '';
  const found = text.split(',').flatMap((part): Omit<ServerAddress, 'primary'>[] => {
    const [, name, address] = /^(ip6?)=([0-9a-fA-F.:]+)\/\d+$/.exec(part.trim()) ?? [];
    return address === undefined ? [] : [{ family: name === 'ip' ? 4 : 6, address }];
  });
  return found.map((entry, index) => ({ ...entry, primary: index === 0 }));
}

/** `ip=192.0.2.5/24,gw=192.0.2.1,ip6=…`, the same words for cloud-init and for containers. */
export function ipConfig(addresses: readonly HeldAddress[]): string {
  return addresses
    .map(({ family, address, prefix, gateway }) => {
      const suffix = family === 4 ? '' : '6';
      return `ip${suffix}=${address}/${prefix},gw${suffix}=${gateway}`;
    })
    .join(',');
}

const MAC = /(?:^|[=,])((?:[0-9A-F]{2}:){5}[0-9A-F]{2})(?:,|$)/i;

export const macOf = (config: Fields): string | undefined => MAC.exec(optionalText(config, 'net0') ?? '')?.[1]?.toUpperCase();

/** The network card of a machine: the template's model, this MAC, our bridge; what else the template says of it stays. */
export function networkCard(
  current: string | undefined,
  wanted: { readonly mac?: string; readonly bridge: string; readonly vlan?: number },
) {
  const [card = 'virtio', ...options] = (current ?? 'virtio').split(',');
  const [model = 'virtio', mac] = card.split('=');
  const kept = options.filter(option => !/^(bridge|tag|macaddr)=/.test(option));
  const address = wanted.mac ?? mac;
  return [
    address === undefined ? model : `${model}=${address}`,
    `bridge=${wanted.bridge}`,
    ...(wanted.vlan === undefined ? [] : [`tag=${wanted.vlan}`]),
    ...kept,
  ].join(',');
}
