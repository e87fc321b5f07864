import type { FulfilmentPlan, ServerSpec } from '@hostwright/sdk';
import type { OperationRow } from './operation-rows.js';
import type { ServiceRow } from './service-rows.js';

/** What one run of an operation is about to do, as it was written down before. */
export interface Claim {
  readonly service: ServiceRow;
  readonly operation: OperationRow;
  /** Only where nobody was asked yet and the product says that no server is to be touched. */
  readonly plan?: Exclude<FulfilmentPlan, { readonly action: 'server' }>;
  /** What is to be made, or made different. */
  readonly spec?: ServerSpec;
  /** The provider knows the same call under the same key for a repetition. */
  readonly honoursKeys?: boolean;
}
