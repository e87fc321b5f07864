import { randomBytes } from 'node:crypto';
import {
  hardwareAddress,
  Refusal,
  type Devices,
  type FakeInstance,
  type FakeOperation,
  type FakeState,
  type Words,
} from './fake-state.js';

export interface Asked {
  readonly name: string;
  readonly rest: readonly string[];
  readonly body: Record<string, unknown>;
  readonly query: URLSearchParams;
}

/** What the daemon does with containers: each answers what is read, or the operation that was begun. */
export class FakeInstances {
  constructor(private readonly state: FakeState) {}

  create(body: Record<string, unknown>): FakeOperation {
    const { state } = this;
    const name = String(body['name']);
    const image = state.image((body['source'] as Words)['alias']);
    if (state.instances.size >= state.mostInstances)
      throw new Refusal(500, 'Reached maximum number of instances in project "default"');
    const isTaken = state.instances.has(name);
    if (!isTaken) {
      const now = state.now().toISOString();
      state.instances.set(name, {
        name,
        status: 'Stopped',
        config: { 'volatile.eth0.hwaddr': hardwareAddress(name), ...(body['config'] as Words) },
        devices: body['devices'] as Devices,
        profiles: body['profiles'] as string[],
        createdAt: now,
        startedAt: '1970-01-01T00:00:00Z',
        files: new Map([['/etc/image', image.alias]]),
        snapshots: new Map(),
        process: 0,
        cpu: 0,
        received: 0,
        sent: 0,
        address: '',
      });
    }
    const busyName = isTaken ? `${name} again` : name;
    return state.begin(busyName, 'Creating instance', () => {
      if (isTaken)
        return 'Failed creating instance record: Add instance info to the database: This "instances" entry already exists';
      if (!state.isFull) return undefined;
      state.instances.delete(name);
      return 'Failed creating instance from image: Disk quota exceeded';
    });
  }

  change(instance: FakeInstance, body: Record<string, unknown>): void {
    const config = { ...instance.config, ...(body['config'] as Words | undefined) };
    instance.config = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== ''));
    instance.devices = { ...instance.devices, ...(body['devices'] as Devices | undefined) };
  }

  setState(instance: FakeInstance, body: Record<string, unknown>): FakeOperation {
    if (body['action'] === 'start') return this.state.begin(instance.name, 'Starting instance', () => this.start(instance));
    return this.state.begin(instance.name, 'Stopping instance', () => {
      if (instance.status === 'Stopped') return 'The instance is already stopped';
      this.stop(instance);
      return undefined;
    });
  }

  remove(instance: FakeInstance): FakeOperation {
    if (instance.status === 'Running') throw new Refusal(400, 'Instance is running');
    return this.state.begin(instance.name, 'Deleting instance', () => {
      this.state.instances.delete(instance.name);
      return undefined;
    });
  }

  rebuild(instance: FakeInstance, body: Record<string, unknown>): FakeOperation {
    const image = this.state.image((body['source'] as Words)['alias']);
    if (instance.status === 'Running') throw new Refusal(400, 'Instance must be stopped to be rebuilt');
    return this.state.begin(instance.name, 'Rebuilding instance', () => {
      instance.files = new Map([['/etc/image', image.alias]]);
      return undefined;
    });
  }

  snapshot(instance: FakeInstance, body: Record<string, unknown>): FakeOperation {
    const name = String(body['name']);
    return this.state.begin(instance.name, 'Snapshotting instance', () => {
      if (/[ /]/.test(name)) return `Invalid instance snapshot name: Cannot contain space or / characters`;
      if (instance.snapshots.has(name)) return 'This "instances_snapshots" entry already exists';
      const { config, devices, files } = instance;
      const createdAt = this.state.now().toISOString();
      instance.snapshots.set(name, { name, createdAt, config, devices, files: new Map(files) });
      return undefined;
    });
  }

  restore(instance: FakeInstance, name: string): FakeOperation {
    return this.state.begin(instance.name, 'Restoring snapshot', () => {
      const snapshot = instance.snapshots.get(name);
      if (!snapshot) return `Snapshot ${instance.name}/${name} does not exist`;
      const wasRunning = instance.status === 'Running';
      instance.config = { ...snapshot.config };
      instance.devices = snapshot.devices;
      instance.files = new Map(snapshot.files);
      if (!wasRunning) return undefined;
      this.stop(instance);
      return this.start(instance);
    });
  }

  removeSnapshot(instance: FakeInstance, name: string): FakeOperation {
    if (!instance.snapshots.has(name)) throw new Refusal(404, `Failed to fetch snapshot "${name}": InstanceSnapshot not found`);
    return this.state.begin(instance.name, 'Deleting snapshot', () => {
      instance.snapshots.delete(name);
      return undefined;
    });
  }

  /** The only command that does anything is the one that sets a password. */
  execute(instance: FakeInstance, body: Record<string, unknown>): FakeOperation {
    if (instance.status !== 'Running') throw new Refusal(400, 'Instance is not running');
    const command = body['command'] as readonly string[];
    if (body['wait-for-websocket'] === true) {
      const fds = Object.fromEntries(['0', 'control'].map(name => [name, randomBytes(32).toString('hex')]));
      return this.state.begin(instance.name, 'Executing command', () => undefined, { class: 'websocket', metadata: { fds } });
    }
    const operation = this.state.begin(instance.name, 'Executing command', () => undefined);
    const isPassword = command.some(word => word.includes('chpasswd'));
    const image = this.state.images.find(({ alias }) => alias === instance.files.get('/etc/image'));
    operation.metadata = { return: isPassword && !image?.takesPassword ? 127 : 0 };
    const file = command.at(-1) ?? '';
    const line = instance.files.get(file);
    if (isPassword && image?.takesPassword && line !== undefined) {
      instance.files.set('/etc/shadow', line.trim());
      instance.files.delete(file);
    }
    if (command[0] === 'hostname') instance.files.set('/proc/hostname', command[1] ?? '');
    return operation;
  }

  private start(instance: FakeInstance): string | undefined {
    if (instance.status === 'Running') return 'The instance is already running';
    const wanted = fixedAddress(instance.devices);
    const rival = [...this.state.instances.values()].find(
      other => other !== instance && wanted !== '' && fixedAddress(other.devices) === wanted,
    );
    if (rival) return `Failed start validation for device "eth0": IP address "${wanted}" already defined on another NIC`;
    instance.status = 'Running';
    instance.process = this.state.nextProcess();
    instance.startedAt = this.state.now().toISOString();
    instance.address = wanted || instance.address || this.state.freshAddress();
    return undefined;
  }

  private stop(instance: FakeInstance): void {
    instance.status = 'Stopped';
    Object.assign(instance, { process: 0, cpu: 0, received: 0, sent: 0 });
  }
}

const fixedAddress = (devices: Devices): string =>
  Object.values(devices).find(device => device['ipv4.address'])?.['ipv4.address'] ?? '';
