import type { OperationKind } from './operation-life.js';
import type { OperationRow } from './operation-rows.js';
import type { Audience } from './service-rules.js';

/** Customers take back what they ordered themselves; what is paid for or was decided by the shop is the shop's to take back. */
const OF_THE_SHOP: readonly OperationKind[] = ['create', 'resize', 'suspend', 'unsuspend', 'terminate'];

/** An operation that waits has done nothing yet: nobody was asked, or the provider said that it did nothing. */
export const mayCancel = (
  { kind, state, attempt }: Pick<OperationRow, 'kind' | 'state' | 'attempt'>,
  audience: Audience,
): boolean => state === 'waiting' && (audience === 'staff' || (attempt === 0 && !OF_THE_SHOP.includes(kind)));
