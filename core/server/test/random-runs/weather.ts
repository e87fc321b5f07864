import type { SandboxCloud } from '@hostwright/plugin-sandbox-cloud/vendor';
import type { OperationRow } from '../../src/billing/services/index.js';
import type { FaultPoint } from '../../src/platform/faults/index.js';
import type { SlowLine } from '../harness/slow-line.js';
import type { Chance } from './chance.js';

/** What goes wrong in one turn of an operation. */
export type Mishap =
  | { readonly kind: 'provider'; readonly name: string }
  | { readonly kind: 'death'; readonly name: FaultPoint }
  | { readonly kind: 'worker'; readonly name: 'hangs' | 'answered-late' | 'done-at-once' | 'done-again' };

export interface Sky {
  readonly cloud: SandboxCloud;
  readonly line: SlowLine;
}

type Order = (sky: Sky, chance: Chance) => (() => void) | void;

/** Of a provider that is asked to act. */
const OF_CHANGES: Readonly<Record<string, Order>> = {
  'answer-lost': ({ cloud }) => cloud.loseAnswer(),
  'error-after-acting': ({ cloud }) => cloud.failAfterActing(),
  'error-without-acting': ({ cloud }) => (cloud.failNextCreate('unknown'), cloud.failNextChange('unknown')),
};

/** Of a provider that is asked to make a server. */
const OF_CREATIONS: Readonly<Record<string, Order>> = {
  'sold-out': ({ cloud }) => cloud.failNextCreate('final'),
  'given-up-later': ({ cloud }) => cloud.failNextCreate('later'),
};

/** Of any request. */
const OF_ALL: Readonly<Record<string, Order>> = {
  'asked-to-wait': ({ cloud }, chance) => cloud.slowDown(chance.between(1, 120)),
  'in-repair': ({ cloud }) => (cloud.behave('failing'), () => cloud.behave('well')),
  'line-cut': ({ line }) => line.cut(),
};

const DEATHS: readonly FaultPoint[] = ['services/run:before-call', 'services/run:after-call', 'services/run:after-commit'];
const WORKERS = ['hangs', 'answered-late', 'done-at-once', 'done-again'] as const;

const ORDERS = { ...OF_CHANGES, ...OF_CREATIONS, ...OF_ALL };

/** So many of an operation's turns may go wrong; then the sky is clear for it. */
const MOST = 5;

/** Decides what goes wrong in each turn, and keeps count. */
export class Weather {
  readonly counts = new Map<string, number>();
  private readonly endured = new Map<string, number>();
  isClear = false;

  constructor(
    private readonly sky: Sky,
    private chance: Chance,
  ) {}

  /** From now on the dice of another run. */
  follow(chance: Chance): void {
    this.chance = chance;
  }

  /** What goes wrong when an operation that stands like this is worked on. */
  mishap({ id, kind, state }: Pick<OperationRow, 'id' | 'kind' | 'state'>): Mishap | undefined {
    const endured = this.endured.get(id) ?? 0;
    if (this.isClear || endured >= MOST || !this.chance.happens(0.6)) return undefined;
    this.endured.set(id, endured + 1);
    const mishap = this.drawn(state === 'waiting', kind === 'create');
    this.counts.set(mishap.name, (this.counts.get(mishap.name) ?? 0) + 1);
    return mishap;
  }

  /** The returned function lets the sky clear up, where it does not by itself. */
  order(name: string): () => void {
    return ORDERS[name]!(this.sky, this.chance) ?? (() => undefined);
  }

  private drawn(isAsked: boolean, isCreation: boolean): Mishap {
    const provider = [
      ...Object.keys(OF_ALL),
      ...(isAsked ? [...Object.keys(OF_CHANGES), ...Object.keys(OF_CHANGES)] : []),
      ...(isAsked && isCreation && this.chance.happens(0.3) ? Object.keys(OF_CREATIONS) : []),
    ];
    const dice = this.chance.next();
    if (dice < 0.5) return { kind: 'provider', name: this.chance.oneOf(provider) };
    if (dice < 0.75) return { kind: 'death', name: this.chance.oneOf(DEATHS) };
    return { kind: 'worker', name: this.chance.oneOf(WORKERS) };
  }
}
