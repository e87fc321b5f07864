import type { Finding, FoundServer, ProviderWalk } from '@hostwright/sdk/http';
import type { Customer } from '../../platform/identity/index.js';
import { actionsFor } from './finding-actions.js';
import type { ShownFinding, StoredServer } from './finding-rows.js';
import { confirmationOf } from './resolutions.js';
import type { WalkRow } from './walk-rows.js';

export const presentWalk = (row: WalkRow, provider: string): ProviderWalk => ({
  id: row.id,
  installationId: row.installationId,
  provider,
  state: row.state,
  origin: row.origin,
  servers: row.servers,
  services: row.services,
  findings: row.findings,
  news: row.news,
  problem: row.problem,
  startedAt: row.startedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  durationMs: row.finishedAt && row.finishedAt.getTime() - row.startedAt.getTime(),
});

export const presentFinding = (row: ShownFinding, customer: Customer | undefined, capabilities: readonly string[]): Finding => ({
  id: row.id,
  installationId: row.installationId,
  provider: row.provider,
  kind: row.kind,
  aspect: row.aspect,
  state: row.state,
  ours: row.ours,
  theirs: row.theirs,
  service:
    row.serviceId !== null && customer
      ? {
          id: row.serviceId,
          hostname: row.hostname!,
          label: `${row.productName} ${row.planName}`,
          state: row.serviceState!,
          customer: { id: customer.id, name: customer.name, email: customer.email },
        }
      : null,
  server: row.server && presentServer(row.server),
  confirmation: confirmationOf(row),
  actions: actionsFor(row, capabilities),
  problem: row.problem,
  resolution:
    row.resolution === null || row.resolvedAt === null
      ? null
      : { action: row.resolution, by: row.resolverName ?? '', at: row.resolvedAt.toISOString() },
  firstSeenAt: row.firstSeenAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
});

const presentServer = (server: StoredServer): FoundServer => ({
  externalId: server.externalId,
  label: server.serviceId ?? null,
  state: server.state,
  hostname: server.hostname ?? null,
  plan: server.plan ?? null,
  image: server.image ?? null,
  location: server.location ?? null,
  addresses: server.addresses.map(({ address }) => address),
  createdAt: server.createdAt ?? null,
});
