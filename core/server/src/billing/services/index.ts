export { OperationRunner } from './operation-runner.js';
export { OperationRows, type OperationRow } from './operation-rows.js';
export { asked, ServerAccess, type ServerAtHand } from './server-access.js';
export { ServiceControl, type WantedSize } from './service-control.js';
export { ServiceOrders, type Orderer } from './service-orders.js';
export { ServiceReader, type ServiceSearch } from './service-reader.js';
export { ServiceRows, type ServiceRow } from './service-rows.js';
export { ServicesModule } from './services.module.js';
