import type { JobData } from '../../platform/jobs/index.js';

export const SEND = 'refunds/send';

export interface SendJob extends JobData {
  readonly refundId: string;
  readonly round: number;
}
