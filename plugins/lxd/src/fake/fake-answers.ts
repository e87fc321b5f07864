import type { FakeInstance, FakeOperation, FakeSnapshot } from './fake-state.js';

const STATUS_CODES: Readonly<Record<string, number>> = { Stopped: 102, Running: 103, Frozen: 110, Error: 112 };
const OPERATION_WORDS: Readonly<Record<number, string>> = { 103: 'Running', 200: 'Success', 400: 'Failure' };

export function describeInstance(instance: FakeInstance, isFull: boolean): object {
  const { name, status, config, devices, profiles } = instance;
  return {
    name,
    status,
    status_code: STATUS_CODES[status] ?? 199,
    type: 'container',
    architecture: 'x86_64',
    config,
    devices,
    expanded_config: config,
    expanded_devices: devices,
    profiles,
    ephemeral: false,
    stateful: false,
    description: '',
    created_at: instance.createdAt,
    last_used_at: instance.startedAt,
    location: 'none',
    project: 'default',
    ...(isFull && { state: describeState(instance), backups: null, snapshots: null }),
  };
}

export function describeState(instance: FakeInstance): object {
  const isUp = instance.status === 'Running';
  const address = { family: 'inet', address: instance.address, netmask: '24', scope: 'global' };
  const counters = { bytes_received: instance.received, bytes_sent: instance.sent };
  return {
    status: instance.status,
    status_code: STATUS_CODES[instance.status] ?? 199,
    pid: instance.process,
    processes: isUp ? 3 : 0,
    cpu: { usage: instance.cpu },
    memory: { usage: isUp ? 24_000_000 : 0, usage_peak: isUp ? 30_000_000 : 0 },
    disk: { root: { usage: 16_384 } },
    network: isUp
      ? {
          eth0: { addresses: instance.address ? [address] : [], counters, hwaddr: '', mtu: 1500, state: 'up', type: 'broadcast' },
          lo: {
            addresses: [{ family: 'inet', address: '127.0.0.1', netmask: '8', scope: 'local' }],
            counters: {},
            type: 'loopback',
          },
        }
      : null,
  };
}

export const describeSnapshot = ({ name, createdAt, config }: FakeSnapshot): object => ({
  name,
  created_at: createdAt,
  expires_at: '0001-01-01T00:00:00Z',
  config,
  stateful: false,
  size: 32_768,
});

export const describeOperation = (operation: FakeOperation): object => ({
  id: operation.id,
  class: operation.class,
  description: operation.description,
  created_at: operation.createdAt,
  updated_at: operation.createdAt,
  status: OPERATION_WORDS[operation.statusCode],
  status_code: operation.statusCode,
  resources: { instances: [`/1.0/instances/${operation.instance}`] },
  metadata: operation.metadata,
  may_cancel: false,
  err: operation.error,
  location: 'none',
});
