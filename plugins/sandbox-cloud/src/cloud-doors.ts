import type { ConsoleSession, PanelAccess } from '@hostwright/sdk';
import type { CloudTicket } from './cloud-extra-answers.js';

/** A terminal on the socket of the provider's own address: `wss:` where that is `https:`. The ticket opens it once. */
export function toConsole(address: URL, { token, expiresAt }: CloudTicket): ConsoleSession {
  const url = address.href.replace(/^http/, 'ws');
  return {
    protocol: 'terminal',
    url,
    headers: { authorization: `Bearer ${token}` },
    control: { url: `${url}/size`, resize: '{"columns":{{cols}},"rows":{{rows}}}' },
    expiresAt,
  };
}

/** A browser sends no headers of ours, so the ticket stands in the address; it opens the panel once. */
export function toPanel(address: URL, { token, expiresAt }: CloudTicket): PanelAccess {
  const url = new URL(address);
  url.searchParams.set('token', token);
  return { url: url.href, expiresAt };
}
