export { selfSigned, type KeyPair } from './certificate.js';
export { FAKE_NETWORK, FAKE_POOL, startFakeLxd, type FakeLxd, type FakeLxdOptions } from './fake-lxd.js';
export type { FakeImage, FakeInstance } from './fake-state.js';
