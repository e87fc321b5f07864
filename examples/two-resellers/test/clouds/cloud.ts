import type { Clock } from '@hostwright/sdk';
import type { Wares } from './wares.js';

/** A server as its vendor sees it. */
export interface CloudServer {
  /** In the vendor's own words. */
  readonly size: string;
  readonly isOn: boolean;
}

/** What the stories need to know of a vendor of servers or accounts and to make it do. Servers go by the shop's service id. */
export interface Cloud {
  readonly id: 'hetzner-cloud' | 'digitalocean' | 'proxmox' | 'lxd' | 'whm' | 'hestiacp';
  /** Host and port, which the shop may reach although it is this machine. */
  readonly host: string;
  /** Requests that did not fit the vendor's description. */
  readonly faults: readonly string[];
  /** Settings of an installation. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly wares: Wares;
  /** Whether what it sells has a switch. */
  readonly hasPower: boolean;
  /** What the small ware becomes there, and what the large one becomes. */
  readonly sizes: { readonly small: string; readonly large: string };
  serversOf(serviceId: string): readonly CloudServer[];
  /** Whatever is under way is over. */
  finishWork(): void;
  /** The next change is made, and its answer is lost. */
  loseNextAnswer(): void;
  close(): Promise<void>;
}

export type CloudStart = (clock: Clock) => Promise<Cloud>;
