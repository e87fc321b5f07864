export { ChangeOffers, type AskedChange } from './change-offers.js';
export { Changes, type OrderedChange } from './changes.js';
export { ChangesModule } from './changes.module.js';
export { ServiceEnds, type WantedEnd } from './service-ends.js';
