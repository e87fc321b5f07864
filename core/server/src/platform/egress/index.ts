export { isPublicAddress } from './addresses.js';
export { BoundedFetch, type Bounds } from './bounded-fetch.js';
export { mayReach, reachableHosts } from './hosts.js';
export { EgressModule, Egress } from './egress.js';
export { Outbound } from './outbound.js';
export type { SocketWish } from './socket.js';
