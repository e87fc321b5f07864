import type { Permission } from '@hostwright/sdk/http';

export type StaffRole = 'owner' | 'support' | 'accountant';

export interface CustomerActor {
  readonly kind: 'customer';
  readonly tenantId: string;
  readonly id: string;
  /** The chain of refresh tokens that this access token hangs on: one for each device. */
  readonly familyId: string;
}

export interface StaffActor {
  readonly kind: 'staff';
  readonly tenantId: string;
  readonly id: string;
  readonly familyId: string;
  readonly role: StaffRole;
  readonly permissions: readonly Permission[];
}

export interface OperatorActor {
  readonly kind: 'operator';
  readonly id: string;
}

/** Who is calling. */
export type Actor = CustomerActor | StaffActor | OperatorActor;

/** Finds out who a bearer token speaks for. The identity module implements it; this module only asks. */
export abstract class Authentication {
  /** Undefined for a token that is forged, expired, of another shop, or whose session has ended. */
  abstract authenticate(token: string, tenantId: string | undefined): Promise<Actor | undefined>;
}
