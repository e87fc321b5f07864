export { AgreedPrices, type Agreement } from './agreed-prices.js';
export { Buyers } from './buyers.js';
export { RenewalBilling } from './renewal-billing.js';
export { RenewalCharges } from './renewal-charges.js';
export { RenewalRows } from './renewal-rows.js';
export { RenewalsModule } from './renewals.module.js';
export type { RenewalRow } from './renewal.js';
