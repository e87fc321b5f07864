import type { ConsoleSession, PluginContext } from '@hostwright/sdk';
import { optionalText, textOf } from './proxmox-answers.js';
import type { ProxmoxClient } from './proxmox-client.js';
import type { ProxmoxConfig } from './settings.js';
import type { Guest } from './sight.js';

/** Proxmox waits that long for the socket. */
const OPEN_FOR_MS = 10_000;

/** The screen of a guest. The ticket is of this guest alone, and the token that the socket wants stays with the core. */
export async function openConsole(
  client: ProxmoxClient,
  context: PluginContext<ProxmoxConfig>,
  { place }: Guest,
): Promise<ConsoleSession> {
  const answer = await client.openConsole(place);
  const ticket = textOf(answer, 'ticket');
  const url = client.address(`nodes/${place.node}/${place.kind}/${place.vmid}/vncwebsocket`);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  url.search = new URLSearchParams({ port: textOf(answer, 'port'), vncticket: ticket }).toString();
  const { fingerprint, authority } = context.config;
  return {
    protocol: 'vnc',
    url: url.href,
    headers: { authorization: client.authorization },
    subprotocols: ['binary'],
    ...(fingerprint ? { tls: { fingerprint } } : authority ? { tls: { authority } } : {}),
    password: optionalText(answer, 'password') ?? ticket,
    expiresAt: new Date(context.clock.now().getTime() + OPEN_FOR_MS),
  };
}
