import { PluginFailure, type Clock, type ConsoleSession } from '@hostwright/sdk';
import type { LxdClient } from './lxd-client.js';

/** The daemon waits five seconds for somebody to connect to both sockets, then gives the shell up. */
const OPEN_FOR_MS = 5000;

const SHELL = 'cd /root 2>/dev/null; for shell in bash ash sh; do command -v $shell >/dev/null && exec $shell -l; done';

/** A login shell of root's in the container. The customer owns it; a password would only lock him out of his own server. */
export async function openConsole(client: LxdClient, clock: Clock, name: string): Promise<ConsoleSession> {
  const { id, secrets } = await client.openShell(name, {
    command: ['sh', '-c', SHELL],
    environment: { TERM: 'xterm-256color', HOME: '/root', USER: 'root', LANG: 'C.UTF-8' },
    'wait-for-websocket': true,
    interactive: true,
    width: 80,
    height: 24,
  });
  const [data, control] = [secrets['0'], secrets['control']];
  if (!data || !control) throw PluginFailure.unknown('LXD opened a shell without sockets', { code: 'bad-answer' });
  return {
    protocol: 'terminal',
    url: client.socketUrl(id, data),
    control: {
      url: client.socketUrl(id, control),
      resize: '{"command":"window-resize","args":{"width":"{{cols}}","height":"{{rows}}"}}',
    },
    tls: client.identity(),
    expiresAt: new Date(clock.now().getTime() + OPEN_FOR_MS),
  };
}
