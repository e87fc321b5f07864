export type { SavedMethodRow } from './saved-method.js';
export { SavedMethods, type ChargeableMethod, type KeptMethod } from './saved-methods.js';
export { SavedMethodsModule } from './saved-methods.module.js';
