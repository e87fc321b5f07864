import type { VendorAction, WorkStep, WorkTold } from './vendor.js';
import type { Job } from './work-memory.js';

/** What is told of work in progress: every step is as long as any other, and of a running one half is done unless the vendor says. */
export function workingTold<Step extends WorkStep>({ steps, at }: Job<Step>, action?: VendorAction): WorkTold<Step> {
  const ofThisStep = action === undefined ? 0 : (action.percent ?? 50) / 100;
  const percent = Math.min(99, Math.floor((100 * (at + ofThisStep)) / Math.max(1, steps.length)));
  return { state: 'changing', progress: { percent, step: steps[at]?.do ?? 'finishing' }, steps };
}

/** What is told of work that has ended; of a failure, whatever its rescue came to. */
export const endedTold = <Step extends WorkStep>({ steps, error }: Job<Step>): WorkTold<Step> =>
  error === undefined ? { steps } : { state: 'failed', error, steps };
