import type { ServerSnapshot } from '../kinds/server-provider.js';

/** A server that is not there any more. */
export const goneSnapshot = (externalId: string): ServerSnapshot => ({ externalId, state: 'gone', addresses: [] });
