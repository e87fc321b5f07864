import {
  PluginFailure,
  type CatalogItem,
  type DiskSnapshot,
  type ListedServer,
  type ServerSnapshot,
  type ServerState,
} from '@hostwright/sdk';
import type { AcmeCloudPlan, AcmeCloudServer, AcmeCloudSnapshot } from './acme-cloud-client.js';

const STATES: ReadonlyMap<string, ServerState> = new Map([
  ['building', 'creating'],
  ['on', 'running'],
  ['off', 'stopped'],
  ['locked', 'suspended'],
  ['broken', 'failed'],
]);

/** A status that Acme Cloud adds tomorrow reads as `changing`: only a known word may end the waiting. */
export function toSnapshot(server: AcmeCloudServer): ServerSnapshot {
  return {
    externalId: server.id,
    state: STATES.get(server.status) ?? 'changing',
    hostname: server.hostname,
    plan: server.plan,
    image: server.image,
    addresses: [{ family: 4, address: server.ipv4, primary: true }],
    credentials: { username: 'root', password: server.password },
    raw: { status: server.status },
  };
}

/** What was made by hand has no label of ours. */
export function toListed(server: AcmeCloudServer): ListedServer {
  const { externalId, state, hostname, plan, image, addresses } = toSnapshot(server);
  return {
    externalId,
    state,
    addresses,
    ...(server.label !== '' && { serviceId: server.label }),
    ...(hostname !== undefined && { hostname }),
    ...(plan !== undefined && { plan }),
    ...(image !== undefined && { image }),
  };
}

export const toDiskSnapshot = ({ id, name, created, isReady }: AcmeCloudSnapshot): DiskSnapshot => ({
  id,
  name,
  createdAt: new Date(created),
  ready: isReady,
});

export const goneSnapshot = (externalId: string): ServerSnapshot => ({ externalId, state: 'gone', addresses: [] });

export const toPlan = ({ id, name, isSoldOut }: AcmeCloudPlan): CatalogItem => ({ id, name, available: !isSoldOut });

/** A read may be repeated after any 5xx; after a change it is not known what was done. */
export function toFailure({ status, headers }: Pick<Response, 'status' | 'headers'>, isChange: boolean): PluginFailure {
  const code = status === 404 ? 'no-such-server' : `http-${status}`;
  if (status === 429) {
    const seconds = Math.max(1, Number.parseInt(headers.get('retry-after') ?? '1', 10) || 1);
    return PluginFailure.retryable('Acme Cloud asks to slow down', { code, retryAfterMs: 1000 * seconds });
  }
  if (status < 500) return PluginFailure.final(`Acme Cloud refused the request with ${status}`, { code });
  const message = `Acme Cloud answered ${status}`;
  return isChange ? PluginFailure.unknown(message, { code }) : PluginFailure.retryable(message, { code });
}
