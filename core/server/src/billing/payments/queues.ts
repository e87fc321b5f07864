import type { JobData } from '../../platform/jobs/index.js';

export const APPLY = 'payments/apply';
export const RECONCILE = 'payments/reconcile';
export const CAPTURE = 'payments/capture';
export const CANCEL = 'payments/cancel';
export const FEE = 'payments/fee';

export interface ApplyJob extends JobData {
  readonly inboxId: string;
  /** How often nobody was found whom the event could be about. */
  readonly misses: number;
}

/** More misses than are tried: the event is looked at once more, and no further look is planned. */
export const LAST_MISS = 1000;

export interface ReconcileJob extends JobData {
  readonly paymentId: string;
  readonly round: number;
}

export interface CaptureJob extends JobData {
  readonly paymentId: string;
  readonly round: number;
}

export interface CancelJob extends JobData {
  readonly paymentId: string;
  readonly round: number;
}

export interface FeeJob extends JobData {
  readonly paymentId: string;
  readonly round: number;
}
