import {
  PluginFailure,
  type CallOptions,
  type ConsoleSession,
  type CreateServer,
  type DiskSnapshot,
  type MetricsRange,
  type PowerAction,
  type ProviderCatalog,
  type ServerMetrics,
  type ServerPage,
  type ServerProvider,
  type ServerSnapshot,
  type ServerSpec,
  type ServerUsage,
} from '@hostwright/sdk';
import { freeAddress } from './lxd-addresses.js';
import { LxdClient } from './lxd-client.js';
import { openConsole } from './lxd-console.js';
import { changeLimits } from './lxd-limits.js';
import { beingMadeSnapshot, goneSnapshot, toCatalog, toListed, toSnapshot } from './lxd-mapping.js';
import { marksOf, markTexts, nameOf, type Phase } from './lxd-marks.js';
import { Meters } from './lxd-meters.js';
import { newInstance, rootDevice, sameInstanceAnew } from './lxd-new-instance.js';
import { callMark, NO_PASSWORD, Passwords } from './lxd-passwords.js';
import { stopSecondsOf, type LxdContext } from './lxd-settings.js';
import { bytesOf, limitsOf, sizeOf } from './lxd-sizes.js';
import { LxdSnapshots } from './lxd-snapshots.js';
import { alreadySo, LxdWork, type Seen } from './lxd-work.js';

const LIST_PAGE = 500;
const CAN_REBUILD = 'instances_rebuild';

/** One container for each service, with the service's id in its name. */
export class LxdProvider implements ServerProvider {
  private readonly client: LxdClient;
  private readonly meters: Meters;

  constructor(private readonly context: LxdContext) {
    this.client = new LxdClient(context);
    this.meters = new Meters(context, this.client);
  }

  async catalog(): Promise<ProviderCatalog> {
    const [server, images] = [await this.client.server(), await this.client.images()];
    return toCatalog(this.context.config, images, server.name);
  }

  /** A container that broke while it was made is removed first: a broken one serves nobody. */
  async create({ serviceId, spec }: CreateServer, call: CallOptions): Promise<ServerSnapshot> {
    const name = nameOf(serviceId);
    sizeOf(spec);
    const client = this.client.during(call);
    const existing = await this.work(client).look(name);
    if (existing.instance && existing.instance.status !== 'Error') return this.snapshotOf(name, existing);
    if (existing.instance) await client.remove(name).catch(alreadySo('no-such-server'));
    const address = this.context.config.addresses?.length
      ? await freeAddress(this.context, await client.instances(), name)
      : undefined;
    const seed = this.passwords().seed(call.idempotencyKey);
    const body = newInstance(this.context.config, { serviceId, spec, seed, call: callMark(call.idempotencyKey), address });
    await client.create(body).catch(alreadySo('already-exists'));
    return beingMadeSnapshot(name, 'creating', spec.hostname);
  }

  async fetch(externalId: string): Promise<ServerSnapshot> {
    return this.snapshotOf(externalId, await this.work().carryOn(externalId));
  }

  async find(serviceId: string): Promise<ServerSnapshot | undefined> {
    const name = nameOf(serviceId);
    const seen = await this.work().look(name);
    return seen.instance || seen.intent?.kind === 'recreate' ? this.snapshotOf(name, seen) : undefined;
  }

  async list(cursor = ''): Promise<ServerPage> {
    const instances = (await this.client.instances()).toSorted((one, other) => (one.name < other.name ? -1 : 1));
    const rest = instances.filter(({ name }) => name > cursor);
    const page = rest.slice(0, LIST_PAGE);
    const last = page.at(-1);
    return { servers: page.map(toListed), ...(rest.length > page.length && last && { next: last.name }) };
  }

  async suspend(externalId: string, _reason: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.enter(externalId, 'suspended', call);
  }

  async unsuspend(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.enter(externalId, 'start', call);
  }

