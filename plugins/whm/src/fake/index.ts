export { FAKE_PACKAGES, type FakeAccount, type FakePackage } from './accounts.js';
export { FAKE_WHM, startFakeWhm, type FakeCall, type FakeWhm, type FakeWhmOptions } from './fake-whm.js';
