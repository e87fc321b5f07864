import { PluginFailure, type ServerSnapshot, type ServerState } from '@hostwright/sdk';

/** A server as the cloud tells of it. */
export interface AcmeServer {
  readonly id: string;
  readonly label: string;
  readonly status: string;
  readonly hostname: string;
  readonly plan: string;
  readonly image: string;
  readonly ipv4: string;
  readonly password: string;
}

const STATES: ReadonlyMap<string, ServerState> = new Map([
  ['building', 'creating'],
  ['on', 'running'],
  ['off', 'stopped'],
  ['locked', 'suspended'],
  ['broken', 'failed'],
]);

/** A status that the cloud adds tomorrow reads as `changing`: only a known word may end the waiting. */
export function toSnapshot(server: AcmeServer): ServerSnapshot {
  const { id, status, hostname, plan, image, ipv4, password } = server;
  return {
    externalId: id,
    state: STATES.get(status) ?? 'changing',
    hostname,
    plan,
    image,
    addresses: [{ family: 4, address: ipv4, primary: true }],
    credentials: { username: 'root', password },
  };
}

export const gone = (externalId: string): ServerSnapshot => ({ externalId, state: 'gone', addresses: [] });

/** A read may be repeated after any 5xx; after a change it is not known what was done. */
export function toFailure({ status, headers }: Response, isChange: boolean): PluginFailure {
  const code = status === 404 ? 'no-such-server' : `acme-${status}`;
  const retryAfterMs = 1000 * Number(headers.get('retry-after') ?? 1);
  if (status === 429) return PluginFailure.retryable('Acme Cloud asks to slow down', { code, retryAfterMs });
  if (status < 500) return PluginFailure.final(`Acme Cloud refused with ${status}`, { code });
  const fail = isChange ? PluginFailure.unknown : PluginFailure.retryable;
  return fail(`Acme Cloud answered ${status}`, { code });
}

/** What to answer when the cloud has never heard of the server; every other failure goes on. */
export const whenMissing =
  <T>(answer: T) =>
  (error: unknown): T => {
    if (error instanceof PluginFailure && error.code === 'no-such-server') return answer;
    throw error;
  };
