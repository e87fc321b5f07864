const PLACES = [
  ['fra1', 'Frankfurt 1'],
  ['ams3', 'Amsterdam 3'],
  ['nyc3', 'New York 3'],
] as const;

const SIZES = [
  ['s-1vcpu-1gb', 1, 1024, 25, 6],
  ['s-1vcpu-2gb', 1, 2048, 50, 12],
  ['s-2vcpu-4gb', 2, 4096, 80, 24],
  ['s-4vcpu-8gb', 4, 8192, 160, 48],
  ['c-2', 2, 4096, 25, 42],
] as const;

const SYSTEMS = [
  [101, 'debian-13-x64', 'Debian', '13 x64'],
  [102, 'ubuntu-26-04-x64', 'Ubuntu', '26.04 (LTS) x64'],
] as const;

export interface FakeSize {
  readonly slug: string;
  readonly vcpus: number;
  readonly memory: number;
  readonly disk: number;
  readonly transfer: number;
  readonly price_monthly: number;
  readonly price_hourly: number;
  readonly regions: readonly string[];
  readonly available: boolean;
  readonly description: string;
}

export interface FakeRegion {
  readonly slug: string;
  readonly name: string;
  readonly features: readonly string[];
  readonly available: boolean;
  readonly sizes: readonly string[];
}

export interface FakeImage {
  readonly id: number;
  readonly name: string;
  readonly distribution: string;
  readonly slug: string | null;
  readonly type: string;
  readonly public: boolean;
  readonly regions: readonly string[];
  readonly created_at: string;
  readonly min_disk_size: number;
  readonly size_gigabytes: number;
  readonly tags: readonly string[];
  readonly status: string;
}

const slugs = PLACES.map(([slug]) => slug);

/** What is sold, the same to everybody. */
export const CATALOG: {
  readonly sizes: readonly FakeSize[];
  readonly regions: readonly FakeRegion[];
  readonly images: readonly FakeImage[];
} = {
  sizes: SIZES.map(([slug, vcpus, memory, disk, price]) => ({
    slug,
    vcpus,
    memory,
    disk,
    transfer: 1,
    price_monthly: price,
    price_hourly: price / 672,
    regions: slugs,
    available: true,
    description: 'Basic',
  })),
  regions: PLACES.map(([slug, name]) => ({
    slug,
    name,
    features: ['ipv6', 'metadata'],
    available: true,
    sizes: SIZES.map(([size]) => size),
  })),
  images: SYSTEMS.map(([id, slug, distribution, name]) => ({
    id,
    name,
    distribution,
    slug,
    type: 'base',
    public: true,
    regions: slugs,
    created_at: '2026-01-01T00:00:00Z',
    min_disk_size: 7,
    size_gigabytes: 0.5,
    tags: [],
    status: 'available',
  })),
};
