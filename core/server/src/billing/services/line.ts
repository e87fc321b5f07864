import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { type OperationRow, OperationRows } from './operation-rows.js';
import { isHandWork } from './wishes.js';

/** How many servers of one installation are made at the same time. */
const AT_ONCE = 20;

/** Whoever is called is called by the one before; this is for when that was missed. */
export const LINE_LOOK_MS = 300_000;

export const IN_LINE = 'in-line';

const OF_INSTALLATION = `from service_operations o join services s on s.tenant_id = o.tenant_id and s.id = o.service_id
  where o.tenant_id = $1 and s.installation_id = $2 and o.kind = 'create'`;

type Making = Pick<OperationRow, 'kind' | 'state' | 'steps'>;

/** Whether a place at the provider is taken; people who set a machine up are not the provider's to count. */
const takesPlace = ({ kind, state, steps }: Making): boolean =>
  kind === 'create' && (state === 'started' || state === 'creating') && !isHandWork({ steps });

/**
 * The servers that a provider is to make, in the order in which they were ordered: a thousand at once would only have it
 * refuse most of them. Methods run inside `TenantDb.run`.
 */
@Injectable()
export class Line {
  constructor(
    private readonly db: TenantDb,
    private readonly operations: OperationRows,
  ) {}

  /** Whoever asks holds the line until the end of the transaction, so that two never take the last place. */
  async hasPlace(installationId: string): Promise<boolean> {
    await this.db.query('select pg_advisory_xact_lock(hashtextextended($1::text, 15))', [installationId]);
    return (await this.free(installationId)) > 0;
  }

  /** Calls those whose turn it is, when a place has become free. */
  async moveUp(installationId: string | null, before: Making, after: Making): Promise<void> {
    if (installationId === null || !takesPlace(before) || takesPlace(after)) return;
    const free = await this.free(installationId);
    if (free <= 0) return;
    const rows = await this.db.query<Pick<OperationRow, 'id' | 'serviceId' | 'fence'>>(
      `select o.id, o.service_id, o.fence ${OF_INSTALLATION} and o.state = 'waiting' and o.steps->-1->>'code' = '${IN_LINE}'
       order by o.created_at, o.id limit $3`,
      [this.db.tenantId, installationId, free],
    );
    for (const row of rows) await this.operations.schedule(row, 0, installationId);
  }

  private async free(installationId: string): Promise<number> {
    const row = await this.db.one<{ count: number }>(
      `select count(*)::int as count ${OF_INSTALLATION} and o.state in ('started', 'creating')
         and not (o.steps @> '[{"code":"hand-work"}]' or o.steps @> '[{"code":"manual"}]')`,
      [this.db.tenantId, installationId],
    );
    return AT_ONCE - (row?.count ?? 0);
  }
}
