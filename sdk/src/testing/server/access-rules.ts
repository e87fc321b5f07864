import { demand, shown } from '../rules/demand.js';
import type { ServerRule } from './server-stage.js';

/** A way in that only the customer has, from here and now. */
export const consoleRules: readonly ServerRule[] = [
  {
    name: 'opens a console at an address that is safe and ends',
    run: async stage => {
      const { externalId } = await stage.aServer();
      const session = await stage.watch.hear(stage.provider.openConsole!(externalId));
      const addresses = [session.url, ...(session.control ? [session.control.url] : [])];
      for (const url of addresses) demandSafe(url, 'wss:', 'ws:');
      demand(session.expiresAt > stage.clock.now(), () => `the address has ended already, at ${shown(session.expiresAt)}`);
    },
  },
];

export const panelRules: readonly ServerRule[] = [
  {
    name: 'opens the panel at an address that is safe and ends',
    run: async stage => {
      const { externalId } = await stage.aServer();
      const access = await stage.watch.hear(stage.provider.openPanel!(externalId));
      demandSafe(access.url, 'https:', 'http:');
      demand(access.expiresAt > stage.clock.now(), () => `the address has ended already, at ${shown(access.expiresAt)}`);
    },
  },
];

const OWN_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Without TLS only on the machine itself, where fakes and sandboxes live. */
function demandSafe(url: string, wanted: string, unsealed: string): void {
  const { protocol = '', hostname = '' } = URL.canParse(url) ? new URL(url) : {};
  const isSafe = protocol === wanted || (protocol === unsealed && OWN_MACHINE.has(hostname));
  demand(isSafe, () => `the address does not begin with ${wanted}, it is ${shown(url.replace(/\?.*/, '?…'))}`);
}
