export interface Size {
  readonly cpu: number;
  readonly ram: number;
  readonly disk: number;
}

const LARGEST: Size = { cpu: 64, ram: 512, disk: 10_000 };

/** Any size has a plan of its own: `c2-r4-d40`, or `std-c2-r4-d40` in a family. */
export function sizeOf(plan: string): Size | undefined {
  const match = /^(?:[a-z0-9]+-)*c([1-9]\d{0,4})-r([1-9]\d{0,4})-d([1-9]\d{0,4})$/.exec(plan);
  if (!match) return undefined;
  const size = { cpu: Number(match[1]), ram: Number(match[2]), disk: Number(match[3]) };
  return size.cpu <= LARGEST.cpu && size.ram <= LARGEST.ram && size.disk <= LARGEST.disk ? size : undefined;
}

export interface Offer {
  readonly id: string;
  readonly name: string;
  readonly group: string;
}

/** Sizes that are often taken; every other one up to the largest is to be had as well. */
export const PLANS: readonly Offer[] = ['c1-r1-d20', 'c1-r2-d40', 'c2-r4-d60', 'c4-r8-d120', 'c8-r16-d240', 'c16-r32-d480'].map(
  id => {
    const size = sizeOf(id);
    return { id, name: `${size?.cpu} vCPU, ${size?.ram} GB, ${size?.disk} GB`, group: 'standard' };
  },
);

export const IMAGES: readonly Offer[] = [
  { id: 'ubuntu-26.04', name: 'Ubuntu 26.04 LTS', group: 'ubuntu' },
  { id: 'ubuntu-24.04', name: 'Ubuntu 24.04 LTS', group: 'ubuntu' },
  { id: 'debian-13', name: 'Debian 13', group: 'debian' },
  { id: 'debian-12', name: 'Debian 12', group: 'debian' },
  { id: 'almalinux-10', name: 'AlmaLinux 10', group: 'almalinux' },
  { id: 'almalinux-9', name: 'AlmaLinux 9', group: 'almalinux' },
  { id: 'rocky-10', name: 'Rocky Linux 10', group: 'rocky' },
  { id: 'rocky-9', name: 'Rocky Linux 9', group: 'rocky' },
  { id: 'fedora-43', name: 'Fedora Server 43', group: 'fedora' },
  { id: 'freebsd-15', name: 'FreeBSD 15', group: 'freebsd' },
  { id: 'windows-2025', name: 'Windows Server 2025', group: 'windows' },
  { id: 'windows-2022', name: 'Windows Server 2022', group: 'windows' },
];

export const LOCATIONS: readonly Offer[] = [
  { id: 'tll', name: 'Tallinn', group: 'EE' },
  { id: 'hel', name: 'Helsinki', group: 'FI' },
  { id: 'fra', name: 'Frankfurt', group: 'DE' },
  { id: 'ams', name: 'Amsterdam', group: 'NL' },
  { id: 'waw', name: 'Warsaw', group: 'PL' },
  { id: 'kyi', name: 'Kyiv', group: 'UA' },
  { id: 'lvi', name: 'Lviv', group: 'UA' },
  { id: 'lon', name: 'London', group: 'GB' },
  { id: 'nyc', name: 'New York', group: 'US' },
  { id: 'sin', name: 'Singapore', group: 'SG' },
];

export const sells = (offers: readonly Offer[], id: string): boolean => offers.some(offer => offer.id === id);

/** The account that a fresh system of an image has. */
export const userOf = (image: string): string => (image.startsWith('windows') ? 'Administrator' : 'root');
