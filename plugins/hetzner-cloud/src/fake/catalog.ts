const PLACES = [
  {
    id: 1,
    name: 'fsn1',
    city: 'Falkenstein',
    country: 'DE',
    network_zone: 'eu-central',
    description: 'Falkenstein DC Park 1',
    latitude: 50.47,
    longitude: 12.37,
  },
  {
    id: 2,
    name: 'nbg1',
    city: 'Nuremberg',
    country: 'DE',
    network_zone: 'eu-central',
    description: 'Nuremberg DC Park 1',
    latitude: 49.45,
    longitude: 11.07,
  },
  {
    id: 3,
    name: 'hel1',
    city: 'Helsinki',
    country: 'FI',
    network_zone: 'eu-central',
    description: 'Helsinki DC Park 1',
    latitude: 60.17,
    longitude: 24.94,
  },
] as const;

const money = (net: string) => ({ net, gross: net });

function type(
  id: number,
  name: string,
  [cores, memory, disk]: readonly [number, number, number],
  monthly: string,
  architecture = 'x86',
) {
  return {
    id,
    name,
    description: name.toUpperCase(),
    category: 'Shared vCPU',
    cores,
    memory,
    disk,
    architecture,
    cpu_type: 'shared',
    storage_type: 'local',
    deprecated: false,
    deprecation: null,
    locations: PLACES.map(place => ({ id: place.id, name: place.name, deprecation: null })),
    prices: PLACES.map(place => ({
      location: place.name,
      price_hourly: money('0.0050000000'),
      price_monthly: money(monthly),
      included_traffic: 20 * 1024 ** 4,
      price_per_tb_traffic: money('1.0000000000'),
    })),
  };
}

const TYPES = [
  type(104, 'cx22', [2, 4, 40], '3.2900000000'),
  type(105, 'cx32', [4, 8, 80], '6.3000000000'),
  type(106, 'cx42', [8, 16, 160], '15.9000000000'),
  type(22, 'cpx11', [2, 2, 40], '3.8500000000'),
  type(23, 'cpx21', [3, 4, 80], '7.0500000000'),
  type(45, 'cax11', [2, 4, 40], '3.1900000000', 'arm'),
] as const;

export type FakeType = (typeof TYPES)[number];
export type FakePlace = (typeof PLACES)[number];

export interface FakeImage {
  readonly id: number;
  readonly type: string;
  status: string;
  readonly name: string | null;
  readonly description: string;
  readonly os_flavor: string;
  readonly os_version: string | null;
  readonly architecture: string;
  readonly created: string;
  image_size: number | null;
  readonly disk_size: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly created_from: { readonly id: number; readonly name: string } | null;
  readonly bound_to: null;
  readonly deleted: null;
  readonly deprecated: null;
  readonly protection: { readonly delete: boolean };
  readonly rapid_deploy: boolean;
}

const SYSTEMS = [
  ['debian-13', 'Debian 13', 'debian', '13'],
  ['ubuntu-26.04', 'Ubuntu 26.04', 'ubuntu', '26.04'],
] as const;

/** What is sold, the same to everybody. */
export class FakeCatalog {
  readonly types: readonly FakeType[] = TYPES;
  readonly places: readonly FakePlace[] = PLACES;
  /** Systems for both kinds of processors, under the same names. */
  readonly systems: readonly FakeImage[] = SYSTEMS.flatMap(([name, description, flavor, version], index) =>
    ['x86', 'arm'].map((architecture, kind) => ({
      id: 1000 + 10 * index + kind,
      type: 'system',
      status: 'available',
      name,
      description,
      os_flavor: flavor,
      os_version: version,
      architecture,
      created: '2026-01-01T00:00:00+00:00',
      image_size: null,
      disk_size: 5,
      labels: {},
      created_from: null,
      bound_to: null,
      deleted: null,
      deprecated: null,
      protection: { delete: false },
      rapid_deploy: true,
    })),
  );
}
