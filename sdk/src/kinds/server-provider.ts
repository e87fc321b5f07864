import type { CallOptions } from '../context.js';
import type {
  ConsoleSession,
  DiskSnapshot,
  HandWork,
  HandWorkResult,
  MetricsRange,
  PanelAccess,
  ServerMetrics,
  ServerPage,
  ServerUsage,
} from './server-extras.js';

/** `image` and `location` are absent where the provider has no such choice: shared hosting, a single site. */
export interface ServerSpec {
  readonly plan: string;
  readonly hostname: string;
  readonly image?: string;
  readonly location?: string;
  readonly addons?: Readonly<Record<string, string | number | boolean>>;
  readonly sshKeys?: readonly string[];
  readonly userData?: string;
  /** The piece of the shop's inventory that was set aside for this service: a machine that exists already. */
  readonly item?: { readonly id: string; readonly name: string; readonly facts: Readonly<Record<string, string>> };
}

/** A usable address; `reverseName` is what a lookup of the address answers (PTR, RFC 1035). */
export interface ServerAddress {
  readonly family: 4 | 6;
  readonly address: string;
  readonly primary: boolean;
  readonly reverseName?: string;
}

export type ServerState = 'creating' | 'running' | 'stopped' | 'suspended' | 'changing' | 'failed' | 'gone';

export interface ServerSnapshot {
  readonly externalId: string;
  readonly state: ServerState;
  readonly hostname?: string;
  readonly addresses: readonly ServerAddress[];
  readonly plan?: string;
  readonly image?: string;
  readonly location?: string;
  /** Where work in progress stands, for the customer who watches: percent from 0 to 100 and the provider's word for the step. */
  readonly progress?: { readonly percent: number; readonly step: string };
  /** What the customer sees once; stored encrypted, shown in the cabinet. */
  readonly credentials?: { readonly username: string; readonly password?: string };
  readonly traffic?: { readonly usedBytes: bigint; readonly includedBytes: bigint };
  /** Whether it runs a rescue system instead of its own. */
  readonly rescue?: boolean;
  /** Present while people must do something; the state is `creating` or `changing` until they have. */
  readonly handWork?: HandWork;
  /** The provider's own words, for staff who look closer; never a secret. */
  readonly raw?: unknown;
}

export interface CatalogItem {
  readonly id: string;
  readonly name: string;
  readonly group?: string;
  readonly available: boolean;
  readonly facts?: Readonly<Record<string, string | number>>;
}

export interface ProviderCatalog {
  readonly plans: readonly CatalogItem[];
  readonly images: readonly CatalogItem[];
  readonly locations: readonly CatalogItem[];
}

export type PowerAction = 'start' | 'stop' | 'restart' | 'force-stop';

export interface CreateServer {
  readonly serviceId: string;
  readonly spec: ServerSpec;
}

/** Makes and keeps servers at one provider. */
export interface ServerProvider {
  catalog(): Promise<ProviderCatalog>;
  /** Labels the new server with `serviceId`, so that `find` can meet it again after a lost answer. */
  create(request: CreateServer, call: CallOptions): Promise<ServerSnapshot>;
  /**
   * A server that is not there any more is a snapshot in state `gone`, not a failure. While a server is worked on it is asked
   * for again and again; where the work has several steps, this is where the next one is taken.
   */
  fetch(externalId: string): Promise<ServerSnapshot>;
  find(serviceId: string): Promise<ServerSnapshot | undefined>;
  suspend(externalId: string, reason: string, call: CallOptions): Promise<ServerSnapshot>;
  unsuspend(externalId: string, call: CallOptions): Promise<ServerSnapshot>;
  /** Succeeds when the server is already gone. */
  terminate(externalId: string, call: CallOptions): Promise<void>;
  power?(externalId: string, action: PowerAction, call: CallOptions): Promise<ServerSnapshot>;
  resize?(externalId: string, spec: Pick<ServerSpec, 'plan' | 'addons'>, call: CallOptions): Promise<ServerSnapshot>;
  reinstall?(externalId: string, image: string, call: CallOptions): Promise<ServerSnapshot>;
  resetPassword?(externalId: string, call: CallOptions): Promise<ServerSnapshot>;
  /** Ends the work that a snapshot's `handWork` asked for; needed by providers that ask for any. */
  finishHandWork?(externalId: string, result: HandWorkResult, call: CallOptions): Promise<ServerSnapshot>;
  rename?(externalId: string, hostname: string, call: CallOptions): Promise<ServerSnapshot>;

  /**
   * Every server that the account holds, ours or not, in pages. It only tells: while many servers are worked on, every second
   * look at each is a look into one list for all, and the others are a `fetch`.
   */
  list?(cursor?: string): Promise<ServerPage>;

  listSnapshots?(externalId: string): Promise<readonly DiskSnapshot[]>;
  /** The name is the core's and used once for a server: where there is one of this name, it is the one that was asked for. */
  createSnapshot?(externalId: string, name: string, call: CallOptions): Promise<ServerSnapshot>;
  restoreSnapshot?(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot>;
  /** Succeeds when it is already gone. */
  deleteSnapshot?(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot>;

  /** Starts the server in a rescue system, or in its own again. Credentials of the rescue system come with the answer. */
  setRescue?(externalId: string, on: boolean, call: CallOptions): Promise<ServerSnapshot>;
  /** Without a name the provider's own default comes back. */
  setReverseName?(externalId: string, address: string, name: string | undefined, call: CallOptions): Promise<ServerSnapshot>;

  metrics?(externalId: string, range: MetricsRange): Promise<ServerMetrics>;
  usage?(externalId: string): Promise<ServerUsage>;
  openConsole?(externalId: string): Promise<ConsoleSession>;
  /** The web panel of a hosting account, signed in as its owner. Made on the click, never kept. */
  openPanel?(externalId: string): Promise<PanelAccess>;
}
