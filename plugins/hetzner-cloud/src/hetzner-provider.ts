import {
  goneSnapshot,
  PluginFailure,
  ServerWork,
  type CallOptions,
  type ConsoleSession,
  type CreateServer,
  type DiskSnapshot,
  type MetricsRange,
  type PluginContext,
  type PowerAction,
  type ProviderCatalog,
  type ServerMetrics,
  type ServerPage,
  type ServerProvider,
  type ServerSnapshot,
  type ServerSpec,
  type ServerUsage,
} from '@hostwright/sdk';
import type { HetznerServer } from './answers.js';
import { Creation } from './creation.js';
import { Extras } from './extras.js';
import { HetznerClient } from './hetzner-client.js';
import { hasAddress, toImage, toListed, toPlan, toSnapshot } from './hetzner-mapping.js';
import { hetznerWork } from './hetzner-work.js';
import { isLabelValue, LABEL, labelValue } from './labels.js';
import { typesFor } from './plans.js';
import type { HetznerConfig } from './settings.js';
import type { Step } from './steps.js';
import { userDataFor } from './user-data.js';

/** One server for each service, found again by its label. Whatever takes several steps is gone on with at every look. */
export class HetznerProvider implements ServerProvider {
  private readonly client: HetznerClient;
  private readonly creation: Creation;
  private readonly work: ServerWork<HetznerServer, Step>;
  private readonly extras: Extras;

  constructor(private readonly context: PluginContext<HetznerConfig>) {
    this.client = new HetznerClient(context);
    this.creation = new Creation(context, this.client);
    this.work = new ServerWork(context, hetznerWork(this.client));
    this.extras = new Extras(context, this.client);
  }

  async catalog(): Promise<ProviderCatalog> {
    const { architecture = 'x86' } = this.context.config;
    const types = await this.client.types();
    const images = await this.client.systemImages(architecture);
    const locations = await this.client.locations();
    return {
      plans: types.filter(type => type.architecture === architecture).map(toPlan),
      images: images.filter(({ name }) => name !== undefined).map(toImage),
      locations: locations.map(({ name, city, country }) => ({ id: name, name: city, group: country, available: true })),
    };
  }

  /** A server that failed while it was made is removed first: a failed one serves nobody, and two would cost twice. */
  async create(request: CreateServer, call: CallOptions): Promise<ServerSnapshot> {
    const existing = await this.find(request.serviceId);
    if (existing && existing.state !== 'failed') return existing;
    if (existing) await this.terminate(existing.externalId, call);
    return this.creation.order(request, call);
  }

  async fetch(externalId: string): Promise<ServerSnapshot> {
    const server = await this.client.server(externalId);
    return server ? this.settled(server) : goneSnapshot(externalId);
  }

  async find(serviceId: string): Promise<ServerSnapshot | undefined> {
    const [server] = await this.client.serversOf(serviceId);
    if (!server) return undefined;
    await this.creation.askedAgain(serviceId);
    return this.settled(server);
  }

  async list(cursor = '1'): Promise<ServerPage> {
    const { items, next } = await this.client.serversAt(Math.max(1, Number.parseInt(cursor, 10) || 1), { sort: 'id:asc' });
    return { servers: items.map(toListed), ...(next !== undefined && { next: String(next) }) };
  }