  /** Stops it hard and deletes it with all of its snapshots; what is written down about it goes as well. */
  async terminate(externalId: string, call: CallOptions): Promise<void> {
    const client = this.client.during(call);
    await this.work(client).intents.forget(externalId);
    for (let count = 0; count < 4; count += 1) {
      const instance = await client.instance(externalId);
      if (!instance) return this.forget(externalId);
      const isStopped = instance.status === 'Stopped' || instance.status === 'Error';
      const { isOver } = isStopped
        ? await client.remove(externalId).catch(alreadySo('no-such-server'))
        : await client.setState(externalId, 'stop', { force: true }).catch(alreadySo('not-running'));
      if (isOver && isStopped) await this.releaseAddresses(instance);
      if (!isOver) break;
    }
    throw PluginFailure.retryable('The container is still being removed', { code: 'still-working', retryAfterMs: 2000 });
  }

  async power(externalId: string, action: PowerAction, call: CallOptions): Promise<ServerSnapshot> {
    const client = this.client.during(call);
    const { instance } = await this.demand(externalId, client);
    if (marksOf(instance.config).phase === 'suspended')
      throw PluginFailure.final('The server is suspended', { code: 'suspended', publicMessage: 'The server is suspended' });
    const isStopped = instance.status === 'Stopped';
    if (action === 'start') return this.enter(externalId, 'start', call);
    if (isStopped) return this.enter(externalId, action === 'restart' ? 'start' : 'stopping', call);
    const phase: Phase = action === 'restart' ? 'restarting' : 'stopping';
    await client.change(externalId, { config: markTexts({ phase }) });
    if (action !== 'force-stop') {
      const { isOver } = await client
        .setState(externalId, 'stop', { timeout: stopSecondsOf(this.context.config) })
        .catch(alreadySo('not-running', 'operation-failed', 'daemon-busy'));
      if (!isOver) return this.snapshotOf(externalId, await this.work(client).look(externalId));
    }
    return this.snapshotOf(externalId, await this.work(client).carryOn(externalId));
  }

  /** The daemon changes the limits of a running container. Disks only grow. */
  async resize(externalId: string, spec: Pick<ServerSpec, 'plan' | 'addons'>, call: CallOptions): Promise<ServerSnapshot> {
    const client = this.client.during(call);
    const size = sizeOf(spec);
    const { instance } = await this.demand(externalId, client);
    const present = bytesOf(instance.allDevices['root']?.['size']) ?? 0;
    if (size.diskMb * 1024 ** 2 < present) {
      const publicMessage = 'The disk of a server cannot become smaller';
      throw PluginFailure.final('The disk of a container cannot shrink', { code: 'disk-shrinks', publicMessage });
    }
    const root = { ...rootDevice(this.context.config, size), ...instance.devices['root'] };
    await changeLimits(client, externalId, {
      config: { ...limitsOf(size), ...markTexts({ plan: spec.plan }) },
      devices: { root: { ...root, size: rootDevice(this.context.config, size)['size']! } },
    });
    return this.snapshotOf(externalId, await this.work(client).look(externalId));
  }

  async reinstall(externalId: string, image: string, call: CallOptions): Promise<ServerSnapshot> {
    const client = this.client.during(call);
    const work = this.work(client);
    const mark = callMark(call.idempotencyKey);
    const seen = await work.look(externalId);
    const isUnderWay = seen.intent?.kind === 'recreate' && seen.intent.call === mark;
    if (!isUnderWay) {
      const { instance } = await this.demand(externalId, client);
      if (marksOf(instance.config).call !== mark) {
        const seed = this.passwords().seed(call.idempotencyKey);
        if ((await client.server()).extensions.includes(CAN_REBUILD)) {
          const marks = markTexts({ phase: 'reinstall', next: image, password: seed, call: mark });
          await client.change(externalId, { config: marks });
        } else {
          const body = sameInstanceAnew(this.context.config, instance, image, seed, mark);
          await this.demandImage(client, body.source['alias'] ?? '');
          await work.intents.write(externalId, { kind: 'recreate', call: mark, body });
        }
      }
    }
    return this.snapshotOf(externalId, await work.look(externalId));
  }

  async resetPassword(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    const client = this.client.during(call);
    const { instance } = await this.demand(externalId, client);
    const seed = this.passwords().seed(call.idempotencyKey);
    const marks = marksOf(instance.config);
    if (marks.password === NO_PASSWORD && marks.phase === '')
      throw PluginFailure.final('The system of this container takes no password', { code: 'no-password' });
    if (instance.status !== 'Running') {
      const publicMessage = 'Start the server first: a password is set in the running system';
      throw PluginFailure.final('The container is not running', { code: 'not-running', publicMessage });
    }
    if (marks.password !== seed) await client.change(externalId, { config: markTexts({ password: seed, phase: 'password' }) });
    return this.snapshotOf(externalId, await this.work(client).carryOn(externalId));
  }

