import { PluginFailure, type Health, type PluginContext } from '@hostwright/sdk';
import type { WhmConfig } from './settings.js';
import { WhmClient } from './whm-client.js';

/** Rights without which a method of the provider would fail, in WHM's words. */
const NEEDED = [
  'list-accts',
  'create-acct',
  'suspend-acct',
  'kill-acct',
  'upgrade-account',
  'passwd',
  'create-user-session',
] as const;

const SENTENCES: Readonly<Record<string, string>> = {
  unauthorized: 'WHM does not accept the user or the token. Make a new token under Development → Manage API Tokens.',
  forbidden: 'WHM knows the token and lets it do nothing from here: look at its rights and at its list of allowed addresses.',
  'no-such-function': 'There is no WHM at this address. It usually has the port 2087.',
  'bad-answer': 'What answers at this address is not WHM. It usually has the port 2087.',
  'certificate-mismatch': 'The server shows another certificate than the one whose fingerprint is in the settings.',
  'bad-tls': 'The fingerprint cannot be read. It is the SHA-256 of the certificate, 64 hexadecimal digits.',
};

/** Reads, and makes nothing. */
export async function checkConnection(context: PluginContext<WhmConfig>): Promise<Health> {
  try {
    const client = new WhmClient(context);
    const version = await client.version();
    const rights = await client.rights();
    const lacking = rights.has('all') ? [] : NEEDED.filter(right => !rights.has(right));
    if (lacking.length > 0) return { ok: false, detail: `The token lacks rights: ${lacking.join(', ')}.` };
    const packages = await client.packages();
    if (packages.length === 0)
      return { ok: false, detail: 'WHM has no package to sell. Make one under Packages → Add a Package.' };
    return { ok: true, detail: `Connected to WHM ${version}. Packages: ${packages.length}.` };
  } catch (error) {
    if (!(error instanceof PluginFailure)) throw error;
    return { ok: false, detail: SENTENCES[error.code] ?? error.message };
  }
}
