import { PluginFailure, type CallOptions, type CreateServer, type PluginContext, type ServerSnapshot } from '@hostwright/sdk';
import { Driver, type Progress } from './driver.js';
import { labelOf } from './guest-config.js';
import { BUSY, Machines, type Machine, type StepName, type Work, type WorkKind } from './machine.js';
import { machineOf } from './met-again.js';
import { Passwords } from './password.js';
import { Placement } from './placement.js';
import { ProxmoxClient } from './proxmox-client.js';
import { goneSnapshot, toSnapshot } from './proxmox-mapping.js';
import { kindOf, userOf, type ProxmoxConfig } from './settings.js';
import { look, lookAt, nameOf, type Guest, type Sight } from './sight.js';
import { sizeOf } from './size.js';

/** A server with its guest. */
export interface Known {
  readonly machine: Machine;
  readonly sight: Guest;
}

/** What a change consists of. */
export interface Plan {
  readonly todo: readonly StepName[];
  readonly kind?: WorkKind;
  readonly snapshot?: string;
  readonly changes?: Partial<Machine>;
}

const MAKING: readonly StepName[] = ['make', 'configure', 'grow', 'start'];
const SERVICE_ID = /^[a-z0-9][a-z0-9_.-]{0,60}$/i;
const HOSTNAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** Begins work on servers, takes it on, and says how they are. Only one call at a time works on a server. */
export class Workshop {
  readonly client: ProxmoxClient;
  readonly placement: Placement;
  readonly passwords: Passwords;
  readonly machines: Machines;

  constructor(private readonly context: PluginContext<ProxmoxConfig>) {
    this.client = new ProxmoxClient(context);
    this.machines = new Machines(context);
    this.placement = new Placement(context.config, this.machines);
    this.passwords = new Passwords(context);
  }

  /**
   * The number of the guest is set aside and written down before Proxmox is asked for it. Whoever asks again asks for the
   * same number, which Proxmox gives to one guest only.
   */
  async create({ serviceId, spec }: CreateServer, call: CallOptions): Promise<ServerSnapshot> {
    if (!SERVICE_ID.test(serviceId)) throw PluginFailure.final('The id of the service cannot be a tag', { code: 'bad-request' });
    const externalId = labelOf(serviceId);
    const ordered = this.read(spec);
    return this.alone(externalId, async () => {
      const client = this.client.during(call.signal);
      const known = await this.known(externalId, client);
      if (!known) return this.begin(await this.newMachine(externalId, serviceId, ordered, client, call), client);
      const { machine, sight } = known;
      if (machine.work && !machine.work.failure) return this.told(await this.driver(client).drive(machine, 'begin', sight));
      if (!machine.work && sight.kind === 'present') return this.told(known);
      const work = workOf('create', ['settle', 'stop', 'destroy', ...MAKING], call, machine.work);
      const again = await this.machines.save({ ...machine, ...ordered, build: machine.build + 1, work });
      await this.placement.confirm(again);
      return this.told(await this.driver(client).drive(again, 'begin', sight));
    });
  }

  async fetch(externalId: string): Promise<ServerSnapshot> {
    const machine = await this.machines.read(externalId);
    const isAtWork = machine?.work && !machine.work.failure;
    if (isAtWork) {
      const driven = await this.machines.alone(externalId, async () => {
        const latest = await this.machines.read(externalId);
        return latest && this.told(await this.driver(this.client).drive(latest, 'go-on'));
      });
      if (driven?.result) return driven.result;
    }
    const known = await this.known(externalId);
    return known ? this.told(known) : goneSnapshot(externalId);
  }

  async find(serviceId: string): Promise<ServerSnapshot | undefined> {
    if (!SERVICE_ID.test(serviceId)) return undefined;
    const snapshot = await this.fetch(labelOf(serviceId));
    return snapshot.state === 'gone' ? undefined : snapshot;
  }

  /** Plans a change of a server that is there, and begins it. */
  async change(externalId: string, call: CallOptions, plan: (known: Known) => Plan | Promise<Plan>): Promise<ServerSnapshot> {
    return this.alone(externalId, async () => {
      const client = this.client.during(call.signal);
      const known = await this.known(externalId, client);
      if (!known) throw gone();
      const { machine, sight } = known;
      const driver = this.driver(client);
      if (machine.work && !machine.work.failure) {
        if (machine.work.key !== call.idempotencyKey && isHalfMade(machine.work)) throw BUSY();
        if (machine.work.key === call.idempotencyKey) return this.told(await driver.drive(machine, 'begin', sight));
      }
      if (machine.done?.includes(call.idempotencyKey)) return this.told(known);
      if (sight.kind !== 'present') throw gone();
      const { kind = 'change', todo, snapshot, changes } = await plan({ machine, sight });
      const work = { ...workOf(kind, todo, call), ...(snapshot !== undefined && { snapshot, snapshotNote: '' }) };
      return this.begin({ ...machine, ...changes, work }, client, machine, sight);
    });
  }

