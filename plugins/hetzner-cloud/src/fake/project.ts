import { randomBytes } from 'node:crypto';
import type { Clock } from '@hostwright/sdk';
import { FakeCatalog, type FakeImage } from './catalog.js';
import type { FakeAction, FakeServer } from './fake-server.js';
import { Refusal } from './refusal.js';

export interface FakeKey {
  readonly id: number;
  readonly name: string;
  readonly public_key: string;
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly created: string;
}

/** Everything in one project, and how time passes in it. */
export class Project {
  readonly catalog = new FakeCatalog();
  readonly servers = new Map<number, FakeServer>();
  readonly snapshots = new Map<number, FakeImage>();
  readonly keys: FakeKey[] = [];
  readonly actions: FakeAction[] = [];
  /** `type@location` that are sold out. */
  readonly soldOut = new Set<string>();
  serverLimit = 1000;
  /** Whether work is over as soon as it is begun. */
  isHurried = false;
  private lastId = 40_000;

  constructor(
    private readonly clock: Clock,
    private readonly workMs: number | undefined,
  ) {}

  nextId(): number {
    this.lastId += 10;
    return this.lastId;
  }

  now(): Date {
    return this.clock.now();
  }

  newPassword(): string {
    return randomBytes(12).toString('base64url');
  }

  isLocked({ id }: FakeServer): boolean {
    return this.actions.some(({ serverId, status }) => serverId === id && status === 'running');
  }

  /** One action at a time: another is refused until it is over. */
  begin(server: FakeServer, command: string, effect: () => void): FakeAction {
    if (this.isLocked(server)) throw new Refusal(423, 'locked', 'server is locked');
    return this.queue(server, command, effect);
  }

  queue({ id: serverId }: FakeServer, command: string, effect: () => void): FakeAction {
    const startedAt = this.now().getTime();
    const action: FakeAction = { id: this.nextId(), command, serverId, startedAt, status: 'running', effect, error: null };
    this.actions.push(action);
    if (this.isHurried) this.finish(action);
    return action;
  }

  /** What would be over by now. */
  passTime(): void {
    const { workMs } = this;
    if (workMs === undefined) return;
    const over = this.running().filter(({ startedAt }) => this.now().getTime() - startedAt >= workMs);
    for (const action of over) this.finish(action);
  }

  finishAll(): void {
    for (const action of this.running()) this.finish(action);
  }

  /** The work under way comes to nothing. */
  failAll(code: string): void {
    for (const action of this.running()) {
      action.status = 'error';
      action.error = { code, message: `the action has failed: ${code}` };
    }
  }

  private finish(action: FakeAction): void {
    action.status = 'success';
    if (this.servers.has(action.serverId)) action.effect();
  }

  private running(): readonly FakeAction[] {
    return this.actions.filter(({ status }) => status === 'running');
  }
}
