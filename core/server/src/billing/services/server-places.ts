import type { FulfilmentPlan, ServerSpec } from '@hostwright/sdk';

/** Where a service is made, and with which piece of the shop's inventory. */
export interface ServerPlace {
  readonly installationId: string;
  readonly item?: NonNullable<ServerSpec['item']>;
}

/** Asked only about services that have a place: of the others nothing need be known. */
export type PlanOf = () => Promise<FulfilmentPlan>;

/**
 * Knows the places that were set aside for services. Undefined where none is needed; without room it throws a retryable
 * failure. It runs inside `TenantDb.run`.
 */
export interface ServerPlaces {
  placeOf(serviceId: string, plan: FulfilmentPlan): Promise<ServerPlace | undefined>;
  /** Takes the room for another size in the same place; a `Problem` where there is none. */
  grow(serviceId: string, plan: PlanOf): Promise<void>;
  /** The server has this size now, or still: room for any other is given back. */
  settle(serviceId: string, plan: PlanOf): Promise<void>;
  /** Counts a server that was there before its service. */
  adopt(serviceId: string, installationId: string, plan: PlanOf): Promise<void>;
}

/** Whoever provides it decides where servers are made; without it, the product names the installation. */
export const SERVER_PLACES = Symbol('SERVER_PLACES');
