export { Settlements } from './settlements.js';
export { SettlementsModule } from './settlements.module.js';
