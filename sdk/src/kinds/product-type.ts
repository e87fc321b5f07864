import type { Option, PriceLine, Selection } from '../pricing.js';
import type { ServerSpec } from './server-provider.js';

/** What the shop's owner set up for one product; its form comes from `product` in the manifest. */
export type ProductSettings = Readonly<Record<string, unknown>>;

/** What is wrong with a selection: `field` is the option's id, `message` is English for logs, `code` is what screens translate. */
export interface Problem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** What a server takes of the capacity of its place. A resource that is left out is not counted; `slots` is 1 unless said. */
export interface ServerNeeds {
  readonly vcpu?: number;
  readonly ramMb?: number;
  readonly diskGb?: number;
  readonly addresses?: number;
  readonly slots?: number;
}

/** Where a server is made: at one installation, or at whichever of a pool has room. */
export type ServerPlace =
  | { readonly installationId: string; readonly poolId?: undefined }
  | { readonly poolId: string; readonly installationId?: undefined };

/** What has to be done once the invoice is paid. */
export type FulfilmentPlan =
  | (ServerPlace & {
      readonly action: 'server';
      readonly needs?: ServerNeeds;
      /** The group of the shop's inventory that one piece is set aside from. */
      readonly itemGroup?: string;
      readonly spec: ServerSpec;
    })
  | { readonly action: 'manual'; readonly instructions: string }
  | { readonly action: 'none' };

/**
 * Knows what a product is, not what it costs. Every method is pure: no network, no clock, no Node module, the same
 * answer for the same question. Quotes depend on it, and the calculator runs the same module in the browser.
 */
export interface ProductType {
  /** The options that plans of this type have, without prices: the catalogue editor starts from them. */
  options(settings: ProductSettings, locale: string): readonly Option[];
  /** Rules between options (one system needs more memory than another); shown at the field. */
  check(settings: ProductSettings, selection: Selection): readonly Problem[];
  fulfil(
    settings: ProductSettings,
    selection: Selection,
    service: { readonly id: string; readonly hostname: string },
  ): FulfilmentPlan;
  /** Whether a running service may move to another selection; the core computes the proration. */
  canChange?(settings: ProductSettings, from: Selection, to: Selection): readonly Problem[];
  /**
   * What a service is called whose buyer is not asked for a host name: what he chose instead, such as a domain, or null for a
   * name that the shop gives. Nobody can order two pieces of one name. Where it is undefined, and for types without this, the
   * buyer is asked; whether he is must not depend on what he chooses.
   */
  nameOf?(settings: ProductSettings, selection: Selection): string | null | undefined;
  /** Only for types whose price is not a sum of options (a domain by its ending). */
  adjust?(settings: ProductSettings, selection: Selection, lines: readonly PriceLine[]): readonly PriceLine[];
}
