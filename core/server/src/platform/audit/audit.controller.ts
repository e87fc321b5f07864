import { Controller } from '@nestjs/common';
import { operations, type Answer, type Input } from '@hostwright/sdk/http';
import { TenantDb } from '../database/index.js';
import { CurrentTenant, decodeCursor, In, Operation, pageOf } from '../http/index.js';
import type { Tenant } from '../tenancy/index.js';

interface EntryRow {
  readonly id: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly detail: Record<string, unknown>;
  readonly createdAt: Date;
}

@Controller()
export class AuditController {
  constructor(private readonly db: TenantDb) {}

  /** Newest first. `search` is the beginning of what was done, `customerId` who it was done by or to. */
  @Operation(operations.listAudit)
  async list(
    @CurrentTenant() tenant: Tenant,
    @In() { query }: Input<typeof operations.listAudit>,
  ): Promise<Answer<typeof operations.listAudit>> {
    const cursor = decodeCursor(query.cursor);
    const rows = await this.db.run(tenant.id, () =>
      this.db.query<EntryRow>(
        `select id, actor, action, target, detail, created_at from audit_entries
         where tenant_id = $1
           and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
           and ($4::text is null or starts_with(action, $4))
           and ($5::text is null or actor = $5 or target = $5)
         order by created_at desc, id desc limit $6`,
        [
          tenant.id,
          cursor?.createdAt,
          cursor?.id,
          query.search?.toLowerCase(),
          query.customerId && `customer:${query.customerId}`,
          query.limit + 1,
        ],
      ),
    );
    const page = pageOf(rows, query.limit);
    return { items: page.rows.map(({ createdAt, ...entry }) => ({ ...entry, at: createdAt.toISOString() })), next: page.next };
  }
}
