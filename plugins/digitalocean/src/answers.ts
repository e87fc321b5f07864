import { unreadable } from './failures.js';

/** What we read of DigitalOcean's answers. */
export interface Droplet {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly locked: boolean;
  readonly created: Date;
  readonly tags: readonly string[];
  readonly size: string;
  readonly diskGb: number;
  readonly region: string;
  readonly image: { readonly id: string; readonly slug: string | undefined } | undefined;
  readonly addresses: readonly { readonly family: 4 | 6; readonly address: string }[];
}

export interface Size {
  readonly slug: string;
  readonly vcpus: number;
  readonly memoryMb: number;
  readonly diskGb: number;
  readonly monthlyUsd: number;
  readonly regions: readonly string[];
  readonly isAvailable: boolean;
  readonly hasGpu: boolean;
}

export interface Image {
  readonly slug: string | undefined;
  readonly name: string;
  readonly distribution: string;
}

export interface Region {
  readonly slug: string;
  readonly name: string;
  readonly isAvailable: boolean;
}

export interface Copy {
  readonly id: string;
  readonly name: string;
  readonly created: Date;
  readonly sizeGb: number;
}

export interface Action {
  readonly id: number;
  readonly type: string;
  readonly status: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly isLast: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

export function readDroplet(value: unknown): Droplet {
  const droplet = fieldsOf(value, 'droplet');
  const image = optionalFields(droplet['image']);
  const networks = optionalFields(droplet['networks']);
  const publicOf = (family: 4 | 6) =>
    optionalList(networks?.[`v${family}`])
      .map(item => fieldsOf(item, 'network'))
      .filter(network => network['type'] === 'public')
      .map(network => ({ family, address: text(network, 'ip_address') }));
  return {
    id: String(number(droplet, 'id')),
    name: text(droplet, 'name'),
    status: text(droplet, 'status'),
    locked: droplet['locked'] === true,
    created: date(droplet, 'created_at'),
    tags: optionalList(droplet['tags']).filter(tag => typeof tag === 'string'),
    size: text(droplet, 'size_slug'),
    diskGb: number(droplet, 'disk'),
    region: text(fieldsOf(droplet['region'], 'region'), 'slug'),
    image: image && { id: String(number(image, 'id')), slug: optionalText(image['slug']) },
    addresses: [...publicOf(4), ...publicOf(6)],
  };
}

export function readSize(value: unknown): Size {
  const size = fieldsOf(value, 'size');
  return {
    slug: text(size, 'slug'),
    vcpus: number(size, 'vcpus'),
    memoryMb: number(size, 'memory'),
    diskGb: number(size, 'disk'),
    monthlyUsd: number(size, 'price_monthly'),
    regions: optionalList(size['regions']).filter(region => typeof region === 'string'),
    isAvailable: size['available'] === true,
    hasGpu: optionalFields(size['gpu_info']) !== undefined,
  };
}

export function readImage(value: unknown): Image {
  const image = fieldsOf(value, 'image');
  return {
    slug: optionalText(image['slug']),
    name: optionalText(image['name']) ?? '',
    distribution: optionalText(image['distribution']) ?? 'Unknown',
  };
}

export function readRegion(value: unknown): Region {
  const region = fieldsOf(value, 'region');
  return { slug: text(region, 'slug'), name: text(region, 'name'), isAvailable: region['available'] === true };
}

export function readCopy(value: unknown): Copy {
  const copy = fieldsOf(value, 'snapshot');
  return {
    id: String(number(copy, 'id')),
    name: text(copy, 'name'),
    created: date(copy, 'created_at'),
    sizeGb: number(copy, 'size_gigabytes'),
  };
}

export function readAction(value: unknown): Action {
  const action = fieldsOf(value, 'action');
  return { id: number(action, 'id'), type: text(action, 'type'), status: text(action, 'status') };
}

export function readAccount(value: unknown): { readonly status: string; readonly dropletLimit: number } {
  const account = fieldsOf(value, 'account');
  return { status: text(account, 'status'), dropletLimit: number(account, 'droplet_limit') };
}

export function readPage<T>(value: unknown, name: string, read: (item: unknown) => T): Page<T> {
  const answer = fieldsOf(value, 'a body');
  const items = answer[name];
  if (!Array.isArray(items)) throw unreadable(name);
  const next = optionalFields(optionalFields(answer['links'])?.['pages'])?.['next'];
  return { items: items.map(read), isLast: optionalText(next) === undefined };
}

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null) throw unreadable(what);
  return value as Fields;
}

const optionalText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const optionalFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null ? (value as Fields) : undefined;

const optionalList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw unreadable(name);
  return value;
}

/** Ids of snapshots come as text in some answers and as numbers in others. */
function number(fields: Fields, name: string): number {
  const value = typeof fields[name] === 'string' ? Number(fields[name]) : fields[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unreadable(name);
  return value;
}

function date(fields: Fields, name: string): Date {
  const at = new Date(text(fields, name));
  if (Number.isNaN(at.getTime())) throw unreadable(name);
  return at;
}
