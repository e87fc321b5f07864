import { PluginFailure } from '@hostwright/sdk';

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable(what);
  return value as Fields;
}

export function listOf(value: unknown, what: string): readonly Fields[] {
  if (!Array.isArray(value)) throw unreadable(what);
  return value.map(item => fieldsOf(item, what));
}

export function textOf(fields: Fields, name: string): string {
  const value = optionalText(fields, name);
  if (value === undefined) throw unreadable(name);
  return value;
}

/** Numbers and texts are told apart by nobody on the other side: a VMID may come as 101 or as "101". */
export function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function optionalNumber(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === null || value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export const isTrue = (fields: Fields, name: string): boolean =>
  fields[name] === 1 || fields[name] === '1' || fields[name] === true;

/** What cannot be read says nothing about what was done. */
export function unreadable(what: string): PluginFailure {
  return PluginFailure.unknown(`The answer of Proxmox lacks ${what}`, { code: 'bad-answer' });
}

/** A virtual machine or container in the list of the whole cluster. */
export interface GuestRow {
  readonly vmid: number;
  readonly kind: 'qemu' | 'lxc';
  readonly node: string;
  readonly status: string;
  readonly name: string | undefined;
  readonly pool: string | undefined;
  readonly lock: string | undefined;
  readonly tags: readonly string[];
  readonly isTemplate: boolean;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

export interface NodeRow {
  readonly node: string;
  readonly isOnline: boolean;
  readonly memoryBytes: number;
  readonly memoryUsedBytes: number;
}

export interface StorageRow {
  readonly storage: string;
  readonly node: string;
  readonly isShared: boolean;
  readonly isAvailable: boolean;
  readonly freeBytes: number;
}

export interface ClusterRows {
  readonly guests: readonly GuestRow[];
  readonly nodes: readonly NodeRow[];
  readonly storages: readonly StorageRow[];
}

export function readCluster(value: unknown): ClusterRows {
  const rows = listOf(value, 'the resources');
  const ofType = (...types: readonly string[]) => rows.filter(row => types.includes(String(row['type'])));
  return {
    guests: ofType('qemu', 'lxc').map(readGuest),
    nodes: ofType('node').map(row => ({
      node: textOf(row, 'node'),
      isOnline: row['status'] === 'online',
      memoryBytes: optionalNumber(row, 'maxmem') ?? 0,
      memoryUsedBytes: optionalNumber(row, 'mem') ?? 0,
    })),
    storages: ofType('storage').map(row => ({
      storage: textOf(row, 'storage'),
      node: textOf(row, 'node'),
      isShared: isTrue(row, 'shared'),
      isAvailable: row['status'] === 'available',
      freeBytes: Math.max(0, (optionalNumber(row, 'maxdisk') ?? 0) - (optionalNumber(row, 'disk') ?? 0)),
    })),
  };
}

function readGuest(row: Fields): GuestRow {
  return {
    vmid: Number(textOf(row, 'vmid')),
    kind: row['type'] === 'lxc' ? 'lxc' : 'qemu',
    node: textOf(row, 'node'),
    status: optionalText(row, 'status') ?? 'unknown',
    name: optionalText(row, 'name'),
    pool: optionalText(row, 'pool'),
    lock: optionalText(row, 'lock'),
    tags: tagsOf(optionalText(row, 'tags')),
    isTemplate: isTrue(row, 'template'),
    cores: optionalNumber(row, 'maxcpu') ?? 0,
    memoryBytes: optionalNumber(row, 'maxmem') ?? 0,
    diskBytes: optionalNumber(row, 'maxdisk') ?? 0,
  };
}

export const tagsOf = (tags: string | undefined): readonly string[] => (tags ?? '').split(/[;, ]+/).filter(tag => tag !== '');
