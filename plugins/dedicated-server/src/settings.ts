import type { LocalizedText, ProductSettings, ServerPlace } from '@hostwright/sdk';

/** Machines of one kind, as the shop's inventory holds them. */
export interface Configuration {
  readonly id: string;
  readonly label: LocalizedText;
  readonly itemGroup: string;
  readonly facts?: Readonly<Partial<Record<'cpu' | 'ram' | 'disks' | 'network', string>>>;
}

/** What is built into a machine before it is handed over. */
export interface Upgrade {
  readonly id: string;
  readonly label: LocalizedText;
  readonly configurations?: readonly string[];
}

export interface SystemImage {
  readonly id: string;
  readonly label: LocalizedText;
  readonly family?: string;
}

export interface Place {
  readonly id: string;
  readonly label: LocalizedText;
  readonly country?: string;
  readonly groupSuffix?: string;
}

export interface DedicatedSettings {
  /** One of the two is given. */
  readonly installationId?: string;
  readonly poolId?: string;
  readonly configurations: readonly Configuration[];
  readonly memory?: readonly Upgrade[];
  readonly disks?: readonly Upgrade[];
  readonly images: readonly SystemImage[];
  readonly locations: readonly Place[];
}

/** The core has validated them against `product` in plugin.json before any method is called. */
export const dedicatedSettings = (settings: ProductSettings): DedicatedSettings => settings as unknown as DedicatedSettings;

export const UPGRADES = ['memory', 'disks'] as const;

/** The machine as it is: no upgrade. */
export const STANDARD = 'standard';

export const placeOf = ({ installationId = '', poolId }: DedicatedSettings): ServerPlace =>
  poolId === undefined ? { installationId } : { poolId };
