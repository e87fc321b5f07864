export { Live, type Audience } from './live.js';
export { LiveModule } from './live.module.js';
