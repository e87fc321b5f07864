import { Injectable } from '@nestjs/common';
import type { Finding, FindingKind, FindingState, ProviderWalk, ReconciledProvider } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf, Problem } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import { Installations, Plugins, type UsableInstallation } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { FindingRows, type ShownFinding } from './finding-rows.js';
import { ProviderWalks } from './provider-walks.js';
import { presentFinding, presentWalk } from './reconciliation.presenter.js';
import { turnsFrom } from './schedule.js';
import { type WalkRow, WalkRows } from './walk-rows.js';

interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

interface Paged {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly installationId?: string | undefined;
}

export interface FindingQuery extends Paged {
  readonly state?: FindingState | undefined;
  readonly kind?: FindingKind | undefined;
  readonly serviceId?: string | undefined;
}

type Open = { -readonly [Kind in FindingKind]: number };

/** The comparisons with providers as staff see them. */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly customers: Customers,
    private readonly installations: Installations,
    private readonly plugins: Plugins,
    private readonly walker: ProviderWalks,
    private readonly walks: WalkRows,
    private readonly findings: FindingRows,
  ) {}

  async providers(tenant: Tenant): Promise<ReconciledProvider[]> {
    const installations = await this.walker.installations(tenant.id);
    return this.db.run(tenant.id, async () => {
      const last = await this.walks.lastOf(installations.map(({ id }) => id));
      const counts = Map.groupBy(await this.findings.openOf(), ({ installationId }) => installationId);
      return installations.map(installation => {
        const open: Open = { drift: 0, orphan: 0, ghost: 0 };
        for (const { kind, count } of counts.get(installation.id) ?? []) open[kind] = count;
        return this.present(tenant, installation, last.get(installation.id), open);
      });
    });
  }

  /** Begins a walk, or tells of the one that is under way. */
  async walk(tenant: Tenant, installationId: string): Promise<ReconciledProvider> {
    if (!(await this.walker.installations(tenant.id)).some(({ id }) => id === installationId)) {
      const isOurs = (await this.installations.list(tenant.id)).some(({ id }) => id === installationId);
      throw new Problem(isOurs ? 'not-supported' : 'not-found');
    }
    await this.walker.begin(tenant.id, installationId);
    return (await this.providers(tenant)).find(one => one.installationId === installationId)!;
  }

  listWalks(tenant: Tenant, { cursor, limit, installationId }: Paged): Promise<Page<ProviderWalk>> {
    return this.db.run(tenant.id, async () => {
      const found = await this.walks.list(installationId, decodeCursor(cursor), limit);
      const { rows, next } = pageOf(
        found.map(walk => ({ walk, id: walk.id, createdAt: walk.startedAt })),
        limit,
      );
      const labels = new Map((await this.installations.list(tenant.id)).map(({ id, label }) => [id, label]));
      return { items: rows.map(({ walk }) => presentWalk(walk, labels.get(walk.installationId) ?? '')), next };
    });
  }

  list(tenant: Tenant, { cursor, ...query }: FindingQuery): Promise<Page<Finding>> {
    return this.db.run(tenant.id, async () => {
      const found = await this.findings.list({ ...query, after: decodeCursor(cursor) });
      const { rows, next } = pageOf(
        found.map(finding => ({ finding, id: finding.id, createdAt: finding.firstSeenAt })),
        query.limit,
      );
      return { items: await this.presentAll(rows.map(({ finding }) => finding)), next };
    });
  }

  read(tenant: Tenant, findingId: string): Promise<Finding> {
    return this.db.run(tenant.id, async () => (await this.presentAll([await this.findings.read(findingId)]))[0]!);
  }

  private async presentAll(found: readonly ShownFinding[]): Promise<Finding[]> {
    const customers = await this.customers.many(found.flatMap(({ customerId }) => customerId ?? []));
    return found.map(finding =>
      presentFinding(
        finding,
        customers.get(finding.customerId ?? ''),
        this.plugins.manifest(finding.pluginId)?.capabilities ?? [],
      ),
    );
  }

  private present(
    { timeZone }: Tenant,
    { id, label, pluginId }: UsableInstallation,
    last: WalkRow | undefined,
    open: ReconciledProvider['open'],
  ): ReconciledProvider {
    return {
      installationId: id,
      provider: label,
      pluginId,
      lastWalk: last ? presentWalk(last, label) : null,
      nextWalkAt: this.nextTurn(id, timeZone).toISOString(),
      open,
    };
  }

  private nextTurn(installationId: string, timeZone: string): Date {
    const now = this.clock.now();
    const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).startOfDay();
    const days = [today, today.add({ days: 1 })].map(day => new Date(day.epochMilliseconds));
    return days.flatMap(day => turnsFrom(day, installationId)).find(turn => turn > now)!;
  }
}
