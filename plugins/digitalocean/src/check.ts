import { PluginFailure, type Health, type PluginContext } from '@hostwright/sdk';
import { OceanClient } from './ocean-client.js';
import type { OceanConfig } from './settings.js';

const SENTENCES: Readonly<Record<string, string>> = {
  unauthorized: 'DigitalOcean does not accept the token. Make a new one under API → Tokens.',
  forbidden: 'The token lacks a scope. Make one with full access, or with the scopes that the README lists.',
  unreachable: 'DigitalOcean cannot be reached from this server.',
  'no-answer': 'DigitalOcean did not answer in time.',
};

/** Reads the account, and asks for a droplet of a size that there is not: a token that may make droplets is told so. */
export async function checkConnection(context: PluginContext<OceanConfig>): Promise<Health> {
  const client = new OceanClient(context);
  try {
    const { status, dropletLimit } = await client.account();
    if (status === 'locked') return { ok: false, detail: 'The account is locked at DigitalOcean.' };
    await mayCreate(client);
    return { ok: true, detail: `Connected. The account may have ${dropletLimit} droplets.` };
  } catch (error) {
    if (!(error instanceof PluginFailure)) throw error;
    return { ok: false, detail: SENTENCES[error.code] ?? `${error.message} (${error.kind}, ${error.code})` };
  }
}

async function mayCreate(client: OceanClient): Promise<void> {
  try {
    await client.createDroplet({ name: 'connection-test', size: 'no-such-size', image: 'no-such-image', ipv6: false, tags: [] });
  } catch (error) {
    if (!(error instanceof PluginFailure) || error.code !== 'unprocessable-entity') throw error;
  }
}
