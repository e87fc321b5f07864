export { RenewalCharges } from './renewal-charges.js';
export { RenewalRows } from './renewal-rows.js';
export { RenewalsModule } from './renewals.module.js';
