import {
  type CallOptions,
  type CreateServer,
  type HandWorkResult,
  PluginFailure,
  type PluginContext,
  type PowerAction,
  type ProviderCatalog,
  type ServerPage,
  type ServerProvider,
  type ServerSnapshot,
  type ServerSpec,
} from '@hostwright/sdk';
import { handWorkFor } from './instructions.js';
import { addressesOf, after, type Machine, stateOf, switchWork, type Work } from './machine.js';
import { Machines } from './machines.js';
import type { ManualConfig } from './settings.js';

const PAGE = 100;

/** Machines that people set up: every change is work for their hands, and is made when they say so. */
export class ManualProvider implements ServerProvider {
  private readonly machines: Machines;

  constructor(private readonly context: PluginContext<ManualConfig>) {
    this.machines = new Machines(context.storage);
  }

  async catalog(): Promise<ProviderCatalog> {
    const { plans, images = [] } = this.context.config;
    const offer = ({ id, name = id }: { readonly id: string; readonly name?: string }) => ({ id, name, available: true });
    return { plans: unique(plans).map(offer), images: unique(images).map(offer), locations: [] };
  }

  async create({ serviceId, spec }: CreateServer, call: CallOptions): Promise<ServerSnapshot> {
    const known = await this.machines.ofService(serviceId);
    if (known && known.state !== 'gone') return this.snapshot(await this.machines.add(known));
    this.expectOffered(spec.plan);
    const generation = (known?.generation ?? 0) + 1;
    const machine = await this.machines.add({
      externalId: generation === 1 ? serviceId : `${serviceId}-${generation}`,
      serviceId,
      generation,
      slot: null,
      hostname: spec.hostname,
      plan: spec.plan,
      image: spec.image ?? null,
      location: spec.location ?? null,
      addons: spec.addons ?? {},
      sshKeys: spec.sshKeys ?? [],
      item: spec.item ?? null,
      state: 'creating',
      addresses: [],
      username: null,
      work: { kind: 'set-up' },
      lastKey: call.idempotencyKey,
      createdAt: this.context.clock.now().toISOString(),
    });
    return this.snapshot(machine);
  }

  async fetch(externalId: string): Promise<ServerSnapshot> {
    const machine = await this.machines.get(externalId);
    return machine ? this.snapshot(machine) : { externalId, state: 'gone', addresses: [] };
  }

  async find(serviceId: string): Promise<ServerSnapshot | undefined> {
    const machine = await this.machines.ofService(serviceId);
    return machine && this.snapshot(machine);
  }

  suspend(externalId: string, reason: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.ask(externalId, call, ({ state }) => (state === 'suspended' ? undefined : { kind: 'suspend', reason }));
  }

  unsuspend(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.ask(externalId, call, ({ state }) => (state === 'suspended' ? { kind: 'resume' } : undefined));
  }

  /** It is the customer's no more at once; the core asks people to wipe it. */
  async terminate(externalId: string): Promise<void> {
    const machine = await this.machines.get(externalId);
    if (machine) await this.machines.put({ ...machine, state: 'gone', work: null });
  }

  power(externalId: string, action: PowerAction, call: CallOptions): Promise<ServerSnapshot> {
    return this.ask(externalId, call, machine => switchWork(notSuspended(machine).state, action));
  }

  async resize(
    externalId: string,
    { plan, addons = {} }: Pick<ServerSpec, 'plan' | 'addons'>,
    call: CallOptions,
  ): Promise<ServerSnapshot> {
    this.expectOffered(plan);
    return this.ask(externalId, call, machine => {
      const isSame = machine.plan === plan && JSON.stringify(machine.addons) === JSON.stringify(addons);
      return isSame ? undefined : { kind: 'resize', plan, addons };
    });
  }

  reinstall(externalId: string, image: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.ask(externalId, call, () => ({ kind: 'reinstall', image }));
  }

  async rename(externalId: string, hostname: string): Promise<ServerSnapshot> {
    const machine = { ...(await this.living(externalId)), hostname };
    await this.machines.put(machine);
    return this.snapshot(machine);
  }

  /** Said a second time it changes nothing. The password goes through and stays nowhere. */
  async finishHandWork(externalId: string, { addresses, username, password }: HandWorkResult): Promise<ServerSnapshot> {
    const machine = await this.living(externalId);
    if (!machine.work) return this.snapshot(machine);
    const done = {
      ...after(machine),
      ...(addresses && addresses.length > 0 && { addresses }),
      ...(username !== undefined && { username }),
    };
    await this.machines.put(done);
    const snapshot = this.snapshot(done);
    return password === undefined ? snapshot : { ...snapshot, credentials: { username: done.username ?? '', password } };
  }

  async list(cursor?: string): Promise<ServerPage> {
    const { machines, next } = await this.machines.page(Number(cursor ?? 0), PAGE);
    const servers = machines
      .filter(({ state }) => state !== 'gone')
      .map(machine => {
        const { credentials: _, handWork: __, ...server } = this.snapshot(machine);
        return { ...server, serviceId: machine.serviceId, createdAt: new Date(machine.createdAt) };
      });
    return { servers, ...(next !== undefined && { next: String(next) }) };
  }

  /** Writes what people have to do, unless it stands so already or was asked for under this key before. */
  private async ask(
    externalId: string,
    { idempotencyKey }: CallOptions,
    workFor: (machine: Machine) => Work | undefined,
  ): Promise<ServerSnapshot> {
    const machine = await this.living(externalId);
    if (machine.lastKey === idempotencyKey) return this.snapshot(machine);
    if (machine.work?.kind === 'set-up') {
      throw PluginFailure.retryable('The machine is not set up yet', { code: 'busy', retryAfterMs: 600_000 });
    }
    const work = workFor(machine);
    if (!work) return this.snapshot(machine.work ? await this.settle({ ...machine, work: null }) : machine);
    return this.snapshot(await this.settle({ ...machine, work, lastKey: idempotencyKey }));
  }

  private async settle(machine: Machine): Promise<Machine> {
    await this.machines.put(machine);
    return machine;
  }

  private async living(externalId: string): Promise<Machine> {
    const machine = await this.machines.get(externalId);
    if (!machine || machine.state === 'gone') throw PluginFailure.final('There is no such machine', { code: 'gone' });
    return machine;
  }

  private expectOffered(plan: string): void {
    if (this.context.config.plans.some(({ id }) => id === plan)) return;
    throw PluginFailure.final(`The configuration "${plan}" is not among those of the settings`, { code: 'unknown-plan' });
  }

  private snapshot(machine: Machine): ServerSnapshot {
    const { externalId, hostname, plan, image, location, username, work } = machine;
    return {
      externalId,
      state: stateOf(machine),
      hostname,
      plan,
      addresses: addressesOf(machine),
      ...(image !== null && { image }),
      ...(location !== null && { location }),
      ...(username !== null && { credentials: { username } }),
      ...(work && { handWork: handWorkFor({ ...machine, work }, this.context.config) }),
    };
  }
}

function notSuspended(machine: Machine): Machine {
  if (machine.state === 'suspended') throw PluginFailure.final('The machine is suspended', { code: 'suspended' });
  return machine;
}

const unique = <Choice extends { readonly id: string }>(choices: readonly Choice[]): readonly Choice[] =>
  choices.filter(({ id }, index) => choices.findIndex(choice => choice.id === id) === index);
