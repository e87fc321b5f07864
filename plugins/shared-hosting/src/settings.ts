import type { LocalizedText, ProductSettings, ServerPlace } from '@hostwright/sdk';

export const AMOUNTS = ['diskGb', 'trafficGb', 'domains', 'mailboxes', 'databases'] as const;

export type Amount = (typeof AMOUNTS)[number];

/** A package of the panel, and what customers are told of it; an amount that is left out is unlimited. */
export interface HostingPackage extends Readonly<Partial<Record<Amount, number>>> {
  readonly id: string;
  readonly label: LocalizedText;
  /** The package that is the same and has backups. */
  readonly backupPackage?: string;
}

export interface HostingSettings {
  /** One of the two is given. */
  readonly installationId?: string;
  readonly poolId?: string;
  readonly packages: readonly HostingPackage[];
  readonly freeDomain: string;
  readonly dedicatedIp?: boolean;
  readonly asksContactEmail?: boolean;
}

/** The core has validated them against `product` in plugin.json before any method is called. */
export const hostingSettings = (settings: ProductSettings): HostingSettings => settings as unknown as HostingSettings;

export const placeOf = ({ installationId = '', poolId }: HostingSettings): ServerPlace =>
  poolId === undefined ? { installationId } : { poolId };

export const packageOf = ({ packages }: HostingSettings, id: unknown): HostingPackage | undefined =>
  packages.find(candidate => candidate.id === id);

export const offersBackups = ({ packages }: HostingSettings): boolean =>
  packages.some(({ backupPackage }) => backupPackage !== undefined);
