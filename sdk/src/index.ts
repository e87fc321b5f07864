export * from './context.js';
export * from './currencies.js';
export * from './define-plugin.js';
export * from './events.js';
export * from './failure.js';
export * from './kinds/notification-channel.js';
export * from './kinds/payment-gateway.js';
export * from './kinds/product-type.js';
export * from './kinds/server-provider.js';
export * from './manifest.js';
export * from './money.js';
export * from './period.js';
export * from './pricing.js';
export * from './pricing-problem.js';
export { defaultSelection, nearestAllowed } from './selection.js';

/** The version that a plugin's `engine` range is compared with. */
export const SDK_VERSION = '1.0.0';
