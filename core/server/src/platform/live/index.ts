export { addressOf, Counter } from './admission.js';
export { LiveListener, type Hearing } from './listener.js';
export { Live, type Audience } from './live.js';
export { LiveModule } from './live.module.js';
