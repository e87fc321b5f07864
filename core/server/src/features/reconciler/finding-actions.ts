import type { FindingAction, FindingAspect, FindingState } from '@hostwright/sdk/http';

interface Stand {
  readonly aspect: FindingAspect;
  readonly state: FindingState;
  readonly theirs: string | null;
  /** Of the service that it is about; null where there is none. */
  readonly serviceState: string | null;
}

/** What may be done about each kind of difference, before it is asked what the provider can. */
const POSSIBLE: Readonly<Record<FindingAspect, readonly FindingAction[]>> = {
  size: ['push', 'accept'],
  power: ['push', 'accept'],
  hostname: ['push', 'accept'],
  unlabelled: ['adopt', 'terminate', 'ignore'],
  'unknown-service': ['adopt', 'terminate', 'ignore'],
  'ended-service': ['terminate', 'adopt', 'ignore'],
  'second-server': ['terminate', 'ignore'],
  missing: ['recreate', 'terminate'],
};

/** What the provider must be able to do for our word to be pushed through. */
const NEEDED: Partial<Record<FindingAspect, string>> = { size: 'resize', hostname: 'rename' };

const OPEN: ReadonlySet<FindingState> = new Set(['open', 'accepted', 'ignored']);

/** What staff may do now. Accepting what is accepted is no choice any more; everything else may be thought over. */
export function actionsFor(stand: Stand, capabilities: readonly string[]): FindingAction[] {
  if (!OPEN.has(stand.state)) return [];
  return POSSIBLE[stand.aspect].filter(action => {
    if (action === 'push') return mayPush(stand, capabilities);
    if (action === 'accept') return stand.state !== 'accepted';
    if (action === 'ignore') return stand.state !== 'ignored';
    return action !== 'recreate' || stand.serviceState === 'active';
  });
}

function mayPush({ aspect, theirs, serviceState }: Stand, capabilities: readonly string[]): boolean {
  const needed = NEEDED[aspect];
  if (needed !== undefined) return serviceState === 'active' && capabilities.includes(needed);
  return theirs !== 'failed' && (serviceState === 'active' || serviceState === 'suspended');
}
