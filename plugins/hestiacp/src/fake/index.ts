export { FAKE_HESTIA, startFakeHestia, type FakeHestia, type FakeHestiaOptions } from './fake-hestia.js';
export { FAKE_PACKAGES, type FakePackage, type FakeUser } from './panel.js';
