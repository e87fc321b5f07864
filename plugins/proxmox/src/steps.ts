import type { PluginContext } from '@hostwright/sdk';
import { describe, ipConfig, networkCard, sizeOfConfig, systemDisk, tagsFor } from './guest-config.js';
import type { Machine, StepName } from './machine.js';
import type { Passwords } from './password.js';
import type { Placement } from './placement.js';
import { optionalText, tagsOf } from './proxmox-answers.js';
import type { Parameters, ProxmoxClient } from './proxmox-client.js';
import { hasCode } from './proxmox-failure.js';
import { bridgeOf, kindOf, type ProxmoxConfig } from './settings.js';
import type { Guest, Sight } from './sight.js';

export interface Tools {
  readonly context: PluginContext<ProxmoxConfig>;
  readonly client: ProxmoxClient;
  readonly placement: Placement;
  readonly passwords: Passwords;
}

export interface StartedTask {
  readonly node: string;
  readonly upid: string;
}

/** One thing that is done at the cluster. Where its result shows, it is never done twice. */
interface Step {
  isDone(sight: Sight, machine: Machine, tools: Tools): boolean | Promise<boolean>;
  /** Answers the task that was begun, or nothing when it is done at once. */
  act(sight: Sight, machine: Machine, tools: Tools): Promise<StartedTask | undefined>;
  /** The task to look for when its name was lost, where doing it twice would not be the same as doing it once. */
  readonly task?: { readonly qemu: string; readonly lxc: string };
}

const SHUTDOWN_SECONDS = 90;

