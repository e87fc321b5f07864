import { createHash } from 'node:crypto';
import { PluginFailure } from '@hostwright/sdk';
import type { HetznerClient } from './hetzner-client.js';

/** The ids of keys in the project, which come to be there when they are not; a key is known by its fingerprint. */
export async function keyIds(client: HetznerClient, keys: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const key of new Set(keys.map(text => text.trim()))) ids.push(await keyId(client, key, signal));
  return ids;
}

async function keyId(client: HetznerClient, key: string, signal?: AbortSignal): Promise<string> {
  const fingerprint = fingerprintOf(key);
  const known = await client.keyOf(fingerprint);
  if (known !== undefined) return known;
  try {
    return await client.createKey(`key-${fingerprint.replaceAll(':', '')}`, key, signal);
  } catch (error) {
    // Another order of the same customer was faster.
    if (!(error instanceof PluginFailure) || error.code !== 'uniqueness-error') throw error;
    const meanwhile = await client.keyOf(fingerprint);
    if (meanwhile === undefined) throw error;
    return meanwhile;
  }
}

/** MD5 over the key's blob, as Hetzner names keys (RFC 4716, section 4). It protects nothing. */
export function fingerprintOf(key: string): string {
  const [, type, blob] = /^(ssh-[a-z0-9-]+|ecdsa-[a-z0-9-]+|sk-[a-z0-9@.-]+) ([A-Za-z0-9+/]+=*)(?: .*)?$/.exec(key) ?? [];
  if (type === undefined || blob === undefined) {
    throw PluginFailure.final('An SSH key is not in the form of OpenSSH', {
      code: 'bad-ssh-key',
      publicMessage: 'One of the SSH keys cannot be read.',
    });
  }
  return (createHash('md5').update(Buffer.from(blob, 'base64')).digest('hex').match(/../g) ?? []).join(':');
}
