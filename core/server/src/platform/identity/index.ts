export { AccessTokens, type AccessGrant, type VerifiedGrant } from './access-tokens.js';
export { searchKey, type Customer } from './customer.js';
export { Customers, type CustomerSearch, type NewCustomer } from './customers.js';
export { IdentityModule } from './identity.module.js';
export { OneTimeTokens, type TokenPurpose } from './one-time-tokens.js';
export { Operators } from './operators.js';
export { permissionsOf } from './roles.js';
export { Sessions } from './sessions.js';
export { StaffMembers, type NewStaffMember, type StaffRow } from './staff-members.js';
