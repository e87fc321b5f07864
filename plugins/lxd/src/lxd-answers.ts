import { PluginFailure } from '@hostwright/sdk';

type Fields = Readonly<Record<string, unknown>>;
export type Texts = Readonly<Record<string, string>>;

export interface LxdNetworkState {
  readonly addresses: readonly { readonly family: string; readonly address: string; readonly scope: string }[];
  readonly received: number;
  readonly sent: number;
}

/** Counters of a container since it started, all zero while it is stopped. */
export interface LxdState {
  readonly cpuNanoseconds: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly processId: number;
  readonly network: Readonly<Record<string, LxdNetworkState>>;
}

export interface LxdInstance {
  readonly name: string;
  readonly status: string;
  readonly config: Texts;
  readonly devices: Readonly<Record<string, Texts>>;
  /** With what the profiles add. */
  readonly allDevices: Readonly<Record<string, Texts>>;
  readonly createdAt: string;
  readonly lastStartedAt: string;
  readonly state: LxdState;
}

export interface LxdOperation {
  readonly id: string;
  readonly description: string;
  readonly statusCode: number;
  readonly error: string;
  readonly instances: readonly string[];
  readonly metadata: Fields;
}

export interface LxdDiskSnapshot {
  readonly name: string;
  readonly createdAt: string;
  readonly sizeBytes: number | undefined;
}

export interface LxdImage {
  readonly aliases: readonly string[];
  readonly description: string;
  readonly family: string | undefined;
}

export interface LxdServer {
  readonly isTrusted: boolean;
  readonly extensions: readonly string[];
  readonly name: string;
  readonly version: string;
  readonly software: string;
}

export function readInstance(value: unknown): LxdInstance {
  const instance = fieldsOf(value, 'an instance');
  return {
    name: text(instance, 'name'),
    status: text(instance, 'status'),
    config: texts(instance['config']),
    devices: devices(instance['devices']),
    allDevices: devices(instance['expanded_devices'] ?? instance['devices']),
    createdAt: loose(instance['created_at']),
    lastStartedAt: loose(instance['last_used_at']),
    state: readState(instance['state']),
  };
}

export function readOperation(value: unknown): LxdOperation {
  const operation = fieldsOf(value, 'an operation');
  const resources = orNothing(operation['resources']);
  return {
    id: text(operation, 'id'),
    description: loose(operation['description']),
    statusCode: count(operation['status_code']),
    error: loose(operation['err']),
    instances: items(resources['instances']).map(path => nameInPath(loose(path))),
    metadata: orNothing(operation['metadata']),
  };
}

/** Operations come grouped by the state they are in. */
export const readOperations = (value: unknown): readonly LxdOperation[] =>
  Object.values(orNothing(value)).flatMap(group => items(group).map(readOperation));

export function readDiskSnapshot(value: unknown): LxdDiskSnapshot {
  const snapshot = fieldsOf(value, 'a snapshot');
  const size = snapshot['size'];
  return {
    name: nameInPath(text(snapshot, 'name')),
    createdAt: loose(snapshot['created_at']),
    sizeBytes: typeof size === 'number' && size >= 0 ? size : undefined,
  };
}

export function readImage(value: unknown): LxdImage {
  const image = fieldsOf(value, 'an image');
  const properties = texts(image['properties']);
  return {
    aliases: items(image['aliases']).map(alias => loose(orNothing(alias)['name'])),
    description: properties['description'] ?? '',
    family: properties['os'],
  };
}

export function readServer(value: unknown): LxdServer {
  const server = fieldsOf(value, 'the server');
  const environment = orNothing(server['environment']);
  return {
    isTrusted: server['auth'] === 'trusted',
    extensions: items(server['api_extensions']).map(loose),
    name: loose(environment['server_name']),
    version: loose(environment['server_version']),
    software: loose(environment['server']),
  };
}

export const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null) throw unreadable(what);
  return value as Fields;
}

/** What cannot be read says nothing about what was done. */
export const unreadable = (what: string): PluginFailure =>
  PluginFailure.unknown(`The answer of LXD lacks ${what}`, { code: 'bad-answer' });

function readState(value: unknown): LxdState {
  const state = orNothing(value);
  const root = orNothing(orNothing(state['disk'])['root']);
  return {
    cpuNanoseconds: count(orNothing(state['cpu'])['usage']),
    memoryBytes: count(orNothing(state['memory'])['usage']),
    diskBytes: count(root['usage']),
    processId: count(state['pid']),
    network: mapped(orNothing(state['network']), readNetwork),
  };
}

function readNetwork(value: unknown): LxdNetworkState {
  const network = orNothing(value);
  const counters = orNothing(network['counters']);
  return {
    addresses: items(network['addresses']).map(item => {
      const address = orNothing(item);
      return { family: loose(address['family']), address: loose(address['address']), scope: loose(address['scope']) };
    }),
    received: count(counters['bytes_received']),
    sent: count(counters['bytes_sent']),
  };
}

const devices = (value: unknown): Readonly<Record<string, Texts>> => mapped(orNothing(value), texts);
const texts = (value: unknown): Texts => mapped(orNothing(value), loose);
const loose = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0);
const orNothing = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const nameInPath = (path: string): string => decodeURIComponent(path.split('?')[0]?.split('/').at(-1) ?? '');

function mapped<T>(fields: Fields, read: (value: unknown) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, read(value)]));
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw unreadable(name);
  return value;
}