  /** What is not there any more, or has become another guest, is forgotten without a word to Proxmox. */
  async terminate(externalId: string, call: CallOptions): Promise<void> {
    await this.alone(externalId, async () => {
      const client = this.client.during(call.signal);
      const known = await this.known(externalId, client);
      if (!known) return;
      const { machine, sight } = known;
      const isGoing = machine.work?.kind === 'terminate' && !machine.work.failure;
      const work = workOf('terminate', ['settle', 'stop', 'destroy'], call, machine.work);
      const going = isGoing ? machine : await this.machines.save({ ...machine, work });
      try {
        await this.driver(client).drive(going, 'finish', sight);
      } catch (error) {
        // A guest that may not be removed is again what it was; one that was half made is not made after all.
        if (error instanceof PluginFailure && error.kind === 'final' && !machine.work) await this.machines.save(machine);
        throw error;
      }
    });
  }

  /** The server under this name: as it was written down, or as the cluster's labels tell when nothing is written. */
  async known(externalId: string, client = this.client): Promise<Progress | undefined> {
    const machine = await this.machines.read(externalId);
    if (machine) return { machine, sight: await look(client, machine) };
    const vmid = /^vm-(\d+)(?:-\d+)?$/.exec(externalId)?.[1];
    if (vmid === undefined && !externalId.startsWith('hw-')) return undefined;
    const guests = await client.guests();
    const row = guests.find(guest => (vmid === undefined ? guest.tags.includes(externalId) : guest.vmid === Number(vmid)));
    const guest = row && (await lookAt(client, row));
    if (!guest || nameOf(guest) !== externalId) return undefined;
    return { machine: machineOf(guest, this.context.config), sight: guest };
  }

  checkHostname(hostname: string): void {
    if (!HOSTNAME.test(hostname))
      throw PluginFailure.final(`"${hostname}" is no host name`, {
        code: 'bad-hostname',
        publicMessage: 'This host name is not valid.',
      });
  }

  async told({ machine, sight }: { readonly machine: Machine; readonly sight: Sight }): Promise<ServerSnapshot> {
    const password = await this.passwords.toTell(machine.externalId);
    return toSnapshot(machine, sight, password, this.machines.now);
  }

  private read(spec: CreateServer['spec']) {
    const image = this.placement.image(spec.image);
    const size = sizeOf(spec);
    this.checkHostname(spec.hostname);
    if (spec.userData)
      throw PluginFailure.final('Proxmox takes no user data through its interface', { code: 'user-data-not-supported' });
    const user = userOf(this.context.config, image);
    const { hostname, plan, location, sshKeys = [] } = spec;
    return {
      kind: kindOf(image),
      size,
      image: image.id,
      user,
      hostname,
      plan,
      sshKeys,
      ...(location !== undefined && { location }),
    };
  }

  private async newMachine(
    externalId: string,
    serviceId: string,
    ordered: ReturnType<Workshop['read']>,
    client: ProxmoxClient,
    call: CallOptions,
  ): Promise<Machine> {
    const vmid = await this.placement.claimVmid(externalId, await client.guests(), client);
    const addresses = await this.placement.claimAddresses(externalId, ordered.location);
    const work = workOf('create', MAKING, call);
    return {
      ...ordered,
      externalId,
      serviceId: serviceId.toLowerCase(),
      vmid,
      build: 1,
      addresses,
      createdAt: this.machines.now,
      work,
    };
  }

  /** Whatever is certainly refused leaves everything as it was before. */
  private async begin(
    machine: Machine,
    client: ProxmoxClient,
    before?: Machine,
    seen: Sight = { kind: 'absent' },
  ): Promise<ServerSnapshot> {
    await this.machines.save(machine);
    if (!before) await this.placement.confirm(machine);
    try {
      return await this.told(await this.driver(client).drive(machine, 'begin', seen));
    } catch (error) {
      const isUntouched = error instanceof PluginFailure && error.kind !== 'unknown' && (await this.isAtItsBeginning(machine));
      if (isUntouched && before) await this.machines.save(before);
      if (isUntouched && !before) await this.machines.forget((await this.machines.read(machine.externalId)) ?? machine);
      // A password that was begun and not set must not be told.
      if (isUntouched) await this.passwords.forget(machine.externalId);
      throw error;
    }
  }

  private async isAtItsBeginning({ externalId, work }: Machine): Promise<boolean> {
    const latest = (await this.machines.read(externalId))?.work;
    return latest?.key === work?.key && latest?.todo.length === work?.todo.length;
  }

  private driver(client: ProxmoxClient): Driver {
    return new Driver(this.machines, { context: this.context, client, placement: this.placement, passwords: this.passwords });
  }

  private async alone<T>(externalId: string, work: () => Promise<T>): Promise<T> {
    const done = await this.machines.alone(externalId, work);
    if (!done) throw BUSY();
    return done.result;
  }
}

/** A task that earlier work has begun is waited for first. */
function workOf(kind: WorkKind, todo: readonly StepName[], call: CallOptions, before?: Work): Work {
  const task = todo[0] === 'settle' ? before?.task : undefined;
  return { kind, todo, steps: todo.length, key: call.idempotencyKey, ...(task && { task }) };
}

/** Without its end there would be no server, or half a one. */
const isHalfMade = ({ kind }: Work): boolean => kind === 'create' || kind === 'reinstall' || kind === 'terminate';

const gone = (): PluginFailure => PluginFailure.final('Proxmox has no such server', { code: 'no-such-server' });
