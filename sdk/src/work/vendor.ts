import type { PluginFailure } from '../failure.js';
import type { ServerSnapshot, ServerState } from '../kinds/server-provider.js';

/** The smallest thing that is asked of a vendor for a server. `do` says what; the rest is JSON, for it is remembered. */
export interface WorkStep {
  readonly do: string;
}

/** Something that a vendor was asked to do, as it tells of it afterwards. */
export interface VendorAction {
  readonly id: string;
  /** The vendor's word for it: by this an action is found whose id was lost with an answer. */
  readonly kind: string;
  readonly state: 'running' | 'done' | 'failed';
  /** How far it has come, from 0 to 100, where the vendor says so. */
  readonly percent?: number | undefined;
  /** A short word for why it failed. */
  readonly error?: string | undefined;
}

/** What came of asking: an action to watch, unless all is done at once, and what the answer tells only this time. */
export interface WorkBegun {
  readonly action?: VendorAction | undefined;
  readonly password?: string | undefined;
}

/** How one kind of step is taken. `Any` is every step of the plugin. */
export interface StepRule<Server, Step, Any> {
  /** Whether the server shows that the step need not be taken (any more). */
  readonly isDone: (server: Server, step: Step) => boolean;
  /** Asks the vendor, once; answers nothing when it is done at once. */
  readonly ask: (server: Server, step: Step, signal?: AbortSignal) => Promise<WorkBegun | undefined>;
  /** The kind of its action, where asking twice is not the same as asking once: then a lost answer is looked for first. */
  readonly kind?: string;
  /** What makes up for what came with an answer that was lost, such as a password that is told once. */
  readonly afterLostAnswer?: readonly Any[];
  /** What is done instead when the action has ended and, so long after it was asked for, the server still does not show it. */
  readonly otherwise?: { readonly afterMs: number; readonly step: Any };
}

/** A rule for each kind of step. */
export type StepRules<Server, Step extends WorkStep> = {
  readonly [Kind in Step['do']]: StepRule<Server, StepOf<Step, Kind>, Step>;
};

/** The steps of one kind. */
export type StepOf<Step extends WorkStep, Kind> = Step extends WorkStep ? (Kind extends Step['do'] ? Step : never) : never;

/** What the snapshot of a server is to tell besides what the server shows. */
export interface ServerTold {
  readonly state?: ServerState;
  readonly progress?: { readonly percent: number; readonly step: string };
  readonly password?: string | undefined;
  /** A short word for why what was ordered failed. */
  readonly error?: string | undefined;
}

/** The same, of work of several steps. */
export interface WorkTold<Step> extends ServerTold {
  /** Everything that is or was done in this work. */
  readonly steps: readonly Step[];
}

/** All that work of several steps needs to know of a vendor. */
export interface WorkVendor<Server extends { readonly id: string }, Step extends WorkStep> {
  readonly rules: StepRules<Server, Step>;
  /** `undefined` when it is not there any more. */
  server(id: string): Promise<Server | undefined>;
  /** What was asked for this server lately, by anybody, newest first. */
  actionsOf(server: Server): Promise<readonly VendorAction[]>;
  action(id: string): Promise<VendorAction>;
  /** Whether the server is in motion, so that nothing should be asked for it now. */
  isBusy(server: Server): boolean;
  /** Whether a refusal says only that the server is in motion. */
  saysBusy(failure: PluginFailure): boolean;
  tell(server: Server, told: WorkTold<Step>): ServerSnapshot | Promise<ServerSnapshot>;
}
