import type { JobData } from '../../platform/jobs/index.js';

export const APPLY = 'payments/apply';
export const RECONCILE = 'payments/reconcile';

export interface ApplyJob extends JobData {
  readonly inboxId: string;
  /** How often nobody was found whom the event could be about. */
  readonly misses: number;
}

export interface ReconcileJob extends JobData {
  readonly paymentId: string;
  readonly round: number;
}
