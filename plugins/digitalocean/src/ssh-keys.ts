import { createHash } from 'node:crypto';
import { PluginFailure } from '@hostwright/sdk';
import type { OceanClient } from './ocean-client.js';

/** The fingerprints of keys, which come to be in the account when they are not. */
export async function keysOf(client: OceanClient, keys: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
  const fingerprints: string[] = [];
  for (const key of new Set(keys.map(text => text.trim()))) fingerprints.push(await keyOf(client, key, signal));
  return fingerprints;
}

async function keyOf(client: OceanClient, key: string, signal?: AbortSignal): Promise<string> {
  const fingerprint = fingerprintOf(key);
  if (await client.hasKey(fingerprint)) return fingerprint;
  try {
    await client.createKey(`key-${fingerprint.replaceAll(':', '')}`, key, signal);
  } catch (error) {
    // Another order of the same customer was faster.
    const isRefused = error instanceof PluginFailure && error.kind === 'final';
    if (!isRefused || !(await client.hasKey(fingerprint))) throw error;
  }
  return fingerprint;
}

/** MD5 over the key's blob, by which DigitalOcean knows keys (RFC 4716, section 4). It protects nothing. */
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
