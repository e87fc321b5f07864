import type { Clock } from '@hostwright/sdk';
import type { FakeImage, FakeRegion, FakeSize } from './catalog.js';
import { unprocessable } from './refusal.js';

/** A droplet and what is known of it only inside of DigitalOcean. */
export interface FakeDroplet {
  readonly id: number;
  name: string;
  status: string;
  size: FakeSize;
  disk: number;
  readonly region: FakeRegion;
  image: FakeImage;
  readonly created_at: string;
  readonly userData: string | undefined;
  readonly hasIpv6: boolean;
  readonly tags: Set<string>;
  /** Whether its system answers the power button. */
  listens: boolean;
  /** A word of tomorrow. */
  word: string | undefined;
}

export interface FakeAction {
  readonly id: number;
  readonly type: string;
  readonly droplet: FakeDroplet;
  readonly startedAt: number;
  status: 'in-progress' | 'completed' | 'errored';
  /** What has happened when it is over. */
  readonly effect: () => void;
}

export interface FakeCopy extends FakeImage {
  readonly dropletId: number;
}

export interface FakeKey {
  readonly id: number;
  readonly name: string;
  readonly public_key: string;
  readonly fingerprint: string;
}

/** Everything in one account, and how time passes in it. */
export class Account {
  readonly droplets = new Map<number, FakeDroplet>();
  readonly copies = new Map<number, FakeCopy>();
  readonly actions: FakeAction[] = [];
  readonly keys: FakeKey[] = [];
  readonly tags = new Set<string>();
  /** `size@region` that are sold out. */
  readonly soldOut = new Set<string>();
  dropletLimit = 1000;
  /** Whether work is over as soon as it is begun. */
  isHurried = false;
  private lastId = 400_000;

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

  isLocked(droplet: FakeDroplet): boolean {
    return this.running().some(action => action.droplet === droplet);
  }

  /** One action at a time: another is refused until it is over. */
  begin(droplet: FakeDroplet, type: string, effect: () => void): FakeAction {
    if (this.isLocked(droplet)) throw unprocessable('Droplet already has a pending event.');
    const action: FakeAction = {
      id: this.nextId(),
      type,
      droplet,
      startedAt: this.now().getTime(),
      status: 'in-progress',
      effect,
    };
    this.actions.push(action);
    if (this.isHurried) this.finish(action);
    return action;
  }

  /** What would be over by now. */
  passTime(): void {
    const { workMs } = this;
    if (workMs === undefined) return;
    for (const action of this.running()) if (this.now().getTime() - action.startedAt >= workMs) this.finish(action);
  }

  finishAll(): void {
    for (const action of this.running()) this.finish(action);
  }

  /** The work under way comes to nothing. */
  failAll(): void {
    for (const action of this.running()) action.status = 'errored';
  }

  private finish(action: FakeAction): void {
    action.status = 'completed';
    action.effect();
  }

  private running(): readonly FakeAction[] {
    return this.actions.filter(({ status }) => status === 'in-progress');
  }
}
