import { isIPv4 } from 'node:net';
import type { HandWorkResult, ServerSnapshot } from '@hostwright/sdk';
import type { OperationRow } from './operation-rows.js';
import type { OperationKind } from './operation-life.js';
import type { ServiceChange } from './service-rows.js';
import type { Outcome } from './verdict.js';

/** After these the server has a new password; from every other answer none is taken, as it was shown already. */
const NEW_PASSWORD: readonly OperationKind[] = ['create', 'reset-password', 'reinstall', 'rescue-on'];

/** What an answer says of the server. */
export function observed(kind: OperationKind, outcome: Outcome, now: Date): ServiceChange {
  if (outcome.kind === 'done-by-hand') return ofHands(outcome.result, now);
  if (outcome.kind !== 'snapshot') return {};
  const { externalId, state, addresses, plan, image, rescue, credentials } = outcome.snapshot;
  const isMade = kind === 'create' && state !== 'gone';
  return {
    ...(isMade && { externalId }),
    serverState: state,
    observedAt: now,
    ...(state !== 'gone' && addresses.length > 0 && { addresses }),
    ...(plan !== undefined && { providerPlan: plan }),
    ...(image !== undefined && { providerImage: image }),
    ...(rescue !== undefined && { rescue }),
    ...(NEW_PASSWORD.includes(kind) && credentials && { username: credentials.username }),
  };
}

export function passwordIn({ kind }: OperationRow, outcome: Outcome): string | undefined {
  if (outcome.kind === 'done-by-hand') return outcome.result.password;
  if (outcome.kind !== 'snapshot' || !NEW_PASSWORD.includes(kind)) return undefined;
  return outcome.snapshot.credentials?.password;
}

const ofHands = ({ addresses = [], username }: HandWorkResult, now: Date): ServiceChange => ({
  observedAt: now,
  ...(addresses.length > 0 && { addresses: addresses.map(toAddress) }),
  ...(username !== undefined && { username }),
});

const toAddress = (address: string, index: number): ServerSnapshot['addresses'][number] => ({
  family: isIPv4(address) ? 4 : 6,
  address,
  primary: index === 0,
});
