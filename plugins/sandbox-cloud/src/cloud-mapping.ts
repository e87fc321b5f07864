import { PluginFailure, type ProviderCatalog, type ServerSnapshot, type ServerState } from '@hostwright/sdk';
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
export function toSnapshot(server: CloudServerAnswer): ServerSnapshot {
  const state = STATES.get(server.status) ?? 'changing';
  const isAtWork = state === 'creating' || state === 'changing';
  return {
    externalId: server.id,
    state,
    hostname: server.hostname,
    addresses: [
      { family: 4, address: server.ipv4, primary: true },
      { family: 6, address: server.ipv6, primary: false },
    ],
    plan: server.plan,
    image: server.image,
    location: server.location,
    ...(isAtWork && { progress: { percent: server.percent, step: server.step } }),
    credentials: { username: server.user, ...(server.password !== undefined && { password: server.password }) },
    raw: { status: server.status, step: server.step, error: server.error },
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

/** A read may be repeated after any 5xx; after a change it is not known what was done. A busy server did nothing yet. */
export function toFailure(status: number, headers: Headers, answer: unknown, isChange: boolean): PluginFailure {
  const code = readErrorCode(answer)?.replaceAll('_', '-') ?? `http-${status}`;
  if (status === 429 || code === 'busy') {
    const retryAfterMs = 1000 * Math.max(1, Number.parseInt(headers.get('retry-after') ?? '1', 10) || 1);
    return PluginFailure.retryable(`Sandbox Cloud asks to wait (${code})`, { code, retryAfterMs });
  }
  if (status >= 500) {
    const message = `Sandbox Cloud answered ${status}`;
    return isChange ? PluginFailure.unknown(message, { code }) : PluginFailure.retryable(message, { code });
  }
  return PluginFailure.final(`Sandbox Cloud refused the request with ${status} ${code}`, { code });
}
