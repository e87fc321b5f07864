import type { MetricsPoint, ProviderCatalog, ServerAddress, ServerMetrics, ServerSnapshot, ServerState } from '@hostwright/sdk';
import { addressesOf, isSuspended, sizeOfConfig } from './guest-config.js';
import type { Machine, StepName, Work } from './machine.js';
import { optionalNumber, optionalText, type Fields, type GuestRow } from './proxmox-answers.js';
import { kindOf, type ProxmoxConfig } from './settings.js';
import type { Guest, Sight } from './sight.js';
import { planOf, sizeOfPlan, USUAL_PLANS, type Size } from './size.js';

/** How long a change that failed is told; after that the server is again what the cluster shows. */
const FAILURE_TOLD_MS = 5 * 60 * 1000;

const WORDS: Readonly<Record<StepName, string>> = {
  settle: 'waiting for the task before',
  make: 'copying the image',
  configure: 'configuring',
  grow: 'growing the disk',
  resize: 'changing the size',
  apply: 'restarting',
  start: 'starting',
  'shut-down': 'shutting down',
  stop: 'stopping',
  reboot: 'restarting',
  'mark-suspended': 'suspending',
  'unmark-suspended': 'resuming',
  destroy: 'removing',
  rename: 'renaming',
  'set-password': 'setting the password',
  'apply-password': 'setting the password',
  snapshot: 'taking the snapshot',
  'roll-back': 'rolling back',
  'delete-snapshot': 'deleting the snapshot',
};

export const goneSnapshot = (externalId: string): ServerSnapshot => ({ externalId, state: 'gone', addresses: [] });

export function toSnapshot(machine: Machine, sight: Sight, password: string | undefined, now: number): ServerSnapshot {
  const state = stateOf(machine, sight, now);
  if (state === 'gone') return goneSnapshot(machine.externalId);
  const { externalId, work, image, location, user } = machine;
  const guest = sight.kind === 'present' ? sight : undefined;
  const isAtWork = state === 'creating' || state === 'changing';
  return {
    externalId,
    state,
    hostname: (guest && nameIn(guest)) ?? machine.hostname,
    addresses: addressesNow(machine, guest),
    plan: planNow(machine, guest),
    ...(image !== undefined && { image }),
    ...(location !== undefined && { location }),
    ...(isAtWork && work && { progress: progressOf(work) }),
    credentials: { username: user, ...(password !== undefined && { password }) },
    raw: rawOf(machine, guest),
  };
}

export function stateOf(machine: Machine, sight: Sight, now: number): ServerState {
  const told = workState(machine, now);
  if (told) return told;
  if (sight.kind !== 'present') return 'gone';
  if (sight.lock !== undefined) return 'changing';
  return wordOf(optionalText(sight.status, 'status') ?? '', sight.marks.suspended);
}

export const rowState = (row: GuestRow, machine: Machine, now: number): ServerState =>
  workState(machine, now) ?? (row.lock === undefined ? wordOf(row.status, isSuspended(row.tags)) : 'changing');

function workState({ work }: Machine, now: number): ServerState | undefined {
  if (!work) return undefined;
  if (work.failure) return isStillTold(work, now) ? 'failed' : undefined;
  return work.kind === 'create' ? 'creating' : 'changing';
}

/** A status that Proxmox adds tomorrow, and `unknown` on a node that is offline, read as `changing`. */
export function wordOf(status: string, suspended: boolean): ServerState {
  if (status === 'running') return 'running';
  if (status === 'stopped') return suspended ? 'suspended' : 'stopped';
  return 'changing';
}

const isStillTold = ({ kind, failure }: Work, now: number): boolean =>
  kind === 'create' || kind === 'reinstall' || now - (failure?.at ?? 0) < FAILURE_TOLD_MS;

function progressOf({ todo, steps }: Work): NonNullable<ServerSnapshot['progress']> {
  const [step] = todo;
  return {
    percent: Math.round((100 * (steps - todo.length + 0.5)) / (steps + 0.5)),
    step: step === undefined ? 'finishing' : WORDS[step],
  };
}

