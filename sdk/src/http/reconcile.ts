import { z } from 'zod';
import { Hostname, Id, Minor, page, PageQuery, Currency, Period, Timestamp } from './primitives.js';
import { Selection } from './selection.js';
import { ServerState, ServiceState } from './services.js';

/** One comparison of what a provider holds with our books. */
export const ProviderWalk = z.strictObject({
  id: Id,
  installationId: Id,
  provider: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  /** Begun by the clock, or by staff. */
  origin: z.enum(['schedule', 'staff']),
  /** Servers on the provider's list, and services of ours that should be among them. */
  servers: z.int(),
  services: z.int(),
  /** Differences that it found, and those of them that were new. */
  findings: z.int(),
  news: z.int(),
  problem: z.string().nullable(),
  startedAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  durationMs: z.int().nullable(),
});
export type ProviderWalk = z.infer<typeof ProviderWalk>;
export const ProviderWalkPage = page(ProviderWalk);
export const WalkListQuery = PageQuery.extend({ installationId: Id.optional() });

/** A provider, when it was compared last, and what is open. */
export const ReconciledProvider = z.strictObject({
  installationId: Id,
  provider: z.string(),
  pluginId: z.string(),
  lastWalk: ProviderWalk.nullable(),
  nextWalkAt: Timestamp.nullable(),
  open: z.strictObject({ drift: z.int(), orphan: z.int(), ghost: z.int() }),
});
export type ReconciledProvider = z.infer<typeof ReconciledProvider>;
export const ReconciledProviderList = z.strictObject({ items: z.array(ReconciledProvider) });
export const ReconciledProviderPath = z.strictObject({ installationId: Id });

/** `drift`: both have it and tell different things. `orphan`: the provider has it, we do not. `ghost`: we have it, the provider does not. */
export const FindingKind = z.enum(['drift', 'orphan', 'ghost']);
export type FindingKind = z.infer<typeof FindingKind>;

/**
 * Of drift: what differs. Of an orphan: it has no label of a service; of a service that this shop does not have; of one
 * that has ended; or it is a second server of a service that has another.
 */
export const FindingAspect = z.enum([
  'size',
  'power',
  'hostname',
  'unlabelled',
  'unknown-service',
  'ended-service',
  'second-server',
  'missing',
]);
export type FindingAspect = z.infer<typeof FindingAspect>;

/**
 * `ending`: the provider is being asked to end the server. `accepted` and `ignored` stay so while the provider tells the
 * same; `gone` ended by itself; `resolved` by what staff did.
 */
export const FindingState = z.enum(['open', 'ending', 'accepted', 'ignored', 'resolved', 'gone']);
export type FindingState = z.infer<typeof FindingState>;

/**
 * `push`: make it as we say. `accept`: take the provider's word. `terminate`: end the server, or the service. `adopt`:
 * make a service of it. `recreate`: make the server again for the same service.
 */
export const FindingAction = z.enum(['push', 'accept', 'ignore', 'terminate', 'adopt', 'recreate']);
export type FindingAction = z.infer<typeof FindingAction>;

export const FoundServer = z.strictObject({
  externalId: z.string(),
  /** The label that it carries, whoever wrote it. */
  label: z.string().nullable(),
  state: ServerState,
  hostname: z.string().nullable(),
  plan: z.string().nullable(),
  image: z.string().nullable(),
  location: z.string().nullable(),
  addresses: z.array(z.string()),
  createdAt: Timestamp.nullable(),
});
export type FoundServer = z.infer<typeof FoundServer>;

export const Finding = z.strictObject({
  id: Id,
  installationId: Id,
  provider: z.string(),
  kind: FindingKind,
  aspect: FindingAspect,
  state: FindingState,
  /** The two sides in a word each: plans, states of the server, host names. */
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  service: z
    .strictObject({
      id: Id,
      hostname: z.string(),
      label: z.string(),
      state: ServiceState,
      customer: z.strictObject({ id: Id, name: z.string(), email: z.string() }),
    })
    .nullable(),
  server: FoundServer.nullable(),
  /** What must be typed to end it: the host name, or the provider's id where it has none. */
  confirmation: z.string(),
  /** What may be done about it now. */
  actions: z.array(FindingAction),
  /** Why the last attempt to do something about it failed. */
  problem: z.string().nullable(),
  resolution: z.strictObject({ action: FindingAction, by: z.string(), at: Timestamp }).nullable(),
  firstSeenAt: Timestamp,
  lastSeenAt: Timestamp,
});
export type Finding = z.infer<typeof Finding>;
export const FindingPage = page(Finding);
export const FindingPath = z.strictObject({ findingId: Id });
export const FindingListQuery = PageQuery.extend({
  state: FindingState.optional(),
  kind: FindingKind.optional(),
  installationId: Id.optional(),
  serviceId: Id.optional(),
});

/** What makes a service of a server that exists already: no order, no invoice, billed from `renewsAt` on. */
export const AdoptServer = z.strictObject({
  customerId: Id,
  planId: Id,
  selection: Selection,
  period: Period,
  currency: Currency,
  /** What each period costs from now on; the price of the catalogue when it is left out. */
  recurring: Minor.optional(),
  /** When the next period begins; only something bought once has none. */
  renewsAt: Timestamp.nullable(),
  hostname: Hostname,
});
export type AdoptServer = z.infer<typeof AdoptServer>;

export const ResolveFinding = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['push', 'accept', 'ignore', 'recreate']) }),
  z.strictObject({ action: z.literal('terminate'), confirmation: z.string().max(500) }),
  AdoptServer.extend({ action: z.literal('adopt') }),
]);
export type ResolveFinding = z.infer<typeof ResolveFinding>;
