import type { FulfilmentPlan, ServerSpec } from '@hostwright/sdk';

/** Where a service is made, and with which piece of the shop's inventory. */
export interface ServerPlace {
  readonly installationId: string;
  readonly item?: NonNullable<ServerSpec['item']>;
}

/**
 * Knows the places that were set aside for services. Undefined where none is needed; without room it throws a retryable
 * failure. It runs inside `TenantDb.run`.
 */
export interface ServerPlaces {
  placeOf(serviceId: string, plan: FulfilmentPlan): Promise<ServerPlace | undefined>;
}

/** Whoever provides it decides where servers are made; without it, the product names the installation. */
export const SERVER_PLACES = Symbol('SERVER_PLACES');
