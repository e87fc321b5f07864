import type { WorkVendor } from '@hostwright/sdk';
import type { HetznerServer } from './answers.js';
import type { HetznerClient } from './hetzner-client.js';
import { toAction, toSnapshot } from './hetzner-mapping.js';
import { rulesAt, type Step } from './steps.js';

const BUSY: ReadonlySet<string> = new Set(['locked', 'conflict', 'maintenance']);
const IN_MOTION: ReadonlySet<string> = new Set(['initializing', 'starting', 'stopping', 'migrating', 'rebuilding', 'deleting']);

/** Hetzner, as work of several steps needs to know it. */
export const hetznerWork = (client: HetznerClient): WorkVendor<HetznerServer, Step> => ({
  rules: rulesAt(client),
  server: id => client.server(id),
  actionsOf: async ({ id }) => (await client.actionsOf(id)).map(toAction),
  action: async id => toAction(await client.action(Number(id))),
  isBusy: ({ status }) => IN_MOTION.has(status),
  saysBusy: ({ code }) => BUSY.has(code),
  tell: toSnapshot,
});
