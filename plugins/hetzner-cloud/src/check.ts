import { PluginFailure, type Health, type PluginContext } from '@hostwright/sdk';
import { HetznerClient } from './hetzner-client.js';
import type { HetznerConfig } from './settings.js';

const SENTENCES: Readonly<Record<string, string>> = {
  unauthorized: 'Hetzner does not accept the token. Make a new one in the project under Security → API tokens.',
  'token-readonly': 'The token may only read. Make one with the permission Read & Write.',
  forbidden: 'The token may not read servers. Make one with the permission Read & Write.',
  unreachable: 'Hetzner cannot be reached from this server.',
  'no-answer': 'Hetzner did not answer in time.',
};

/** Asks for one page of servers, and for the making of a key that is none: a token that may write is told so. */
export async function checkConnection(context: PluginContext<HetznerConfig>): Promise<Health> {
  const client = new HetznerClient(context);
  try {
    const { items, next } = await client.serversAt(1);
    await mayWrite(client);
    return { ok: true, detail: `Connected. The project has ${items.length}${next === undefined ? '' : ' or more'} servers.` };
  } catch (error) {
    if (!(error instanceof PluginFailure)) throw error;
    return { ok: false, detail: SENTENCES[error.code] ?? `${error.message} (${error.kind}, ${error.code})` };
  }
}

async function mayWrite(client: HetznerClient): Promise<void> {
  try {
    await client.createKey('connection-test', 'none');
  } catch (error) {
    if (!(error instanceof PluginFailure) || error.code !== 'invalid-input') throw error;
  }
}
