export { FAKE_PROXMOX, FakeProxmox, startFakeProxmox, type FakeProxmoxOptions } from './fake-proxmox.js';
export type { FakeGuest } from './guest.js';
