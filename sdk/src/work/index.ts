export { goneSnapshot } from './gone-snapshot.js';
export { ServerWork, type ServerOrder } from './server-work.js';
export type {
  WorkBegun,
  ServerTold,
  StepOf,
  StepRule,
  StepRules,
  VendorAction,
  WorkStep,
  WorkTold,
  WorkVendor,
} from './vendor.js';
