import {
  PluginFailure,
  type ListedServer,
  type ProviderCatalog,
  type ServerAddress,
  type ServerSnapshot,
  type ServerState,
} from '@hostwright/sdk';
import { readErrorCode, type CloudCatalogAnswer, type CloudOffer, type CloudServerAnswer } from './cloud-answers.js';

const STATES: ReadonlyMap<string, ServerState> = new Map([
  ['creating', 'creating'],
  ['changing', 'changing'],
  ['running', 'running'],
  ['stopped', 'stopped'],
  ['suspended', 'suspended'],
  ['failed', 'failed'],
  ['deleted', 'gone'],
]);

/** A status that the provider adds tomorrow reads as `changing`: only a known word may end the waiting. */
const stateOf = ({ status }: CloudServerAnswer): ServerState => STATES.get(status) ?? 'changing';

const addressesOf = (server: CloudServerAnswer): readonly ServerAddress[] => [
  { family: 4, address: server.ipv4, primary: true, reverseName: server.ipv4Name },
  { family: 6, address: server.ipv6, primary: false, reverseName: server.ipv6Name },
];

export function toSnapshot(server: CloudServerAnswer): ServerSnapshot {
  const state = stateOf(server);
  const isAtWork = state === 'creating' || state === 'changing';
  return {
    externalId: server.id,
    state,
    hostname: server.hostname,
    addresses: addressesOf(server),
    plan: server.plan,
    image: server.image,
    location: server.location,
    ...(isAtWork && { progress: { percent: server.percent, step: server.step } }),
    credentials: { username: server.user, ...(server.password !== undefined && { password: server.password }) },
    rescue: server.rescue,
    ...(server.handWork && { handWork: { ...server.handWork, asksAccess: true } }),
    raw: { status: server.status, step: server.step, error: server.error },
  };
}

export function toListed(server: CloudServerAnswer): ListedServer {
  return {
    externalId: server.id,
    ...(server.serviceId !== undefined && { serviceId: server.serviceId }),
    state: stateOf(server),
    hostname: server.hostname,
    plan: server.plan,
    image: server.image,
    location: server.location,
    addresses: addressesOf(server),
    createdAt: server.createdAt,
  };
}

export const goneSnapshot = (externalId: string): ServerSnapshot => ({ externalId, state: 'gone', addresses: [] });

export function toCatalog(catalog: CloudCatalogAnswer): ProviderCatalog {
  const item = ({ id, name, group }: CloudOffer) => ({ id, name, group, available: true });
  return {
    plans: catalog.plans.map(plan => ({ ...item(plan), facts: { vcpu: plan.cpu, ramGb: plan.ram, diskGb: plan.disk } })),
    images: catalog.images.map(item),
    locations: catalog.locations.map(item),
  };
}

/** The provider's words for "nothing was done, ask again". */
const NOT_YET = new Set(['busy', 'maintenance']);

/** A read may be repeated after any 5xx; after a change it is not known what was done. */
export function toFailure(status: number, headers: Headers, answer: unknown, isChange: boolean): PluginFailure {
  const code = readErrorCode(answer)?.replaceAll('_', '-') ?? `http-${status}`;
  if (status === 429 || NOT_YET.has(code)) {
    const retryAfterMs = 1000 * Math.max(1, Number.parseInt(headers.get('retry-after') ?? '1', 10) || 1);
    return PluginFailure.retryable(`Sandbox Cloud asks to wait (${code})`, { code, retryAfterMs });
  }
  if (status >= 500) {
    const message = `Sandbox Cloud answered ${status}`;
    return isChange ? PluginFailure.unknown(message, { code }) : PluginFailure.retryable(message, { code });
  }
  return PluginFailure.final(`Sandbox Cloud refused the request with ${status} ${code}`, { code });
}
