import { Injectable } from '@nestjs/common';
import type { Dashboard as DashboardAnswer } from '@hostwright/sdk/http';
import { DisputeReader } from '../../billing/disputes/index.js';
import { Payments, UnmatchedPayments } from '../../billing/payments/index.js';
import { PlacementReader } from '../../billing/placement/index.js';
import { Refunds } from '../../billing/refunds/index.js';
import { Settlements } from '../../billing/settlements/index.js';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { PluginRegistry } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';

const DAYS = 30;

/** The figures of the panel's first page, each a sum over what the tables say now. */
@Injectable()
export class Dashboard {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly registry: PluginRegistry,
    private readonly payments: Payments,
    private readonly unmatched: UnmatchedPayments,
    private readonly refunds: Refunds,
    private readonly disputes: DisputeReader,
    private readonly settlements: Settlements,
    private readonly placements: PlacementReader,
  ) {}

  read(tenant: Tenant): Promise<DashboardAnswer> {
    return this.db.run(tenant.id, async () => ({
      income: await this.income(tenant),
      openInvoices: await this.openInvoices(),
      services: await this.services(),
      orders: await this.orders(tenant),
      customers: await this.customers(),
      attention: [...(await this.attention()), ...this.brokenPlugins()],
    }));
  }

  /** Money that came in through gateways, by the tenant's own calendar days. */
  private income(tenant: Tenant): Promise<DashboardAnswer['income']> {
    return this.db.query(
      `select to_char(created_at at time zone $2, 'YYYY-MM-DD') as day, currency, sum(amount_minor)::text as amount
       from ledger_postings
       where tenant_id = $1 and source >= 'gateway:' and source < 'gateway;' and starts_with(reference, 'payment:') and created_at >= $3
       group by 1, 2 order by 1, 2`,
      [tenant.id, tenant.timeZone, this.startOfDay(tenant, DAYS - 1)],
    );
  }

  private openInvoices(): Promise<DashboardAnswer['openInvoices']> {
    return this.db.query(
      `select currency, count(*)::int as count, sum(total_minor - paid_minor)::text as amount from invoices
       where tenant_id = $1 and state in ('open', 'overdue') group by currency order by currency`,
      [this.db.tenantId],
    );
  }

  private services(): Promise<DashboardAnswer['services']> {
    return this.db.query(
      'select state, count(*)::int as count from services where tenant_id = $1 group by state order by state',
      [this.db.tenantId],
    );
  }

  private async orders(tenant: Tenant): Promise<DashboardAnswer['orders']> {
    const row = await this.db.one<DashboardAnswer['orders']>(
      `select count(*) filter (where placed_at >= $2)::int as today, count(*)::int as month from orders where tenant_id = $1 and placed_at >= $3`,
      [tenant.id, this.startOfDay(tenant, 0), this.startOfMonth(tenant)],
    );
    return row!;
  }

  private async customers(): Promise<number> {
    return (await this.db.one<{ count: number }>('select count(*)::int as count from customers where tenant_id = $1', [
      this.db.tenantId,
    ]))!.count;
  }

  private async attention(): Promise<DashboardAnswer['attention']> {
    const failed = await this.db.query<DashboardAnswer['attention'][number]>(
      `select 'service-failed' as kind, id::text, hostname as title from services
       where tenant_id = $1 and state = 'failed' order by created_at desc limit 20`,
      [this.db.tenantId],
    );
    return [
      ...failed,
      ...(await this.placements.waiting(20)),
      ...(await this.disputes.attention(20)),
      ...(await this.refunds.attention(20)),
      ...(await this.unmatched.attention(20)),
      ...(await this.payments.attention(20)),
      ...(await this.settlements.attention(20)),
    ];
  }

  private brokenPlugins(): DashboardAnswer['attention'] {
    return this.registry.leftOut().map(({ id, problem }) => ({ kind: 'plugin-failed', id, title: `${id}: ${problem}` }));
  }

  private startOfDay(tenant: Tenant, daysAgo: number): Date {
    return new Date(this.today(tenant).subtract({ days: daysAgo }).toZonedDateTime(tenant.timeZone).epochMilliseconds);
  }

  private startOfMonth(tenant: Tenant): Date {
    return new Date(this.today(tenant).with({ day: 1 }).toZonedDateTime(tenant.timeZone).epochMilliseconds);
  }

  private today(tenant: Tenant): Temporal.PlainDate {
    return Temporal.Instant.fromEpochMilliseconds(this.clock.now().getTime()).toZonedDateTimeISO(tenant.timeZone).toPlainDate();
  }
}