export const STEPS: Readonly<Record<StepName, Step>> = {
  /** Waits for a task that other work left behind; how it ended does not matter. */
  settle: { isDone: () => true, act: async () => undefined },

  make: {
    isDone: (sight, machine) => sight.kind === 'present' && sight.marks.build === machine.build,
    act: async (_, machine, tools) => {
      const { client, placement, context } = tools;
      const image = placement.image(machine.image);
      const cluster = await client.cluster();
      const { node, template } = await placement.choose(image, machine.size, machine.location, cluster, client);
      if (!template) return { node, upid: await client.createContainer(node, await containerParameters(machine, tools)) };
      const upid = await client.clone(template, {
        newid: machine.vmid,
        name: machine.hostname,
        full: 1,
        storage: context.config.storage,
        description: describe(machine.serviceId ?? '', machine.build),
        ...(context.config.pool && { pool: context.config.pool }),
        ...(node !== template.node && { target: node }),
      });
      return { node: template.node, upid };
    },
  },

  configure: {
    isDone: sight => sight.kind === 'present' && sight.marks.isTagged,
    act: onGuest(async (guest, machine, tools) => {
      const parameters = await machineParameters(guest, machine, tools);
      await tools.client.configure(guest.place, parameters);
    }),
  },

  grow: {
    isDone: (sight, { size, kind }) => {
      const disk = sight.kind === 'present' ? systemDisk(sight.config, kind) : undefined;
      return disk !== undefined && disk.sizeGb >= size.diskGb;
    },
    act: onGuest(async (guest, { size, kind }, { client }) => {
      const disk = systemDisk(guest.config, kind)?.key ?? (kind === 'lxc' ? 'rootfs' : 'scsi0');
      return { node: guest.place.node, upid: await client.grow(guest.place, disk, size.diskGb) };
    }),
  },

  resize: {
    isDone: (sight, { size, kind }) => {
      if (sight.kind !== 'present') return false;
      const { cores, memoryMb } = sizeOfConfig(sight.config, kind);
      return cores === size.cores && memoryMb === size.memoryMb;
    },
    act: onGuest(async (guest, { size, kind }, { client }) => {
      await client.configure(guest.place, sizeParameters(size, kind === 'qemu'));
    }),
  },

  apply: {
    isDone: async (sight, { kind }, { client }) => {
      if (sight.kind !== 'present' || !isRunning(sight) || kind === 'lxc') return true;
      const waiting = await client.pending(sight.place);
      return !waiting.some(key => ['cores', 'sockets', 'memory'].includes(key));
    },
    act: onGuest(reboot),
  },

  start: {
    isDone: sight => sight.kind === 'present' && isRunning(sight),
    act: onGuest(async (guest, _, { client }) => start(guest, client)),
  },

  'shut-down': {
    isDone: sight => sight.kind === 'present' && isStopped(sight),
    act: onGuest(async (guest, _, { client }) => {
      const parameters = { timeout: SHUTDOWN_SECONDS, forceStop: 1 };
      return { node: guest.place.node, upid: await client.power(guest.place, 'shutdown', parameters) };
    }),
  },

  stop: {
    isDone: sight => sight.kind !== 'present' || isStopped(sight),
    act: onGuest(async (guest, _, { client }) => {
      return { node: guest.place.node, upid: await client.power(guest.place, 'stop', { 'overrule-shutdown': 1 }) };
    }),
  },

  reboot: {
    isDone: () => false,
    act: onGuest(async (guest, machine, tools) =>
      isRunning(guest) ? reboot(guest, machine, tools) : start(guest, tools.client),
    ),
    task: { qemu: 'qmreboot', lxc: 'vzreboot' },
  },

  'mark-suspended': {
    isDone: sight => sight.kind === 'present' && sight.marks.suspended,
    act: onGuest((guest, machine, tools) => mark(guest, machine, tools, true)),
  },

  'unmark-suspended': {
    isDone: sight => sight.kind === 'present' && !sight.marks.suspended,
    act: onGuest((guest, machine, tools) => mark(guest, machine, tools, false)),
  },

  destroy: {
    isDone: (sight, { build, work }) =>
      sight.kind !== 'present' || (work?.kind === 'reinstall' && sight.marks.build === build && sight.lock === undefined),
    act: onGuest(async (guest, _, { client }) => ({ node: guest.place.node, upid: await client.destroy(guest.place) })),
  },

  rename: {
    isDone: (sight, { hostname, kind }) =>
      sight.kind === 'present' && optionalText(sight.config, kind === 'qemu' ? 'name' : 'hostname') === hostname,
    act: onGuest(async (guest, { hostname, kind }, { client }) => {
      await client.configure(guest.place, { [kind === 'qemu' ? 'name' : 'hostname']: hostname });
    }),
  },

  'set-password': {
    isDone: () => false,
    act: onGuest(async (guest, { externalId, user }, { client, passwords }) => {
      await client.configure(guest.place, { ciuser: user, cipassword: await passwords.toSet(externalId) });
    }),
  },

  'apply-password': {
    isDone: sight => sight.kind === 'present' && !isRunning(sight),
    act: onGuest(async (guest, machine, tools) => {
      const { client, passwords } = tools;
      if (!/^(1|enabled=1)/.test(optionalText(guest.config, 'agent') ?? '')) return reboot(guest, machine, tools);
      try {
        await client.pingAgent(guest.place);
        await client.setUserPassword(guest.place, machine.user, await passwords.toSet(machine.externalId));
        return undefined;
      } catch (error) {
        // The template wants an agent and the system has none that answers: cloud-init does it at the next start.
        if (hasCode(error, 'no-agent', 'not-running')) return reboot(guest, machine, tools);
        throw error;
      }
    }),
    task: { qemu: 'qmreboot', lxc: 'vzreboot' },
  },

  snapshot: {
    isDone: (sight, machine, tools) => hasSnapshot(sight, machine, tools),
    act: onGuest(async (guest, { work }, { client }) => {
      const upid = await client.takeSnapshot(guest.place, work?.snapshot ?? '', work?.snapshotNote ?? '');
      return { node: guest.place.node, upid };
    }),
  },

  'roll-back': {
    isDone: () => false,
    act: onGuest(async (guest, { work }, { client }) => {
      return { node: guest.place.node, upid: await client.rollBack(guest.place, work?.snapshot ?? '') };
    }),
    task: { qemu: 'qmrollback', lxc: 'vzrollback' },
  },

  'delete-snapshot': {
    isDone: async (sight, machine, tools) => !(await hasSnapshot(sight, machine, tools)),
    act: onGuest(async (guest, { work }, { client }) => {
      return { node: guest.place.node, upid: await client.deleteSnapshot(guest.place, work?.snapshot ?? '') };
    }),
  },
};

export const isRunning = (guest: Guest): boolean => optionalText(guest.status, 'status') === 'running';
export const isStopped = (guest: Guest): boolean => optionalText(guest.status, 'status') === 'stopped';