const nameIn = ({ config, place }: Guest): string | undefined =>
  optionalText(config, place.kind === 'qemu' ? 'name' : 'hostname');

function addressesNow(machine: Machine, guest: Guest | undefined): readonly ServerAddress[] {
  const shown = guest ? addressesOf(guest.config, guest.place.kind) : [];
  if (shown.length > 0) return shown;
  return machine.addresses.map(({ family, address }, index) => ({ family, address, primary: index === 0 }));
}

/** The name that was ordered as long as the guest has that size; what somebody else made of it goes by its own numbers. */
function planNow(machine: Machine, guest: Guest | undefined): string {
  if (!guest || machine.work || guest.lock !== undefined) return machine.plan;
  const shown = sizeOfConfig(guest.config, guest.place.kind);
  return isSame(shown, machine.size) ? machine.plan : planOf(shown);
}

const isSame = (one: Size, other: Size): boolean => one.cores === other.cores && one.memoryMb === other.memoryMb;

function rawOf({ vmid, work }: Machine, guest: Guest | undefined) {
  return {
    vmid,
    ...(guest && {
      node: guest.place.node,
      status: guest.status['status'],
      qmpStatus: guest.status['qmpstatus'],
      lock: guest.lock,
    }),
    ...(work?.todo[0] !== undefined && { step: work.todo[0] }),
    ...(work?.failure && { error: work.failure.text, code: work.failure.code }),
  };
}

export function toCatalog(config: ProxmoxConfig, guests: readonly GuestRow[]): ProviderCatalog {
  const templates = new Set(guests.filter(guest => guest.isTemplate).map(guest => guest.vmid));
  return {
    plans: USUAL_PLANS.map(plan => {
      const { cores = 0, memoryMb = 0, diskGb = 0 } = sizeOfPlan(plan) ?? {};
      return { id: plan, name: plan, available: true, facts: { vcpu: cores, ramGb: memoryMb / 1024, diskGb } };
    }),
    images: distinct(config.images).map(image => ({
      id: image.id,
      name: image.label,
      group: kindOf(image) === 'lxc' ? 'LXC' : 'QEMU',
      available: kindOf(image) === 'lxc' || (image.templates ?? []).some(vmid => templates.has(vmid)),
    })),
    locations: distinct(config.locations ?? []).map(({ id, label }) => ({ id, name: label, available: true })),
  };
}

function distinct<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return items.filter((item, index) => items.findIndex(({ id }) => id === item.id) === index);
}

/** `cpu` is the busy share of all cores together. A row of a time when the guest was off has nothing but its time. */
export function toMetrics(rows: readonly Fields[]): ServerMetrics {
  const last = rows.findLast(row => optionalNumber(row, 'maxmem') !== undefined);
  const points = rows.map(toPoint).toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const memory = last && optionalNumber(last, 'maxmem');
  const cores = last && optionalNumber(last, 'maxcpu');
  return { ...(memory !== undefined && { memoryTotalBytes: memory }), ...(cores !== undefined && { cpuCores: cores }), points };
}

function toPoint(row: Fields): MetricsPoint {
  const cpu = optionalNumber(row, 'cpu');
  const values = {
    cpuPercent: cpu === undefined ? undefined : cpu * (optionalNumber(row, 'maxcpu') ?? 1) * 100,
    memoryBytes: optionalNumber(row, 'mem'),
    diskReadBytesPerSecond: optionalNumber(row, 'diskread'),
    diskWriteBytesPerSecond: optionalNumber(row, 'diskwrite'),
    networkInBytesPerSecond: optionalNumber(row, 'netin'),
    networkOutBytesPerSecond: optionalNumber(row, 'netout'),
  };
  const known = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined && entry[1] >= 0);
  return { at: new Date((optionalNumber(row, 'time') ?? 0) * 1000), ...Object.fromEntries(known) };
}
