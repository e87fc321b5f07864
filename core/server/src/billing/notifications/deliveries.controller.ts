import { Controller } from '@nestjs/common';
import { type AdminDelivery, type Input, operations } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentTenant, decodeCursor, In, Operation, pageOf } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import type { DeliveryState } from './delivery.js';

interface Row {
  readonly id: string;
  readonly template: string;
  readonly channel: string | null;
  readonly recipient: string;
  readonly state: DeliveryState;
  readonly detail: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

/** What was sent to customers, for staff. */
@Controller()
export class DeliveriesController {
  constructor(private readonly db: TenantDb) {}

  @Operation(operations.listDeliveries)
  async list(@CurrentTenant() tenant: Tenant, @In() { query }: Input<typeof operations.listDeliveries>) {
    const after = decodeCursor(query.cursor);
    const found = await this.db.run(tenant.id, () =>
      this.db.query<Row>(
        `select d.id, d.template, i.label as channel, d.recipient, d.state, d.detail, d.created_at, d.sent_at
         from deliveries d left join plugin_installations i on i.tenant_id = d.tenant_id and i.id = d.installation_id
         where d.tenant_id = $1
           and ($2::timestamptz is null or (d.created_at, d.id) < ($2::timestamptz, $3::uuid))
           and ($4::text is null or d.state = $4)
           and ($5::uuid is null or d.customer_id = $5)
           and ($6::text is null or starts_with(d.recipient, $6))
         order by d.created_at desc, d.id desc limit $7`,
        [
          tenant.id,
          after?.createdAt ?? null,
          after?.id ?? null,
          query.state ?? null,
          query.customerId ?? null,
          query.search?.toLowerCase() ?? null,
          query.limit + 1,
        ],
      ),
    );
    const { rows, next } = pageOf(found, query.limit);
    return { items: rows.map(present), next };
  }
}

function present({ id, template, channel, recipient, state, detail, createdAt, sentAt }: Row): AdminDelivery {
  const times = { createdAt: createdAt.toISOString(), sentAt: sentAt?.toISOString() ?? null };
  return { id, template, channel: channel ?? '—', to: recipient, state, detail, ...times };
}
