import type { LocalizedText, ProductSettings } from '@hostwright/sdk';

export interface SizeRange {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly included?: number;
}

export interface ServerImage {
  readonly id: string;
  readonly label: LocalizedText;
  readonly family?: string;
  readonly minRamGb?: number;
  readonly minDiskGb?: number;
}

export interface ServerLocation {
  readonly id: string;
  readonly label: LocalizedText;
  readonly country?: string;
  readonly soldOut?: boolean;
  /** Servers of this place are made in a pool of their own. */
  readonly poolId?: string;
}

export interface VpsSettings {
  /** One of the two is given. */
  readonly installationId?: string;
  readonly poolId?: string;
  readonly planPrefix?: string;
  readonly cpu: SizeRange;
  readonly ram: SizeRange;
  readonly disk: SizeRange;
  readonly backups?: boolean;
  readonly images: readonly ServerImage[];
  readonly locations: readonly ServerLocation[];
}

/** The core has validated them against `product` in plugin.json before any method is called. */
export const vpsSettings = (settings: ProductSettings): VpsSettings => settings as unknown as VpsSettings;

/** What systems of a family need where the shop's owner did not say. */
const FAMILY_NEEDS: Readonly<Record<string, { readonly ramGb: number; readonly diskGb: number }>> = {
  windows: { ramGb: 4, diskGb: 40 },
};

export function needsOf(image: ServerImage): { readonly ramGb: number; readonly diskGb: number } {
  const family = image.family?.toLowerCase() ?? '';
  const usual = Object.hasOwn(FAMILY_NEEDS, family) ? FAMILY_NEEDS[family] : undefined;
  return { ramGb: image.minRamGb ?? usual?.ramGb ?? 1, diskGb: image.minDiskGb ?? usual?.diskGb ?? 1 };
}
