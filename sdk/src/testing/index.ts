export { recordingFetch, type RecordedRequest } from './bounded-fetch.js';
export { browserBundle } from './browser-bundle.js';
export { aCall, fakeContext, TestClock, type FakeContext, type FakeContextOptions, type LogEntry } from './fake-context.js';
export { failureOf } from './failure-of.js';
export { aCertificate, type CertificateWish, type TestCertificate } from './certificates.js';
export { compile, engineProblem, manifestProblems, readManifest } from './manifest-file.js';
export { memoryStorage } from './memory-storage.js';
export { MortalProcess } from './mortal-process.js';
export {
  notificationChannelContract,
  notificationChannelRules,
  type ChannelBench,
  type ChannelContractOptions,
} from './notification-channel-contract.js';
export {
  paymentGatewayContract,
  paymentGatewayRules,
  type GatewayBench,
  type GatewayContractOptions,
} from './payment-gateway-contract.js';
export {
  productTypeContract,
  productTypeRules,
  type ProductContractOptions,
  type SampleProduct,
} from './product-type-contract.js';
export type { Bench } from './rules/plugin-stage.js';
export { brokenRules, type Contract, type Rule } from './rules/rule.js';
export { ServerShop, type ShopOptions, type ShopProcess } from './server/server-shop.js';
export { ScriptedHttp, type ScriptedRequest } from './scripted-http.js';
export {
  serverProviderContract,
  serverProviderRules,
  type ServerBench,
  type ServerContractOptions,
} from './server-provider-contract.js';
export { settingsArbitrary } from './settings-arbitrary.js';
export { VendorSchema } from './vendor-schema.js';
