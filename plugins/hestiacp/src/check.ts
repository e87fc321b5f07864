import { isIPv6 } from 'node:net';
import { PluginFailure, type Health, type PluginContext } from '@hostwright/sdk';
import { HestiaClient } from './hestia-client.js';
import type { HestiaConfig } from './settings.js';

const SENTENCES: Readonly<Record<string, string>> = {
  unauthorized: 'The panel does not accept the access key or its secret.',
  forbidden: 'The panel turned the key away: it may not list users, or the address of this installation is not allowed.',
  'api-disabled': 'The API is switched off. Switch it on in the panel: Server → Configure → Security → API.',
  'no-api': 'There is no API at this address. The panel usually has the port 8083.',
  'bad-answer': 'What answers at this address is not HestiaCP. It usually has the port 8083.',
  'certificate-mismatch': 'The server shows another certificate than the one whose fingerprint is in the settings.',
  'bad-tls': 'The fingerprint cannot be read. It is the SHA-256 of the certificate, 64 hexadecimal digits.',
};

/** Reads, and makes nothing. What else a key may do it tells nobody. */
export async function checkConnection(context: PluginContext<HestiaConfig>): Promise<Health> {
  try {
    const { address6, packages: named = [] } = context.config;
    if (address6 && !isIPv6(address6)) return { ok: false, detail: 'The IPv6 address of the websites is none.' };
    const client = new HestiaClient(context);
    const users = (await client.users()).filter(({ role }) => role !== 'admin');
    const packages = await client.packages().catch(whenNotAllowed);
    if (packages) return { ok: true, detail: `Connected. Accounts: ${users.length}, packages: ${packages.length}.` };
    if (named.length > 0) return { ok: true, detail: `Connected. Accounts: ${users.length}.` };
    return { ok: false, detail: 'The key may not list packages: name them in the settings, or give the key that right.' };
  } catch (error) {
    if (!(error instanceof PluginFailure)) throw error;
    return { ok: false, detail: SENTENCES[error.code] ?? error.message };
  }
}

function whenNotAllowed(error: unknown): undefined {
  if (error instanceof PluginFailure && error.code === 'forbidden') return undefined;
  throw error;
}
