import type { CallOptions } from '../context.js';

/** `image` and `location` are absent where the provider has no such choice: shared hosting, a single site. */
export interface ServerSpec {
  readonly plan: string;
  readonly hostname: string;
  readonly image?: string;
  readonly location?: string;
  readonly addons?: Readonly<Record<string, string | number | boolean>>;
  readonly sshKeys?: readonly string[];
  readonly userData?: string;
}

export type ServerState = 'creating' | 'running' | 'stopped' | 'suspended' | 'changing' | 'failed' | 'gone';

export interface ServerSnapshot {
  readonly externalId: string;
  readonly state: ServerState;
  readonly hostname?: string;
  readonly addresses: readonly { readonly family: 4 | 6; readonly address: string; readonly primary: boolean }[];
  readonly plan?: string;
  readonly image?: string;
  readonly location?: string;
  /** Where work in progress stands, for the customer who watches: percent from 0 to 100 and the provider's word for the step. */
  readonly progress?: { readonly percent: number; readonly step: string };
  /** What the customer sees once; stored encrypted, shown in the cabinet. */
  readonly credentials?: { readonly username: string; readonly password?: string };
  readonly traffic?: { readonly usedBytes: bigint; readonly includedBytes: bigint };
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
  /** A server that is not there any more is a snapshot in state `gone`, not a failure. */
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
  /** A short-lived address of the console or of the control panel, signed in. */
  access?(externalId: string, target: 'console' | 'panel'): Promise<{ readonly url: string; readonly expiresAt: Date }>;
}
