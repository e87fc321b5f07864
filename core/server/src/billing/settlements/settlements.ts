import { Injectable } from '@nestjs/common';
import type { SettlementDifference, SettlementRun } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf } from '../../platform/http/index.js';
import { Installations } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { DifferenceRows } from './difference-rows.js';
import { RunRows } from './run-rows.js';
import { presentDifference, presentRun } from './settlement.presenter.js';

interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

export interface DifferenceQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly installationId?: string | undefined;
}

/** What staff see of the nightly comparisons. */
@Injectable()
export class Settlements {
  constructor(
    private readonly db: TenantDb,
    private readonly runs: RunRows,
    private readonly differences: DifferenceRows,
    private readonly installations: Installations,
    private readonly audit: Audit,
  ) {}

  list(tenant: Tenant, { cursor, ...query }: DifferenceQuery): Promise<Page<SettlementDifference>> {
    return this.db.run(tenant.id, async () => {
      const found = await this.differences.list({ ...query, after: decodeCursor(cursor) });
      const dated = found.map(row => ({ ...row, createdAt: row.firstSeenAt }));
      const { rows, next } = pageOf(dated, query.limit);
      const labels = await this.labels(tenant.id);
      return { items: rows.map(row => presentDifference(row, labels.get(row.installationId) ?? '')), next };
    });
  }

  listRuns(tenant: Tenant, { cursor, limit }: Pick<DifferenceQuery, 'cursor' | 'limit'>): Promise<Page<SettlementRun>> {
    return this.db.run(tenant.id, async () => {
      const found = await this.runs.list(decodeCursor(cursor), limit);
      const { rows, next } = pageOf(
        found.map(row => ({ ...row, createdAt: row.startedAt })),
        limit,
      );
      const labels = await this.labels(tenant.id);
      return { items: rows.map(row => presentRun(row, labels.get(row.installationId) ?? '')), next };
    });
  }

  close(tenant: Tenant, differenceId: string, note: string, actor: string): Promise<SettlementDifference> {
    return this.db.run(tenant.id, async () => {
      const row = await this.differences.close(differenceId, note);
      await this.audit.record({
        actor,
        action: 'settlement-difference.closed',
        target: `settlement-difference:${row.id}`,
        detail: { reference: row.reference, kind: row.kind },
      });
      return presentDifference(row, (await this.labels(tenant.id)).get(row.installationId) ?? '');
    });
  }

  /** [tx] What staff should look at. */
  async attention(limit = 20): Promise<readonly { readonly kind: 'settlement-difference'; id: string; title: string }[]> {
    const rows = await this.differences.list({ state: 'open', limit: limit - 1 });
    const labels = await this.labels(this.db.tenantId);
    return rows.map(({ id, kind, installationId, reference }) => ({
      kind: 'settlement-difference',
      id,
      title: `${labels.get(installationId) ?? ''} ${reference}: ${kind}`,
    }));
  }

  private async labels(tenantId: string): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.installations.list(tenantId)).map(({ id, label }) => [id, label]));
  }
}
