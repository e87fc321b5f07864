import { demand, shown } from '../rules/demand.js';
import type { ServerRule } from './server-stage.js';

/** A way in that only the customer has, from here and now. */
export const consoleRules: readonly ServerRule[] = [
  {
    name: 'opens a console at an address that is safe and ends',
    run: async stage => {
      const { externalId } = await stage.aServer();
      // Only what the browser gets to see may hold no secret: the rest stays in the core.
      const session = await stage.provider.openConsole!(externalId);
      await stage.watch.hear(Promise.resolve([session.protocol, session.password, session.control?.resize]));
      const addresses = [session.url, ...(session.control ? [session.control.url] : [])];
      for (const url of addresses) demandSafe(url, 'wss:', 'ws:');
      demand(session.expiresAt > stage.clock.now(), () => `the address has ended already, at ${shown(session.expiresAt)}`);
      const { resize } = session.control ?? {};
      const tells = resize === undefined || ['{{cols}}', '{{rows}}'].every(word => resize.includes(word));
      demand(tells, () => `what is told of the window's size lacks {{cols}} or {{rows}}: ${shown(resize)}`);
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
