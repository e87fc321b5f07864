import type { DiskSnapshot, ServerSnapshot } from '@hostwright/sdk';
import type { OperationInput } from './operation-input.js';
import type { OperationKind } from './operation-life.js';

/** What a look at the server shows after the answer to a call was lost. */
export interface Evidence {
  readonly snapshot: ServerSnapshot;
  /** The copies of its disk, where the operation is about one. */
  readonly copies?: readonly DiskSnapshot[] | undefined;
}

/**
 * `not-done` also says that doing it once more does no harm: the call sets something that it would set to the same again.
 * `undecided` says that it may have been done and that a second time would lose data.
 */
export type Proof = 'done' | 'not-done' | 'at-work' | 'undecided';

type Prove = (evidence: Evidence, input: OperationInput) => Proof;

const when = (isDone: boolean): Proof => (isDone ? 'done' : 'not-done');

const inState =
  (...states: readonly ServerSnapshot['state'][]): Prove =>
  ({ snapshot }) =>
    when(states.includes(snapshot.state));

/** What proves that each kind was carried out, for a server that is there and at rest. */
export const PROOFS: Readonly<Record<Exclude<OperationKind, 'create'>, Prove>> = {
  start: inState('running'),
  restart: inState('running'),
  stop: inState('stopped'),
  suspend: inState('suspended'),
  unsuspend: inState('running', 'stopped'),
  terminate: inState('gone'),

  /** Additions to a plan are not shown; the size may be set again. */
  resize: ({ snapshot }, { spec }) =>
    when(spec !== undefined && snapshot.plan === spec.plan && Object.keys(spec.addons ?? {}).length === 0),

  reinstall: ({ snapshot }, { image, spec, imageBefore }) => {
    const wanted = spec?.image ?? image;
    if (imageBefore === undefined || imageBefore === wanted) return 'undecided';
    if (snapshot.image === wanted) return 'done';
    return snapshot.image === imageBefore ? 'not-done' : 'undecided';
  },

  rename: ({ snapshot }, { hostname }) => when(snapshot.hostname === hostname),

  /** A password that nobody has heard is no use, so another one is made. */
  'reset-password': () => 'not-done',

  /** The name is used once, so the one that is there is the one that was asked for. */
  'create-snapshot': ({ copies }, { name }) => {
    const copy = copies?.find(one => one.name === name);
    if (!copy) return 'not-done';
    return copy.ready ? 'done' : 'at-work';
  },

  /** The disk may have been put back already, and the server may have written to it since. */
  'restore-snapshot': () => 'undecided',

  'delete-snapshot': ({ copies }, { snapshotId }) => when(copies !== undefined && !copies.some(({ id }) => id === snapshotId)),

  /** Without its password a rescue system rescues nobody. */
  'rescue-on': ({ snapshot }) => when(snapshot.rescue === true && snapshot.credentials?.password !== undefined),
  'rescue-off': ({ snapshot }) => when(snapshot.rescue === false),

  'reverse-name': ({ snapshot }, { address, reverseName }) =>
    when(
      typeof reverseName === 'string' &&
        snapshot.addresses.some(one => one.address === address && one.reverseName === reverseName),
    ),
};