  /** Hetzner knows no suspension: the server is off, and says in a label that it must stay so. The reason is the shop's. */
  suspend(externalId: string, _reason: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, () => SUSPEND);
  }

  unsuspend(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, ({ labels }) =>
      labels[LABEL.suspended] === 'true'
        ? [{ do: 'label', labels: { [LABEL.suspended]: null, [LABEL.rescue]: null } }, { do: 'power-on' }]
        : [],
    );
  }

  /** Its snapshots go with it: they cost money and nobody could restore them any more. */
  async terminate(externalId: string, { signal }: CallOptions): Promise<void> {
    const server = await this.client.server(externalId);
    for (const { id } of await this.client.snapshotsOf(externalId)) await this.client.deleteImage(id, signal);
    if (server) await this.client.deleteServer(externalId, signal);
    await this.work.forget(externalId);
    const serviceId = server?.labels[LABEL.service];
    if (serviceId !== undefined) await this.creation.forget(serviceId);
  }

  power(externalId: string, action: PowerAction, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, server => {
      if (action === 'stop') return [{ do: 'shut-down' }];
      if (action === 'force-stop') return [{ do: 'cut-power' }];
      const isRunning = server.status === 'running';
      const start: Step = { do: action === 'restart' && isRunning ? 'reboot' : 'power-on' };
      // The rescue system is there for one boot.
      const leavesRescue = server.labels[LABEL.rescue] === 'true' && (action === 'restart' || !isRunning);
      return leavesRescue ? [{ do: 'label', labels: { [LABEL.rescue]: null } }, start] : [start];
    });
  }

  /** Everything that can be wrong is looked at first: a server that cannot grow is not switched off to find out. */
  async resize(externalId: string, spec: Pick<ServerSpec, 'plan' | 'addons'>, call: CallOptions): Promise<ServerSnapshot> {
    const { upgradeDisk = false } = this.context.config;
    const server = await this.present(externalId);
    const { architecture } = server.type;
    const types = typesFor(await this.client.types(), { ...spec, location: server.location, architecture });
    const type = types.find(({ diskGb, architecture: its }) => diskGb >= server.diskGb && its === architecture);
    if (!type) {
      throw PluginFailure.final(`The server has a disk of ${server.diskGb} GB and cannot become ${types[0]?.name}`, {
        code: 'invalid-server-type',
        publicMessage: 'This server cannot become this size: its disk is larger, or its processor is of another kind.',
      });
    }
    const change: readonly Step[] = [
      { do: 'change-type', type: type.name, upgradeDisk },
      { do: 'label', labels: { [LABEL.plan]: labelValue('plan', spec.plan), [LABEL.type]: type.name } },
    ];
    if (server.status === 'off') return this.work.carryOut(server, { call, steps: change });
    const steps: readonly Step[] = [{ do: 'shut-down' }, ...change, { do: 'power-on' }];
    return this.work.carryOut(server, { call, steps, rescue: [{ do: 'power-on' }] });
  }

  reinstall(externalId: string, image: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, ({ labels }) => {
      const hostname = labels[LABEL.hostname];
      const userData = hostname === undefined ? {} : { userData: userDataFor(hostname) };
      const kept = { [LABEL.image]: isLabelValue(image) ? image : null, [LABEL.rescue]: null };
      return [{ do: 'rebuild', image, ...userData }, { do: 'label', labels: kept }, { do: 'power-on' }];
    });
  }

  resetPassword(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, () => [{ do: 'new-password' }]);
  }

  /** The name at Hetzner stays: it is what keeps a service from having two servers. */
  rename(externalId: string, hostname: string, call: CallOptions): Promise<ServerSnapshot> {
    const labels = { [LABEL.hostname]: labelValue('host name', hostname) };
    return this.carryOut(externalId, call, () => [{ do: 'label', labels }]);
  }

  async listSnapshots(externalId: string): Promise<readonly DiskSnapshot[]> {
    return this.extras.snapshots(externalId);
  }

  async createSnapshot(externalId: string, name: string, call: CallOptions): Promise<ServerSnapshot> {
    const isThere = (await this.extras.snapshots(externalId)).some(snapshot => snapshot.name === name);
    return isThere
      ? this.settled(await this.present(externalId))
      : this.carryOut(externalId, call, () => [{ do: 'snapshot', name }]);
  }

  async restoreSnapshot(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot> {
    await this.extras.demandSnapshot(externalId, snapshotId);
    return this.carryOut(externalId, call, () => [
      { do: 'rebuild', image: snapshotId },
      { do: 'label', labels: { [LABEL.rescue]: null } },
      { do: 'power-on' },
    ]);
  }

  async deleteSnapshot(externalId: string, snapshotId: string, { signal }: CallOptions): Promise<ServerSnapshot> {
    const server = await this.present(externalId);
    const isThere = (await this.client.snapshotsOf(externalId)).some(({ id }) => id === snapshotId);
    if (isThere) await this.client.deleteImage(snapshotId, signal);
    return this.settled(server);
  }

  setRescue(externalId: string, on: boolean, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, server => {
      const start: Step = { do: server.status === 'off' ? 'power-on' : 'reset' };
      if (on) return [{ do: 'enable-rescue' }, { do: 'label', labels: { [LABEL.rescue]: 'true' } }, start];
      if (server.labels[LABEL.rescue] !== 'true' && !server.rescueEnabled) return [];
      return [{ do: 'disable-rescue' }, { do: 'label', labels: { [LABEL.rescue]: null } }, start];
    });
  }

  setReverseName(externalId: string, address: string, name: string | undefined, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, server => {
      if (!hasAddress(server, address)) {
        throw PluginFailure.final('The server does not have this address', {
          code: 'foreign-address',
          publicMessage: 'The server does not have this address.',
        });
      }
      return [{ do: 'reverse-name', address, name: name ?? null }];
    });
  }

  async metrics(externalId: string, range: MetricsRange): Promise<ServerMetrics> {
    return this.extras.metrics(await this.present(externalId), range);
  }

  async usage(externalId: string): Promise<ServerUsage> {
    return this.extras.usage(await this.present(externalId));
  }

  openConsole(externalId: string): Promise<ConsoleSession> {
    return this.extras.openConsole(externalId);
  }

  private async carryOut(
    externalId: string,
    call: CallOptions,
    stepsFor: (server: HetznerServer) => readonly Step[],
  ): Promise<ServerSnapshot> {
    const server = await this.present(externalId);
    return this.work.carryOut(server, { call, steps: stepsFor(server) });
  }

  private async present(externalId: string): Promise<HetznerServer> {
    const server = await this.client.server(externalId);
    if (!server) throw PluginFailure.final('Hetzner has no such server', { code: 'no-such-server' });
    return server;
  }

  /** The server with everything done that can be done now: under way, being born, or on although it is suspended. */
  private async settled(server: HetznerServer): Promise<ServerSnapshot> {
    const answer = (await this.work.goOn(server)) ?? (await this.creation.goOn(server));
    if (answer) return answer;
    if (server.labels[LABEL.suspended] !== 'true' || server.status !== 'running') return toSnapshot(server);
    const call = { idempotencyKey: `suspended/${this.context.clock.now().toISOString()}` };
    return this.work.carryOut(server, { call, steps: [{ do: 'cut-power' }] });
  }
}

const SUSPEND: readonly Step[] = [{ do: 'label', labels: { [LABEL.suspended]: 'true' } }, { do: 'shut-down' }];
