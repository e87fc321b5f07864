import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Daily, type DailyJob } from '../../platform/daily/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Faults } from '../../platform/faults/index.js';
import { Jobs, type JobData } from '../../platform/jobs/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { Invoices, mayBePaid, type InvoiceRow } from '../invoices/index.js';
import { Notifications } from '../notifications/index.js';
import { SavedCharge } from '../payments/index.js';
import { RenewalBilling, RenewalRows } from '../renewals/index.js';
import { OperationRows, ServiceControl, type ServiceRow, ServiceRows } from '../services/index.js';
import { dueSoon, nextStep, WARNING_DAYS, type Step } from './dunning.js';
import { DunningRows, type Overdue } from './dunning-rows.js';

const STEP = 'dunning/step';
const UNPAID = 'unpaid';
const PAGE = 500;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface StepJob extends JobData, Overdue {}

interface Unpaid {
  readonly service: ServiceRow;
  readonly invoice: InvoiceRow;
  readonly overdue: Overdue;
}

/** What happens when nobody pays for the next period: a warning, a pause, another warning, the end. A payment ends it at any time. */
@Injectable()
export class Dunnings {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly tenants: Tenants,
    private readonly rows: DunningRows,
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
    private readonly control: ServiceControl,
    private readonly invoices: Invoices,
    private readonly renewals: RenewalBilling,
    private readonly renewalRows: RenewalRows,
    private readonly charges: SavedCharge,
    private readonly notifications: Notifications,
    private readonly events: Events,
    private readonly faults: Faults,
    private readonly jobs: Jobs,
    daily: Daily,
  ) {
    daily.task('dunning/daily', 4, job => this.begin(job));
    jobs.work<StepJob>(STEP, job => this.look(job));
    events.on('invoice.paid', 'dunning/invoice-paid', ({ data }) => this.paid(data.invoiceId));
  }

  /** One small job for each renewal: the day's work of a large shop survives any of them. */
  private async begin({ tenantId }: DailyJob): Promise<void> {
    let last: string | null = null;
    for (;;) {
      const page: Overdue[] = await this.db.run(tenantId, () => this.page(last));
      if (page.length < PAGE) return;
      last = page.at(-1)!.invoiceId;
    }
  }

  private async page(afterId: string | null): Promise<Overdue[]> {
    const overdue = await this.rows.overdue(this.clock.now(), afterId, PAGE);
    const { tenantId } = this.db;
    await this.jobs.sendAll(
      STEP,
      overdue.map(one => ({ ...one, tenantId }) satisfies StepJob),
    );
    return overdue;
  }

  private async look({ tenantId, invoiceId, serviceId }: StepJob): Promise<void> {
    const { timeZone } = await this.tenants.byId(tenantId);
    this.faults.reach('dunning/step:before-commit');
    await this.db.run(tenantId, async () => {
      const unpaid = await this.lock({ invoiceId, serviceId });
      if (!unpaid) return;
      const row = await this.rows.of(unpaid.overdue);
      const step = nextStep(row, unpaid.invoice.dueAt, await this.rows.days(), this.clock.now(), timeZone);
      if (step) return this.take(unpaid, step);
      const soon = dueSoon(row, this.clock.now());
      if (soon) await this.again(unpaid.overdue, soon);
    });
  }

  /** Undefined where nothing is to be done: it is paid or just being paid, or the service ends anyway. */
  private async lock(overdue: Overdue): Promise<Unpaid | undefined> {
    const service = await this.services.lock(overdue.serviceId);
    const isStanding = service.state === 'active' || service.state === 'suspended';
    if (!isStanding || service.wantedState === 'terminated' || service.endsAt !== null) return undefined;
    const invoice = await this.invoices.lock(overdue.invoiceId);
    if (!mayBePaid(invoice.state) || invoice.dueAt > this.clock.now()) return undefined;
    await this.invoices.lapse(invoice);
    const renewal = await this.renewalRows.find(invoice.id);
    const isBeingPaid = renewal?.state === 'charging' || (await this.charges.isBeingPaid(invoice.id, HOUR_MS));
    return isBeingPaid ? undefined : { service, invoice, overdue };
  }

  private take(unpaid: Unpaid, { kind, at }: Step): Promise<void> {
    switch (kind) {
      case 'announce-suspension':
        return this.announce(unpaid, 'suspendsAt', at);
      case 'suspend':
        return this.suspend(unpaid);
      case 'announce-termination':
        // Staff who let it run again have decided.
        return unpaid.service.wantedState === 'suspended' ? this.announce(unpaid, 'terminatesAt', at) : Promise.resolve();
      case 'terminate':
        return this.terminate(unpaid);
    }
  }

  private async announce({ overdue }: Unpaid, what: 'suspendsAt' | 'terminatesAt', at: Date): Promise<void> {
    await this.rows.note(overdue.invoiceId, what, at);
    const name = what === 'suspendsAt' ? 'service.suspension-announced' : 'service.termination-announced';
    await this.events.publish(name, { ...overdue, at: at.toISOString() });
    await this.again(overdue, at);
  }

  private async suspend({ overdue }: Unpaid): Promise<void> {
    await this.rows.note(overdue.invoiceId, 'suspendedAt', this.clock.now());
    await this.control.suspend(overdue.serviceId, UNPAID);
  }

  /** For good, so only where nothing speaks against it; tomorrow is another day. */
  private async terminate({ service, overdue }: Unpaid): Promise<void> {
    if (service.wantedState !== 'suspended' || service.disputes > 0) return;
    if (await this.operations.current(service.id)) return;
    const toldAt = await this.notifications.toldAt('termination-announced', overdue.invoiceId);
    if (!toldAt) return;
    const notBefore = new Date(toldAt.getTime() + WARNING_DAYS * DAY_MS);
    if (notBefore > this.clock.now()) return this.again(overdue, notBefore);
    await this.rows.note(overdue.invoiceId, 'terminatedAt', this.clock.now());
    await this.renewals.drop(service.id);
    await this.control.terminate(service.id, UNPAID);
  }

  /** The service runs again unless something else is to be paid for it. What staff have stopped stays stopped. */
  private async paid(invoiceId: string): Promise<void> {
    const row = await this.rows.find(invoiceId);
    if (!row) return;
    const service = await this.services.lock(row.serviceId);
    if (await this.isOverdue(service.id)) return;
    await this.control.unsuspend(service.id, UNPAID);
  }

  private async isOverdue(serviceId: string): Promise<boolean> {
    const now = this.clock.now();
    for (const { invoiceId, dueAt } of await this.renewalRows.unpaid(serviceId)) {
      if (dueAt <= now && mayBePaid((await this.invoices.read(invoiceId)).state)) return true;
    }
    return false;
  }

  private async again(overdue: Overdue, startAfter: Date): Promise<void> {
    await this.jobs.send<StepJob>(STEP, { ...overdue, tenantId: this.db.tenantId }, { startAfter });
  }
}
