import { Injectable } from '@nestjs/common';
import { failureKind, type ListedServer, type ServerProvider } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import type { Claim } from './claim.js';
import type { Outcome } from './verdict.js';

/** From so many servers on that are watched at one provider, one list costs less than asking for each. */
const MANY = 10;

/** Whoever has not been watched for so long is not watched any more. */
const WATCHED_MS = 60_000;

/** How long one list answers for all who ask: so long for each of its pages. */
const FRESH_MS = 1000;

const MOST_PAGES = 20;

interface Listing {
  readonly at: number;
  /** While it is being read, whoever asks waits for it. */
  freshUntil: number;
  /** Undefined where the provider's list cannot be had, though the provider can be reached. */
  readonly servers: Promise<ReadonlyMap<string, ListedServer> | undefined>;
}

interface Watch {
  /** When each server was asked about last. */
  readonly seen: Map<string, number>;
  listing?: Listing;
}

/**
 * Keeps a provider from being asked about each of many servers again and again: while many are being worked on there, one
 * list every few seconds says which of them still are. It answers at every second look only: a list just tells, and a plugin
 * whose work has several steps takes the next one when it is asked for the server itself.
 */
@Injectable()
export class ListedServers {
  private readonly watches = new Map<string, Watch>();

  constructor(private readonly clock: Clock) {}

  /** Undefined when the server has to be asked for itself. */
  async stillAtWork(provider: ServerProvider, { service, operation }: Claim): Promise<Outcome | undefined> {
    const { installationId, externalId } = service;
    if (!provider.list || installationId === null || externalId === null) return undefined;
    const now = this.clock.now().getTime();
    const watch = this.watchOf(installationId);
    watch.seen.set(externalId, now);
    if (countRecent(watch.seen, now) <= MANY || !isListsTurn(operation)) return undefined;
    const listing = this.listing(provider, watch, now);
    const server = (await listing.servers)?.get(externalId);
    const isAtWork = server?.state === 'creating' || server?.state === 'changing';
    if (!isAtWork || isOlderThan(listing, operation.createdAt)) return undefined;
    return { kind: 'snapshot', snapshot: { externalId, state: server.state, addresses: server.addresses } };
  }

  private watchOf(installationId: string): Watch {
    let watch = this.watches.get(installationId);
    if (!watch) this.watches.set(installationId, (watch = { seen: new Map() }));
    return watch;
  }

  private listing(provider: ServerProvider, watch: Watch, now: number): Listing {
    const known = watch.listing;
    if (known && now < known.freshUntil) return known;
    const read = readAll(provider).catch(withoutList);
    const made: Listing = { at: now, freshUntil: Infinity, servers: read.then(list => list?.servers) };
    watch.listing = made;
    read.then(
      list => (made.freshUntil = this.clock.now().getTime() + (list?.pages ?? MOST_PAGES) * FRESH_MS),
      () => watch.listing === made && delete watch.listing,
    );
    return made;
  }
}

/** The first look asks for the server itself. */
const isListsTurn = ({ checks }: Claim['operation']): boolean => checks % 2 === 1;

/** Its servers are asked for one by one then. A provider that nobody reaches is not asked more often for that. */
function withoutList(error: unknown): undefined {
  if (failureKind(error) === 'retryable') throw error;
}

/** A list that was made before the operation began says nothing about it. */
const isOlderThan = ({ at }: Listing, begun: Date): boolean => at < begun.getTime();

function countRecent(seen: Map<string, number>, now: number): number {
  for (const [externalId, at] of seen) if (now - at > WATCHED_MS) seen.delete(externalId);
  return seen.size;
}

async function readAll(provider: ServerProvider) {
  const servers = new Map<string, ListedServer>();
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await provider.list!(cursor);
    for (const server of page.servers) servers.set(server.externalId, server);
    cursor = page.next;
    pages += 1;
  } while (cursor !== undefined && pages < MOST_PAGES);
  return { servers, pages };
}