  /** The name inside; the container's own name stays, because the service is found by it. */
  async rename(externalId: string, hostname: string, call: CallOptions): Promise<ServerSnapshot> {
    const client = this.client.during(call);
    const { instance } = await this.demand(externalId, client);
    await client.push(externalId, { path: '/etc/hostname', mode: '0644', content: `${hostname}\n` });
    await client.change(externalId, { config: markTexts({ hostname }) });
    if (instance.status === 'Running') await client.run(externalId, ['hostname', hostname]);
    return this.snapshotOf(externalId, await this.work(client).look(externalId));
  }

  async listSnapshots(externalId: string): Promise<readonly DiskSnapshot[]> {
    return this.snapshots().list(externalId);
  }

  async createSnapshot(externalId: string, name: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.snapshotOf(externalId, await this.snapshots(call).create(externalId, name));
  }

  async restoreSnapshot(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.snapshotOf(externalId, await this.snapshots(call).restore(externalId, snapshotId));
  }

  async deleteSnapshot(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.snapshotOf(externalId, await this.snapshots(call).remove(externalId, snapshotId));
  }

  metrics(externalId: string, range: MetricsRange): Promise<ServerMetrics> {
    return this.meters.metrics(externalId, range);
  }

  usage(externalId: string): Promise<ServerUsage> {
    return this.meters.usage(externalId);
  }

  openConsole(externalId: string): Promise<ConsoleSession> {
    return openConsole(this.client, this.context.clock, externalId);
  }

  private passwords(): Passwords {
    return new Passwords(this.context.secrets.get('key'));
  }

  private work(client = this.client): LxdWork {
    return new LxdWork(this.context, client, () => this.passwords());
  }

  private snapshots(call?: CallOptions): LxdSnapshots {
    const client = call ? this.client.during(call) : this.client;
    return new LxdSnapshots(client, this.work(client));
  }

  /** Writes where the container is to go, and goes as far as possible. */
  private async enter(externalId: string, phase: Phase, call: CallOptions): Promise<ServerSnapshot> {
    const client = this.client.during(call);
    await client.change(externalId, { config: markTexts({ phase }) });
    return this.snapshotOf(externalId, await this.work(client).carryOn(externalId));
  }

  private async demand(externalId: string, client: LxdClient) {
    const instance = await client.instance(externalId);
    if (!instance) throw PluginFailure.final('There is no such container', { code: 'no-such-server' });
    return { instance };
  }

  /** Before anything is removed for an image that does not exist. */
  private async demandImage(client: LxdClient, alias: string): Promise<void> {
    if (this.context.config.imageServer) return;
    const images = await client.images();
    if (images.some(({ aliases }) => aliases.includes(alias))) return;
    throw PluginFailure.final(`LXD holds no image with the alias "${alias.slice(0, 100)}"`, { code: 'no-such-image' });
  }

  private snapshotOf(externalId: string, { instance, step, intent }: Seen): ServerSnapshot {
    if (!instance) return intent?.kind === 'recreate' ? beingMadeSnapshot(externalId, 'changing') : goneSnapshot(externalId);
    const isOld = intent?.kind === 'recreate' && marksOf(instance.config).call !== intent.call;
    const snapshot = toSnapshot(instance, step, this.passwords().of(instance.name, marksOf(instance.config).password));
    return isOld && snapshot.state !== 'failed' ? { ...snapshot, state: 'changing' } : snapshot;
  }

  private async releaseAddresses(instance: {
    readonly name: string;
    readonly devices: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }) {
    for (const device of Object.values(instance.devices)) {
      const key = `address:${device['ipv4.address']}`;
      if (device['ipv4.address'] && (await this.context.storage.get<string>(key)) === instance.name)
        await this.context.storage.delete(key);
    }
  }

  private async forget(externalId: string): Promise<void> {
    await this.meters.forget(externalId);
  }
}
