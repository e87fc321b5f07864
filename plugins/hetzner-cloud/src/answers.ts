import { unreadable } from './failures.js';

/** What we read of Hetzner's answers. */
export interface HetznerServer {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly created: Date;
  readonly labels: Readonly<Record<string, string>>;
  readonly locked: boolean;
  readonly rescueEnabled: boolean;
  readonly type: HetznerType;
  readonly diskGb: number;
  readonly location: string | undefined;
  readonly image: { readonly id: string; readonly name: string | undefined; readonly type: string } | undefined;
  readonly ipv4: { readonly ip: string; readonly name: string | undefined } | undefined;
  readonly ipv6: { readonly subnet: string; readonly names: readonly ReverseName[] } | undefined;
  readonly outgoingBytes: bigint | undefined;
  readonly includedBytes: bigint | undefined;
}

export interface ReverseName {
  readonly ip: string;
  readonly name: string;
}

export interface HetznerType {
  readonly name: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly diskGb: number;
  readonly architecture: string;
  readonly isDeprecated: boolean;
  /** Where it is sold, with the price of a month in Hetzner's decimal text. */
  readonly prices: readonly { readonly location: string; readonly monthly: string }[];
}

export interface HetznerImage {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string;
  readonly flavor: string;
  readonly status: string;
  readonly type: string;
  readonly created: Date;
  readonly sizeGb: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

export interface HetznerAction {
  readonly id: number;
  readonly command: string;
  readonly status: string;
  readonly progress: number;
  readonly errorCode: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: number | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

export function readServer(value: unknown): HetznerServer {
  const server = fieldsOf(value, 'server');
  const net = optionalFields(server['public_net']);
  const ipv4 = optionalFields(net?.['ipv4']);
  const ipv6 = optionalFields(net?.['ipv6']);
  const image = optionalFields(server['image']);
  const place = optionalFields(server['location']) ?? optionalFields(optionalFields(server['datacenter'])?.['location']);
  return {
    id: id(server),
    name: text(server, 'name'),
    status: text(server, 'status'),
    created: date(server, 'created'),
    labels: labels(server),
    locked: server['locked'] === true,
    rescueEnabled: server['rescue_enabled'] === true,
    type: readType(server['server_type']),
    diskGb: typeof server['primary_disk_size'] === 'number' ? server['primary_disk_size'] : 0,
    location: place && text(place, 'name'),
    image: image && { id: id(image), name: optionalText(image['name']), type: text(image, 'type') },
    ipv4: ipv4 && { ip: text(ipv4, 'ip'), name: optionalText(ipv4['dns_ptr']) },
    ipv6: ipv6 && { subnet: text(ipv6, 'ip'), names: readNames(ipv6['dns_ptr']) },
    outgoingBytes: bytes(server['outgoing_traffic']),
    includedBytes: bytes(server['included_traffic']),
  };
}

export function readType(value: unknown): HetznerType {
  const type = fieldsOf(value, 'server_type');
  return {
    name: text(type, 'name'),
    cores: number(type, 'cores'),
    memoryGb: number(type, 'memory'),
    diskGb: number(type, 'disk'),
    architecture: text(type, 'architecture'),
    isDeprecated: optionalFields(type['deprecation']) !== undefined,
    prices: readPrices(type),
  };
}

/** A type that is on its way out of a location is not offered there any more. */
function readPrices(type: Fields): HetznerType['prices'] {
  const leaving = optionalList(type['locations'])
    .map(item => fieldsOf(item, 'location'))
    .filter(place => optionalFields(place['deprecation']) !== undefined)
    .map(place => text(place, 'name'));
  return optionalList(type['prices'])
    .map(item => fieldsOf(item, 'price'))
    .map(price => ({
      location: text(price, 'location'),
      monthly: text(fieldsOf(price['price_monthly'], 'price_monthly'), 'net'),
    }))
    .filter(price => !leaving.includes(price.location));
}

export function readImage(value: unknown): HetznerImage {
  const image = fieldsOf(value, 'image');
  return {
    id: id(image),
    name: optionalText(image['name']),
    description: optionalText(image['description']) ?? '',
    flavor: optionalText(image['os_flavor']) ?? 'unknown',
    status: text(image, 'status'),
    type: text(image, 'type'),
    created: date(image, 'created'),
    sizeGb: typeof image['image_size'] === 'number' ? image['image_size'] : undefined,
    labels: labels(image),
  };
}

export function readAction(value: unknown): HetznerAction {
  const action = fieldsOf(value, 'action');
  return {
    id: number(action, 'id'),
    command: text(action, 'command'),
    status: text(action, 'status'),
    progress: number(action, 'progress'),
    errorCode: optionalText(optionalFields(action['error'])?.['code']),
  };
}

export function readLocation(value: unknown): { readonly name: string; readonly city: string; readonly country: string } {
  const place = fieldsOf(value, 'location');
  return { name: text(place, 'name'), city: text(place, 'city'), country: text(place, 'country') };
}

export const readKeyId = (value: unknown): string => id(fieldsOf(value, 'ssh_key'));

export function readPage<T>(value: unknown, name: string, read: (item: unknown) => T): Page<T> {
  const answer = fieldsOf(value, 'a body');
  const items = answer[name];
  if (!Array.isArray(items)) throw unreadable(name);
  const next = optionalFields(optionalFields(answer['meta'])?.['pagination'])?.['next_page'];
  return { items: items.map(read), next: typeof next === 'number' ? next : undefined };
}

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null) throw unreadable(what);
  return value as Fields;
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw unreadable(name);
  return value;
}

export const optionalText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const optionalFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null ? (value as Fields) : undefined;

const optionalList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const id = (fields: Fields): string => String(number(fields, 'id'));

function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unreadable(name);
  return value;
}

function date(fields: Fields, name: string): Date {
  const at = new Date(text(fields, name));
  if (Number.isNaN(at.getTime())) throw unreadable(name);
  return at;
}

const bytes = (value: unknown): bigint | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? BigInt(Math.trunc(value)) : undefined;

function labels(fields: Fields): Readonly<Record<string, string>> {
  const pairs = Object.entries(optionalFields(fields['labels']) ?? {});
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

function readNames(value: unknown): readonly ReverseName[] {
  return optionalList(value).map(item => {
    const entry = fieldsOf(item, 'dns_ptr');
    return { ip: text(entry, 'ip'), name: text(entry, 'dns_ptr') };
  });
}
