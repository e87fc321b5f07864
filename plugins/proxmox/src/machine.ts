import { randomUUID } from 'node:crypto';
import { PluginFailure, type PluginContext } from '@hostwright/sdk';
import type { HeldAddress } from './addresses.js';
import type { GuestKind } from './settings.js';
import type { Size } from './size.js';

export type StepName =
  | 'settle'
  | 'make'
  | 'configure'
  | 'grow'
  | 'start'
  | 'shut-down'
  | 'stop'
  | 'reboot'
  | 'apply'
  | 'mark-suspended'
  | 'unmark-suspended'
  | 'resize'
  | 'destroy'
  | 'rename'
  | 'set-password'
  | 'apply-password'
  | 'snapshot'
  | 'roll-back'
  | 'delete-snapshot';

export type WorkKind = 'create' | 'change' | 'reinstall' | 'terminate';

export interface Task {
  readonly node: string;
  readonly upid: string;
}

/** What is being done to a server, step by step. It is written down before each step and after it. */
export interface Work {
  readonly kind: WorkKind;
  readonly todo: readonly StepName[];
  readonly steps: number;
  /** The intent of the core that began it: the same call again goes on with it. */
  readonly key: string;
  readonly snapshot?: string;
  readonly snapshotNote?: string;
  /** When the step at the head was asked for whose task is not known (yet). */
  readonly askedAt?: number;
  readonly task?: Task;
  /** How often the step was begun and given up by Proxmox for a reason that passes. */
  readonly tries?: number;
  readonly failure?: { readonly code: string; readonly text: string; readonly at: number; readonly publicMessage?: string };
}

/** What we know of a server beside what the cluster shows. */
export interface Machine {
  /** Name with the core. */
  readonly externalId: string;
  readonly serviceId?: string;
  readonly vmid: number;
  readonly kind: GuestKind;
  /** Counts the systems that it was given. */
  readonly build: number;
  readonly hostname: string;
  readonly plan: string;
  readonly size: Size;
  readonly image?: string;
  readonly location?: string;
  readonly user: string;
  readonly sshKeys: readonly string[];
  readonly addresses: readonly HeldAddress[];
  readonly mac?: string;
  readonly createdAt: number;
  readonly work?: Work;
  /** Intents of the core that were carried out: the same one again is not carried out twice. */
  readonly done?: readonly string[];
  /** Tasks that were met already: a task found in the list that is not among them is the one we lost. */
  readonly seen?: readonly string[];
}

const MOST_SEEN = 12;
const MOST_DONE = 8;
/** Longer than any call of the core lasts, so that whoever holds the lease after that has died. */
const LEASE_MS = 75_000;

/** What is written down of servers, and who may work on one of them now. */
export class Machines {
  constructor(private readonly context: PluginContext) {}

  read(externalId: string): Promise<Machine | undefined> {
    return this.context.storage.get<Machine>(keyOf(externalId));
  }

  async save(machine: Machine): Promise<Machine> {
    await this.context.storage.set(keyOf(machine.externalId), machine);
    return machine;
  }

  async forget(machine: Machine): Promise<void> {
    for (const { address } of machine.addresses) await this.release(addressKey(address), machine.externalId);
    await this.release(vmidKey(machine.vmid), machine.externalId);
    await this.context.storage.delete(keyOf(machine.externalId));
  }

  /** Sets a number or an address aside; false when somebody else has it. */
  async claim(key: string, owner: string, ttlMs?: number): Promise<boolean> {
    if (await this.context.storage.add(key, owner, ttlMs === undefined ? {} : { ttlMs })) return true;
    return (await this.context.storage.get<string>(key)) === owner;
  }

  async keep(key: string, owner: string): Promise<void> {
    await this.context.storage.set(key, owner);
  }

  /** Somebody outside has it: nobody of ours is to try it again for a while. */
  async giveAway(key: string, owner: string, ttlMs: number): Promise<void> {
    if ((await this.context.storage.get<string>(key)) === owner) await this.context.storage.set(key, 'elsewhere', { ttlMs });
  }

  /** Nobody's any more, unless it has become somebody else's. */
  async release(key: string, owner: string): Promise<void> {
    if ((await this.context.storage.get<string>(key)) === owner) await this.context.storage.delete(key);
  }

  ownerOf(key: string): Promise<string | undefined> {
    return this.context.storage.get<string>(key);
  }

  /** Does the work unless somebody else is at this server; then `undefined`. */
  async alone<T>(externalId: string, work: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
    const key = `lease/${externalId}`;
    const holder = randomUUID();
    if (!(await this.context.storage.add(key, holder, { ttlMs: LEASE_MS }))) return undefined;
    try {
      return { result: await work() };
    } finally {
      await this.release(key, holder);
    }
  }

  get now(): number {
    return this.context.clock.now().getTime();
  }
}

export const vmidKey = (vmid: number): string => `vmid/${vmid}`;
export const addressKey = (address: string): string => `address/${address}`;
const keyOf = (externalId: string): string => `server/${externalId}`;

export const withDone = (machine: Machine, key: string): readonly string[] => [key, ...(machine.done ?? [])].slice(0, MOST_DONE);

export const withSeen = (machine: Machine, upid: string): readonly string[] =>
  [upid, ...(machine.seen ?? [])].slice(0, MOST_SEEN);

export const BUSY = (): PluginFailure =>
  PluginFailure.retryable('The server is being worked on', { code: 'busy', retryAfterMs: 3000 });
