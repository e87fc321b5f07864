import { failureKind, PluginFailure, type Health } from '@hostwright/sdk';
import { addressesIn } from './lxd-addresses.js';
import { LxdClient } from './lxd-client.js';
import { hasCode } from './lxd-failures.js';
import { filled, profilesOf, type LxdContext } from './lxd-settings.js';

/** Whether everything that a server needs is there, told in the words of the settings form. Reads only. */
export async function checkConnection(context: LxdContext): Promise<Health> {
  const client = new LxdClient(context);
  try {
    const server = await client.server();
    if (!server.isTrusted)
      return {
        ok: false,
        detail: 'LXD answers, but does not trust the client certificate: run `lxc config trust add client.crt` there',
      };
    const { pool, network } = context.config;
    const missing = [
      ...(await missingOf(client, 'storage-pools', pool, 'storage pool')),
      ...(filled(network) === undefined ? [] : await missingOf(client, 'networks', network!, 'network')),
      ...(await Promise.all(profilesOf(context.config).map(name => missingOf(client, 'profiles', name, 'profile')))).flat(),
    ];
    const held = new Set((await client.images()).flatMap(({ aliases }) => aliases));
    const images = (context.config.images ?? []).filter(({ alias }) => !held.has(alias) && !context.config.imageServer);
    const lacks = [...missing, ...images.map(({ alias }) => `image "${alias}"`)];
    if (lacks.length > 0) return { ok: false, detail: `LXD ${server.version} answers, but has no ${lacks.join(', no ')}` };
    addressesIn(context.config.addresses ?? []);
    return { ok: true, detail: `${server.software || 'lxd'} ${server.version}, ${held.size} images` };
  } catch (error) {
    if (!(error instanceof PluginFailure)) throw error;
    return { ok: false, detail: `${error.message} (${failureKind(error)}, ${error.code})` };
  }
}

async function missingOf(client: LxdClient, kind: 'storage-pools' | 'networks' | 'profiles', name: string, word: string) {
  try {
    await client.poolOrNetwork(kind, name);
    return [];
  } catch (error) {
    if (hasCode(error, 'http-404', 'no-such-pool', 'no-such-network', 'no-such-profile')) return [`${word} "${name}"`];
    throw error;
  }
}
