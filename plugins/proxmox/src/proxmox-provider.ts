import {
  PluginFailure,
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
import { openConsole } from './console.js';
import { macOf, systemDisk } from './guest-config.js';
import type { StepName } from './machine.js';
import { toCatalog } from './proxmox-mapping.js';
import { isSnapshotName, readMetrics, readSnapshots, readUsage } from './readings.js';
import { ServerList } from './server-list.js';
import { kindOf, userOf, type ProxmoxConfig } from './settings.js';
import { sizeOf } from './size.js';
import { isRunning } from './steps.js';
import { Workshop, type Known } from './workshop.js';

const POWER: Readonly<Record<PowerAction, readonly StepName[]>> = {
  start: ['start'],
  stop: ['shut-down'],
  restart: ['reboot'],
  'force-stop': ['stop'],
};

/** Virtual machines and containers of a Proxmox cluster, one for each service. */
export class ProxmoxProvider implements ServerProvider {
  private readonly workshop: Workshop;

  constructor(private readonly context: PluginContext<ProxmoxConfig>) {
    this.workshop = new Workshop(context);
  }

  async catalog(): Promise<ProviderCatalog> {
    return toCatalog(this.context.config, await this.workshop.client.guests());
  }

  create(request: CreateServer, call: CallOptions): Promise<ServerSnapshot> {
    return this.workshop.create(request, call);
  }

  fetch(externalId: string): Promise<ServerSnapshot> {
    return this.workshop.fetch(externalId);
  }

  find(serviceId: string): Promise<ServerSnapshot | undefined> {
    return this.workshop.find(serviceId);
  }

  suspend(externalId: string, _reason: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.workshop.change(externalId, call, () => ({ todo: ['mark-suspended', 'shut-down'] }));
  }

  unsuspend(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.workshop.change(externalId, call, () => ({ todo: ['unmark-suspended', 'start'] }));
  }

  terminate(externalId: string, call: CallOptions): Promise<void> {
    return this.workshop.terminate(externalId, call);
  }

  power(externalId: string, action: PowerAction, call: CallOptions): Promise<ServerSnapshot> {
    return this.workshop.change(externalId, call, ({ sight }) => {
      if (sight.marks.suspended && (action === 'start' || action === 'restart'))
        throw PluginFailure.final('The server is suspended', { code: 'suspended', publicMessage: 'The server is suspended.' });
      return { todo: POWER[action] };
    });
  }

  /** Processor and memory take effect at the next start of a virtual machine, so a running one is restarted. A disk only grows. */
  resize(externalId: string, spec: Pick<ServerSpec, 'plan' | 'addons'>, call: CallOptions): Promise<ServerSnapshot> {
    const size = sizeOf(spec);
    return this.workshop.change(externalId, call, ({ machine, sight }) => {
      const present = systemDisk(sight.config, machine.kind)?.sizeGb ?? 0;
      const changes = { plan: spec.plan, size: { ...size, diskGb: Math.max(size.diskGb, Math.floor(present)) } };
      return { todo: ['resize', 'grow', 'apply'], changes };
    });
  }

  /** There is no such call: the guest is destroyed and made again, with the same number, addresses and MAC. */
  reinstall(externalId: string, imageId: string, call: CallOptions): Promise<ServerSnapshot> {
    const image = this.workshop.placement.image(imageId);
    return this.workshop.change(externalId, call, async ({ machine, sight }) => {
      if (machine.serviceId === undefined || machine.addresses.length === 0)
        throw PluginFailure.final('The server was not made by this shop, and its addresses are not in the address pool', {
          code: 'not-ours',
        });
      if (kindOf(image) !== machine.kind)
        throw PluginFailure.final('A virtual machine cannot become a container, nor the other way round', {
          code: 'other-kind',
          publicMessage: 'This system is of another kind than the server. Choose another one.',
        });
      await this.workshop.passwords.renew(externalId);
      const mac = macOf(sight.config);
      const changes = {
        image: imageId,
        user: userOf(this.context.config, image),
        build: machine.build + 1,
        ...(mac !== undefined && { mac }),
      };
      const steps: readonly StepName[] = ['stop', 'destroy', 'make', 'configure', 'grow', 'start'];
      return { kind: 'reinstall', todo: sight.marks.suspended ? [...steps.slice(0, -1), 'mark-suspended'] : steps, changes };
    });
  }

  resetPassword(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.workshop.change(externalId, call, async ({ machine }) => {
      if (machine.kind === 'lxc')
        throw PluginFailure.final('Proxmox cannot change the password of a container', {
          code: 'not-supported',
          publicMessage: 'The password of this server can only be changed in the server itself.',
        });
      await this.workshop.passwords.renew(externalId);
      return { todo: ['set-password', 'apply-password'] };
    });
  }

  rename(externalId: string, hostname: string, call: CallOptions): Promise<ServerSnapshot> {
    this.workshop.checkHostname(hostname);
    return this.workshop.change(externalId, call, () => ({ todo: ['rename'], changes: { hostname } }));
  }

  list(cursor?: string): Promise<ServerPage> {
    return new ServerList(this.context.config, this.workshop).page(cursor);
  }

  async listSnapshots(externalId: string): Promise<readonly DiskSnapshot[]> {
    const { sight } = await this.present(externalId);
    return readSnapshots(this.workshop.client, sight);
  }

  createSnapshot(externalId: string, name: string, call: CallOptions): Promise<ServerSnapshot> {
    if (!isSnapshotName(name)) throw PluginFailure.final(`"${name}" is no name for a snapshot`, { code: 'bad-name' });
    return this.workshop.change(externalId, call, () => ({ todo: ['snapshot'], snapshot: name }));
  }

  restoreSnapshot(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.workshop.change(externalId, call, async ({ sight }) => {
      const snapshots = await readSnapshots(this.workshop.client, sight);
      if (!snapshots.some(({ id }) => id === snapshotId))
        throw PluginFailure.final(`The server has no snapshot "${snapshotId}"`, { code: 'no-such-snapshot' });
      return { todo: isRunning(sight) ? ['roll-back', 'start'] : ['roll-back'], snapshot: snapshotId };
    });
  }

  deleteSnapshot(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.workshop.change(externalId, call, () => ({ todo: ['delete-snapshot'], snapshot: snapshotId }));
  }

  async metrics(externalId: string, range: MetricsRange): Promise<ServerMetrics> {
    const { sight } = await this.present(externalId);
    return readMetrics(this.workshop.client, sight, range, this.context.clock.now());
  }

  async usage(externalId: string): Promise<ServerUsage> {
    const { machine, sight } = await this.present(externalId);
    return readUsage(this.workshop.client, sight, machine.createdAt, this.context.clock.now());
  }

  async openConsole(externalId: string): Promise<ConsoleSession> {
    const { sight } = await this.present(externalId);
    return openConsole(this.workshop.client, this.context, sight);
  }

  private async present(externalId: string): Promise<Known> {
    const known = await this.workshop.known(externalId);
    if (known?.sight.kind === 'present') return { machine: known.machine, sight: known.sight };
    throw PluginFailure.final('Proxmox has no such server', { code: 'no-such-server' });
  }
}
