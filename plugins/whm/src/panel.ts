import { PluginFailure, type PanelAccess } from '@hostwright/sdk';
import type { WhmAccount } from './whm-answers.js';
import type { WhmClient } from './whm-client.js';
import { unreadable } from './whm-failure.js';
import { stateOf } from './whm-mapping.js';

/** How long WHM waits for the click when it does not say so itself. */
const USUAL_MS = 15 * 60 * 1000;

/** An address that signs its visitor in; whoever has it is in, so it is made on the click and kept nowhere. */
export async function openPanel(client: WhmClient, account: WhmAccount, now: Date): Promise<PanelAccess> {
  if (stateOf(account) === 'suspended') {
    const publicMessage = 'The panel is closed while the account is suspended.';
    throw PluginFailure.final('The account is suspended', { code: 'suspended', publicMessage });
  }
  const { url, expires } = await client.session(account.user);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw unreadable('an address of the panel');
  const told = expires === undefined ? undefined : new Date(expires * 1000);
  return { url, expiresAt: told && told > now ? told : new Date(now.getTime() + USUAL_MS) };
}
