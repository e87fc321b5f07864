export * from './api.js';
export * from './api-problem.js';
export * from './dates.js';
export * from './i18n.js';
export * from './keys.js';
export * from './live.js';
export * from './money.js';
export * from './session.js';
