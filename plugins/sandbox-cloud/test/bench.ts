import { randomUUID } from 'node:crypto';
import type { ServerSnapshot, ServerSpec } from '@hostwright/sdk';
import { aCall, fakeContext } from '@hostwright/sdk/testing';
import { CloudProvider } from '../src/cloud-provider.js';
import { SANDBOX_CLOUD_KEY, type SandboxCloud } from '../src/vendor/index.js';

export const SPEC: ServerSpec = { plan: 'c1-r2-d20', hostname: 'one.example.test', image: 'debian-13', location: 'fra' };

let calls = 0;

/** A call under a key of its own. */
export const newCall = () => aCall(`test-${++calls}`);

export const providerOf = (cloud: SandboxCloud): CloudProvider =>
  new CloudProvider(fakeContext({ config: { apiUrl: cloud.url }, secrets: { apiKey: SANDBOX_CLOUD_KEY } }));

export const order = (cloud: SandboxCloud, words: Partial<ServerSpec> = {}, serviceId: string = randomUUID()) =>
  providerOf(cloud).create({ serviceId, spec: { ...SPEC, ...words } }, newCall());

/** A server that is up. */
export async function aServer(cloud: SandboxCloud, words: Partial<ServerSpec> = {}): Promise<ServerSnapshot> {
  const { externalId } = await order(cloud, words);
  cloud.finishWork();
  return providerOf(cloud).fetch(externalId);
}
