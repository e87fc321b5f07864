import type { ListedServer } from '@hostwright/sdk';
import type { FindingAspect, FindingKind } from '@hostwright/sdk/http';

/** What our books say of a service, as far as its server goes. */
export interface BookedService {
  readonly id: string;
  readonly installationId: string | null;
  readonly externalId: string | null;
  readonly state: 'pending' | 'provisioning' | 'active' | 'suspended' | 'failed' | 'terminated';
  readonly hostname: string;
  /** What the product makes of the customer's choices; absent where it cannot be told now. */
  readonly plan?: string;
  /** Nothing is under way for it, and nothing was a moment ago. */
  readonly isQuiet: boolean;
}

export interface Found {
  readonly kind: FindingKind;
  readonly aspect: FindingAspect;
  readonly externalId: string;
  readonly serviceId: string | null;
  readonly server: ListedServer | null;
  readonly ours: string | null;
  readonly theirs: string | null;
}

export interface Comparison {
  readonly findings: readonly Found[];
  /** Ours that the list does not have: the provider is asked about each before it counts as a ghost. */
  readonly missing: readonly (BookedService & { readonly externalId: string })[];
  /** External ids about which nothing is said this time. */
  readonly leftAlone: ReadonlySet<string>;
}

/** A provider's list beside the services of a shop. It reaches nothing. */
export function compare(installationId: string, listed: readonly ListedServer[], booked: readonly BookedService[]): Comparison {
  const byId = new Map(booked.map(service => [service.id, service]));
  const held = new Map(booked.filter(service => isHere(service, installationId)).map(service => [service.externalId, service]));
  const there = listed.filter(server => server.state !== 'gone');
  const seen = new Set(there.map(server => server.externalId));
  const leftAlone = new Set<string>();
  const findings: Found[] = [];
  for (const server of there) {
    const owner = held.get(server.externalId);
    const labelled = server.serviceId === undefined ? undefined : byId.get(server.serviceId);
    if (owner ? !owner.isQuiet : isUnsettled(labelled, server, installationId)) leftAlone.add(server.externalId);
    else findings.push(...(owner ? driftOf(owner, server) : [orphan(server, labelled)]));
  }
  const missing = booked.flatMap(service => {
    const { externalId } = service;
    if (externalId === null || !isHere(service, installationId) || seen.has(externalId)) return [];
    if (service.isQuiet && SERVED.has(service.state)) return [{ ...service, externalId }];
    leftAlone.add(externalId);
    return [];
  });
  return { findings, missing, leftAlone };
}

export const ghost = ({ id, externalId, hostname }: BookedService & { readonly externalId: string }): Found => ({
  kind: 'ghost',
  aspect: 'missing',
  externalId,
  serviceId: id,
  server: null,
  ours: hostname,
  theirs: null,
});

/** Services that should have a server. */
const SERVED: ReadonlySet<BookedService['state']> = new Set(['active', 'suspended']);

const isHere = (service: BookedService, installationId: string): boolean =>
  service.installationId === installationId && service.externalId !== null && service.state !== 'terminated';

/** A server that may be on its way to a service, or that the same account shows at another installation. */
function isUnsettled(labelled: BookedService | undefined, { externalId }: ListedServer, installationId: string): boolean {
  if (!labelled) return false;
  if (!labelled.isQuiet) return true;
  if (labelled.state === 'terminated') return false;
  if (labelled.externalId === null) return true;
  return labelled.externalId === externalId && labelled.installationId !== installationId;
}

function orphan(server: ListedServer, labelled: BookedService | undefined): Found {
  const aspect = labelled
    ? labelled.state === 'terminated'
      ? 'ended-service'
      : 'second-server'
    : server.serviceId === undefined
      ? 'unlabelled'
      : 'unknown-service';
  const theirs = server.hostname ?? server.externalId;
  return { kind: 'orphan', aspect, externalId: server.externalId, serviceId: labelled?.id ?? null, server, ours: null, theirs };
}

function driftOf(service: BookedService, server: ListedServer): Found[] {
  const drift = (aspect: FindingAspect, ours: string, theirs: string): Found => ({
    kind: 'drift',
    aspect,
    externalId: server.externalId,
    serviceId: service.id,
    server,
    ours,
    theirs,
  });
  if (!SERVED.has(service.state)) return [];
  const { plan, hostname, state } = server;
  return [
    ...(service.plan !== undefined && plan !== undefined && plan !== service.plan ? [drift('size', service.plan, plan)] : []),
    ...(isOtherwise(service.state, state) ? [drift('power', service.state, state)] : []),
    ...(hostname !== undefined && !isSameName(hostname, service.hostname) ? [drift('hostname', service.hostname, hostname)] : []),
  ];
}

/** Whether a server runs or is stopped is its customer's choice; whether it may run at all is not. */
function isOtherwise(service: BookedService['state'], server: ListedServer['state']): boolean {
  if (service === 'suspended') return server === 'running';
  return service === 'active' && (server === 'suspended' || server === 'failed');
}

const isSameName = (one: string, other: string): boolean =>
  one.toLowerCase().replace(/\.$/, '') === other.toLowerCase().replace(/\.$/, '');
