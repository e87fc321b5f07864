import type { ServerSnapshot } from '../kinds/server-provider.js';
import { PluginFailure } from '../failure.js';
import type { WorkBegun, StepRules, VendorAction, WorkTold, WorkVendor } from './vendor.js';

export interface Machine {
  readonly id: string;
  readonly isOn: boolean;
  readonly size: string;
  readonly disk: string;
  readonly isBusy: boolean;
  readonly mark: string;
}

export type Step =
  | { readonly do: 'listen' | 'off' | 'on' | 'restart' | 'password' }
  | { readonly do: 'grow'; readonly size: string }
  | { readonly do: 'wipe'; readonly disk: string }
  | { readonly do: 'mark'; readonly mark: string };

/** How a request of a process goes out: some die of it. */
export type Line = <T>(send: () => Promise<T>) => Promise<T>;

interface Deed extends VendorAction {
  readonly machine: string;
  readonly effect: Partial<Machine>;
}

/** A vendor in memory. What it is asked for takes until `finish`, and it does one thing for a machine at a time. */
export class MakeBelieveVendor {
  readonly asked: string[] = [];
  /** Requests of every kind. */
  requests = 0;
  listens = true;
  readonly refusals = new Map<string, PluginFailure>();
  /** What fails when it is over. */
  breaks: string | undefined;
  private loses: string | undefined;
  private readonly machines = new Map<string, Machine>();
  private deeds: readonly Deed[] = [];
  private passwords = 0;

  /** One that runs. */
  add(id: string): Machine {
    const machine = { id, isOn: true, size: 'small', disk: 'old', isBusy: false, mark: '' };
    this.machines.set(id, machine);
    return machine;
  }

  remove(id: string): void {
    this.machines.delete(id);
  }

  of(id: string): Machine {
    return this.machines.get(id)!;
  }

  change(id: string, words: Partial<Machine>): void {
    this.machines.set(id, { ...this.of(id), ...words });
  }

  count(what: string): number {
    return this.asked.filter(one => one === what).length;
  }

  /** The next request for this acts, and its answer does not arrive. */
  loseAnswerOf(what: string): void {
    this.loses = what;
  }

  /** Everything under way is over. */
  finish(): void {
    const running = this.deeds.filter(({ state }) => state === 'running');
    this.deeds = this.deeds.map(deed =>
      deed.state === 'running' ? { ...deed, state: this.breaks === deed.kind ? 'failed' : 'done' } : deed,
    );
    for (const { machine, effect, kind } of running) if (this.breaks !== kind) this.change(machine, effect);
  }

  /** The vendor as a plugin describes it, through the line of one process. */
  behind(line: Line = send => send()): WorkVendor<Machine, Step> {
    const read = <T>(answer: () => T): Promise<T> =>
      line(async () => {
        this.requests += 1;
        return answer();
      });
    const act = (id: string, what: string, effect: Partial<Machine>, password?: string): Promise<WorkBegun> =>
      line(async () => this.act(id, what, effect, password));
    return {
      rules: rulesWith(act, this),
      server: id => read(() => this.machines.get(id)),
      actionsOf: ({ id }) => read(() => this.deeds.filter(({ machine }) => machine === id).toReversed()),
      action: id => read(() => this.deeds.find(deed => deed.id === id)!),
      isBusy: ({ isBusy }) => isBusy,
      saysBusy: ({ code }) => code === 'busy',
      tell,
    };
  }

  newPassword(): string {
    this.passwords += 1;
    return `password-${this.passwords}`;
  }

  private act(machine: string, kind: string, effect: Partial<Machine>, password?: string): WorkBegun {
    this.requests += 1;
    const refusal = this.refusals.get(kind);
    if (refusal) throw refusal;
    const isAtIt = this.deeds.some(deed => deed.machine === machine && deed.state === 'running');
    if (isAtIt) throw PluginFailure.retryable('The machine is being worked on', { code: 'busy' });
    this.asked.push(kind);
    if (kind === 'mark') {
      this.change(machine, effect);
      return {};
    }
    const action: Deed = { id: `deed-${this.deeds.length + 1}`, kind, state: 'running', machine, effect };
    this.deeds = [...this.deeds, action];
    if (this.loses !== kind) return { action, password };
    this.loses = undefined;
    throw PluginFailure.unknown('The line broke', { code: 'no-answer' });
  }
}

type Act = (id: string, what: string, effect: Partial<Machine>, password?: string) => Promise<WorkBegun>;

const never = () => false;

const rulesWith = (act: Act, vendor: MakeBelieveVendor): StepRules<Machine, Step> => ({
  listen: {
    isDone: ({ isOn }) => !isOn,
    ask: ({ id }) => act(id, 'listen', vendor.listens ? { isOn: false } : {}),
    otherwise: { afterMs: 60_000, step: { do: 'off' } },
  },
  off: { isDone: ({ isOn }) => !isOn, ask: ({ id }) => act(id, 'off', { isOn: false }) },
  on: { isDone: ({ isOn }) => isOn, ask: ({ id }) => act(id, 'on', { isOn: true }) },
  restart: { isDone: never, ask: ({ id }) => act(id, 'restart', { isOn: true }), kind: 'restart' },
  password: { isDone: never, ask: ({ id }) => act(id, 'password', {}, vendor.newPassword()) },
  grow: {
    isDone: (machine, { size }) => machine.size === size,
    ask: ({ id }, { size }) => act(id, 'grow', { size }),
    kind: 'grow',
  },
  wipe: {
    isDone: never,
    ask: ({ id }, { disk }) => act(id, 'wipe', { disk }, vendor.newPassword()),
    kind: 'wipe',
    afterLostAnswer: [{ do: 'password' }],
  },
  mark: { isDone: (machine, { mark }) => machine.mark === mark, ask: ({ id }, { mark }) => act(id, 'mark', { mark }) },
});

const tell = ({ id, isOn, size, disk }: Machine, { state, progress, password, error }: WorkTold<Step>): ServerSnapshot => ({
  externalId: id,
  state: state ?? (isOn ? 'running' : 'stopped'),
  addresses: [],
  plan: size,
  image: disk,
  ...(progress && { progress }),
  ...(password !== undefined && { credentials: { username: 'root', password } }),
  raw: { error },
});
