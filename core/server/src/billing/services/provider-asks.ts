import type { CallOptions, ServerProvider, ServerSnapshot } from '@hostwright/sdk';
import type { Claim } from './claim.js';
import type { OperationKind } from './operation-life.js';
import { callKey } from './operation-rows.js';
import type { Outcome } from './verdict.js';

export type Ask = (provider: ServerProvider, claim: Claim, call: CallOptions) => Promise<Outcome>;

/** How a provider is asked to carry out each kind of operation. */
export const ASK: Readonly<Record<OperationKind, Ask>> = {
  create: async (provider, { service, spec }, call) => {
    if (!spec) throw new Error('Nobody has said what to create');
    return seen(await provider.create({ serviceId: service.id, spec }, call));
  },

  start: (...asked) => switched('start', ...asked),
  stop: (...asked) => switched('stop', ...asked),
  restart: (...asked) => switched('restart', ...asked),

  suspend: (provider, { service, operation }, call) =>
    onServer(service.externalId, id => provider.suspend(id, operation.input.reason ?? '', call)),

  unsuspend: (provider, { service }, call) => onServer(service.externalId, id => provider.unsuspend(id, call)),

  /** What was never written down may be there all the same: an answer was lost, or the service has failed. */
  terminate: async (provider, { service }, call) => {
    const externalId = service.externalId ?? (await provider.find(service.id))?.externalId;
    if (externalId === undefined) return { kind: 'absent' };
    await provider.terminate(externalId, call);
    return { kind: 'accepted' };
  },

  resize: (provider, { service, spec }, call) => {
    const { plan, addons } = needed(spec);
    return onServer(service.externalId, id => provider.resize?.(id, { plan, ...(addons && { addons }) }, call));
  },

  reinstall: (provider, { service, operation: { input } }, call) => {
    const image = needed(input.spec?.image ?? input.image);
    return onServer(service.externalId, id => provider.reinstall?.(id, image, call));
  },

  rename: (provider, { service, operation: { input } }, call) =>
    onServer(service.externalId, id => provider.rename?.(id, needed(input.hostname), call)),

  'reset-password': (provider, { service }, call) => onServer(service.externalId, id => provider.resetPassword?.(id, call)),

  'create-snapshot': (provider, { service, operation: { input } }, call) =>
    onServer(service.externalId, id => provider.createSnapshot?.(id, needed(input.name), call)),

  'restore-snapshot': (provider, { service, operation: { input } }, call) =>
    onServer(service.externalId, id => provider.restoreSnapshot?.(id, needed(input.snapshotId), call)),

  'delete-snapshot': (provider, { service, operation: { input } }, call) =>
    onServer(service.externalId, id => provider.deleteSnapshot?.(id, needed(input.snapshotId), call)),

  'rescue-on': (provider, { service }, call) => onServer(service.externalId, id => provider.setRescue?.(id, true, call)),
  'rescue-off': (provider, { service }, call) => onServer(service.externalId, id => provider.setRescue?.(id, false, call)),

  'reverse-name': (provider, { service, operation: { input } }, call) =>
    onServer(service.externalId, id =>
      provider.setReverseName?.(id, needed(input.address), input.reverseName ?? undefined, call),
    ),
};

/** Looks what has become of a server, after an answer was lost or while the provider works on it. */
export const look: Ask = async (provider, { service, operation, honoursKeys = false }, call) => {
  const { externalId } = service;
  if (operation.kind === 'create' && operation.state === 'unknown') return lookForNew(provider, { service, operation }, call);
  if (externalId === null) return seen(await provider.find(service.id));
  const snapshot = await provider.fetch(externalId);
  const isOfCopies = operation.kind === 'create-snapshot' || operation.kind === 'delete-snapshot';
  const copies = operation.state === 'unknown' && isOfCopies ? await provider.listSnapshots?.(externalId) : undefined;
  return { kind: 'snapshot', snapshot, copies, honoursKeys };
};

/** Staff try again what had failed for good: the ruin goes first, so that there are never two. */
const lookForNew: Ask = async (provider, { service, operation }, call) => {
  const found = await provider.find(service.id);
  if (found?.state !== 'failed' || operation.attempt > 0) return seen(found);
  const idempotencyKey = callKey(service.id, 'terminate', operation.sequence);
  await provider.terminate(found.externalId, { ...call, idempotencyKey });
  return { kind: 'cleared' };
};

const switched = (action: 'start' | 'stop' | 'restart', ...[provider, { service }, call]: Parameters<Ask>): Promise<Outcome> =>
  onServer(service.externalId, id => provider.power?.(id, action, call));

/** A method that the provider lacks, or a server that was never made, is a refusal. */
async function onServer(
  externalId: string | null,
  ask: (externalId: string) => Promise<ServerSnapshot> | undefined,
): Promise<Outcome> {
  const answer = externalId === null ? undefined : ask(externalId);
  if (answer) return seen(await answer);
  return { kind: 'refused', problem: { code: 'not-supported', message: 'The provider cannot do this with the server' } };
}

export const seen = (snapshot: ServerSnapshot | undefined): Outcome =>
  snapshot ? { kind: 'snapshot', snapshot } : { kind: 'absent' };

function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The operation does not say what it is about');
  return value;
}
