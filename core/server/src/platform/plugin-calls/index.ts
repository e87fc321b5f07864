export { guarded, type GuardOptions } from './guard.js';
export { withDeadline } from './deadline.js';
export { guardPure } from './pure.js';
