export { OperationRunner } from './operation-runner.js';
export { ServiceOrders, type Orderer } from './service-orders.js';
export { ServiceReader, type ServiceSearch } from './service-reader.js';
export { ServiceRows, type ServiceRow } from './service-rows.js';
export { ServicesModule } from './services.module.js';
