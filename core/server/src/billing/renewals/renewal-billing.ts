import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Daily, type DailyJob } from '../../platform/daily/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Faults } from '../../platform/faults/index.js';
import { Customers } from '../../platform/identity/index.js';
import { Jobs, type JobData } from '../../platform/jobs/index.js';
import { Tenants, type Tenant } from '../../platform/tenancy/index.js';
import { Invoices, mayBePaid } from '../invoices/index.js';
import { Orders } from '../orders/index.js';
import { ServiceRows, type ServiceRow } from '../services/index.js';
import { AgreedPrices } from './agreed-prices.js';
import { Buyers } from './buyers.js';
import { billedAt, nextPeriod, renewalLines, type Period } from './renewal.js';
import { RenewalCharges } from './renewal-charges.js';
import { RenewalRows } from './renewal-rows.js';

const BILL = 'renewals/bill';
const PAGE = 500;
const DAY_MS = 86_400_000;

interface BillJob extends JobData {
  readonly serviceId: string;
}

/** Issues the invoice of the next period, once, some days before it begins. */
@Injectable()
export class RenewalBilling {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: RenewalRows,
    private readonly services: ServiceRows,
    private readonly orders: Orders,
    private readonly invoices: Invoices,
    private readonly customers: Customers,
    private readonly charges: RenewalCharges,
    private readonly agreed: AgreedPrices,
    private readonly buyers: Buyers,
    private readonly events: Events,
    private readonly tenants: Tenants,
    private readonly clock: Clock,
    private readonly faults: Faults,
    private readonly jobs: Jobs,
    daily: Daily,
  ) {
    daily.task('renewals/daily', 1, job => this.begin(job));
    jobs.work<BillJob>(BILL, ({ tenantId, serviceId }) => this.bill(tenantId, serviceId));
    events.on('invoice.paid', 'renewals/invoice-paid', ({ data }) => this.paid(data.invoiceId));
    events.on('service.terminated', 'renewals/service-terminated', async ({ data }) => {
      await this.services.lock(data.serviceId);
      await this.drop(data.serviceId);
    });
  }

  /** One small job for each service: the day's work of a large shop survives any of them. */
  private async begin({ tenantId }: DailyJob): Promise<void> {
    const { paymentDays } = await this.tenants.byId(tenantId);
    const before = new Date(this.clock.now().getTime() + paymentDays * DAY_MS);
    let last: string | null = null;
    for (;;) {
      const ids: string[] = await this.db.run(tenantId, () => this.page(before, last));
      if (ids.length < PAGE) break;
      last = ids.at(-1)!;
    }
    await this.charges.sweep(tenantId);
  }

  private async page(before: Date, afterId: string | null): Promise<string[]> {
    const ids = await this.rows.toBill(before, afterId, PAGE);
    const { tenantId } = this.db;
    await this.jobs.sendAll(
      BILL,
      ids.map(serviceId => ({ tenantId, serviceId }) satisfies BillJob),
    );
    return ids;
  }

  private async bill(tenantId: string, serviceId: string): Promise<void> {
    const tenant = await this.tenants.byId(tenantId);
    this.faults.reach('renewals/bill:before-commit');
    await this.db.run(tenantId, async () => this.billNext(tenant, await this.services.lock(serviceId)));
    this.faults.reach('renewals/bill:after-commit');
  }

  /** The service's row is locked, so of many who come at once the first bills and the others find it done. */
  private async billNext(tenant: Tenant, service: ServiceRow): Promise<void> {
    if (service.renewsAt === null || !this.isDue(tenant, service) || (await this.agreed.isChanging(service.id))) return;
    const { number, isNext } = await this.rows.lastBilled(service.id, service.renewsAt);
    const period = isNext ? undefined : nextPeriod(service, number, tenant.timeZone);
    const invoiceId = newId(this.clock.now().getTime());
    if (!period || !(await this.rows.bill(service.id, period, invoiceId))) return;
    const now = this.clock.now();
    const dueAt = period.startsAt > now ? period.startsAt : now;
    const { id: serviceId, customerId } = service;
    await this.rows.insert({ invoiceId, serviceId, customerId, dueAt, nextTryAt: dueAt });
    await this.charges.schedule(invoiceId, 0, dueAt);
    await this.events.publish('service.renewal-billed', { serviceId, customerId, invoiceId });
    await this.issue(tenant, service, period, invoiceId, dueAt);
  }

  private async issue(tenant: Tenant, service: ServiceRow, period: Period, id: string, dueAt: Date): Promise<void> {
    const customer = await this.customers.read(service.customerId);
    const order = service.orderId === null ? undefined : await this.orders.read(service.orderId);
    const item = order?.items.find(({ serviceId }) => serviceId === service.id);
    const { locale } = customer;
    const buyer = await this.buyers.of(service, customer);
    const agreed = await this.agreed.linesOf(service.id);
    const ordered = agreed ? { lines: agreed } : item;
    const lines = renewalLines({ service, item: ordered, period, locale, timeZone: tenant.timeZone });
    const { currency } = service;
    await this.invoices.issue({ id, tenant, customerId: customer.id, orderId: null, dueAt, locale, currency, buyer, lines });
  }

  private isDue(tenant: Tenant, { state, wantedState, endsAt, renewsAt, period }: ServiceRow): boolean {
    if (state !== 'active' || wantedState === 'terminated' || endsAt !== null || renewsAt === null) return false;
    return billedAt(renewsAt, period, tenant.paymentDays, tenant.timeZone) <= this.clock.now();
  }

  /** [tx] What kept the next period from being billed is over; if its day has come, it is billed at once. */
  async catchUp(serviceId: string): Promise<void> {
    await this.jobs.send<BillJob>(BILL, { tenantId: this.db.tenantId, serviceId });
  }

  /**
   * [tx] The service ends: nobody has to pay for what it will not do. Money that is on its way becomes the customer's
   * credit. The service is locked.
   */
  async drop(serviceId: string): Promise<void> {
    for (const { invoiceId } of await this.rows.unpaid(serviceId)) {
      const invoice = await this.invoices.lock(invoiceId);
      if (mayBePaid(invoice.state) && invoice.paidMinor === 0n) await this.invoices.void(invoice);
      await this.charges.giveUp(invoiceId);
    }
  }

  /** [tx] Payment moves the service on, never back and never twice; what is long overdue is billed again at once. */
  private async paid(invoiceId: string): Promise<void> {
    const tenant = await this.tenants.byId(this.db.tenantId);
    await this.charges.finish(invoiceId);
    for (const { serviceId, endsAt } of await this.rows.periodsOf(invoiceId)) {
      const service = await this.services.lock(serviceId);
      if (service.renewsAt === null || service.renewsAt >= endsAt) continue;
      await this.services.change(service, { renewsAt: endsAt });
      const until = endsAt.toISOString();
      await this.events.publish('service.renewed', { serviceId, customerId: service.customerId, until });
      if (this.isDue(tenant, { ...service, renewsAt: endsAt }))
        await this.jobs.send<BillJob>(BILL, { tenantId: tenant.id, serviceId });
    }
  }
}
