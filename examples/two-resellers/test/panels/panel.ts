import type { Clock } from '@hostwright/sdk';

/** An account as its panel sees it. */
export interface PanelAccount {
  readonly domain: string | undefined;
  readonly plan: string;
  readonly isSuspended: boolean;
  readonly password: string;
}

/** What the stories need to know of a server with a control panel and to make it do. Accounts go by their user name. */
export interface HostingPanel {
  readonly id: 'whm' | 'hestiacp';
  /** Host and port, which the shop may reach although it is this machine. */
  readonly host: string;
  /** Requests that did not fit the vendor's description. */
  readonly faults: readonly string[];
  /** Settings of an installation. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How many accounts there are. */
  count(): number;
  account(username: string): PanelAccount | undefined;
  /** The account holds more than the smallest package allows. */
  fill(username: string): void;
  /** The next change is made, and its answer is lost. */
  loseNextAnswer(): void;
  close(): Promise<void>;
}

export type PanelStart = (clock: Clock) => Promise<HostingPanel>;