type OnGuest = (guest: Guest, machine: Machine, tools: Tools) => Promise<StartedTask | undefined | void>;

/** A step that needs its guest does nothing without it; the driver sees that it is gone. */
function onGuest(act: OnGuest): Step['act'] {
  return async (sight, machine, tools) =>
    sight.kind === 'present' ? ((await act(sight, machine, tools)) ?? undefined) : undefined;
}

async function start(guest: Guest, client: ProxmoxClient): Promise<StartedTask> {
  return { node: guest.place.node, upid: await client.power(guest.place, 'start') };
}

async function reboot(guest: Guest, _: Machine, { client }: Tools): Promise<StartedTask> {
  return { node: guest.place.node, upid: await client.power(guest.place, 'reboot', { timeout: SHUTDOWN_SECONDS }) };
}

async function hasSnapshot(sight: Sight, { work }: Machine, { client }: Tools): Promise<boolean> {
  if (sight.kind !== 'present') return false;
  return (await client.snapshots(sight.place)).some(row => row['name'] === work?.snapshot);
}

async function mark(guest: Guest, machine: Machine, { client }: Tools, suspended: boolean): Promise<void> {
  const tags = tagsFor(machine.serviceId, suspended, tagsOf(optionalText(guest.config, 'tags')));
  await client.configure(guest.place, { onboot: suspended ? 0 : 1, ...(tags === '' ? { delete: 'tags' } : { tags }) });
}

const sizeParameters = ({ cores, memoryMb }: Machine['size'], isMachine: boolean): Parameters => ({
  cores,
  ...(isMachine && { sockets: 1 }),
  memory: memoryMb,
});

/** Everything that makes the copy of a template the server that was ordered, in one change: its tag says that it was made. */
async function machineParameters(guest: Guest, machine: Machine, { context, passwords }: Tools): Promise<Parameters> {
  const { externalId, serviceId, addresses, sshKeys, mac, hostname, size, user } = machine;
  const [first] = addresses;
  const nameservers = addresses.flatMap(address => address.nameservers);
  const card = networkCard(optionalText(guest.config, 'net0'), {
    bridge: bridgeOf(context.config),
    ...(mac !== undefined && { mac }),
    ...(first?.vlan !== undefined && { vlan: first.vlan }),
  });
  return {
    ...sizeParameters(size, true),
    name: hostname,
    net0: card,
    ipconfig0: ipConfig(addresses),
    ...(nameservers.length > 0 && { nameserver: nameservers.join(' ') }),
    ciuser: user,
    cipassword: await passwords.toSet(externalId),
    // The keys are one URL-encoded text, which is encoded again as a value of the form.
    ...(sshKeys.length > 0 && { sshkeys: encodeURIComponent(sshKeys.join('\n')) }),
    onboot: 1,
    tags: tagsFor(serviceId, false),
  };
}

async function containerParameters(machine: Machine, { context, placement, passwords }: Tools): Promise<Parameters> {
  const { config } = context;
  const { externalId, serviceId, vmid, hostname, size, addresses, sshKeys, mac, build } = machine;
  const image = placement.image(machine.image);
  const vlan = addresses[0]?.vlan;
  const nameservers = addresses.flatMap(address => address.nameservers);
  const card = [
    'name=eth0',
    `bridge=${bridgeOf(config)}`,
    ...(mac === undefined ? [] : [`hwaddr=${mac}`]),
    ...(vlan === undefined ? [] : [`tag=${vlan}`]),
    ipConfig(addresses),
  ];
  return {
    vmid,
    ostemplate: kindOf(image) === 'lxc' ? (image.ostemplate ?? '') : '',
    hostname,
    cores: size.cores,
    memory: size.memoryMb,
    swap: 0,
    rootfs: `${config.storage}:${size.diskGb}`,
    net0: card.join(','),
    ...(nameservers.length > 0 && { nameserver: nameservers.join(' ') }),
    password: await passwords.toSet(externalId),
    ...(sshKeys.length > 0 && { 'ssh-public-keys': sshKeys.join('\n') }),
    unprivileged: 1,
    onboot: 1,
    ...(config.pool && { pool: config.pool }),
    tags: tagsFor(serviceId, false),
    description: describe(serviceId ?? '', build),
  };
}
