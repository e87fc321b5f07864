import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Daily } from '../../platform/daily/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import { Jobs, type JobData } from '../../platform/jobs/index.js';
import { Invoices } from '../invoices/index.js';
import { RenewalBilling, RenewalRows } from '../renewals/index.js';
import { type Orderer, ServiceControl, type ServiceRow, ServiceRows } from '../services/index.js';

const END = 'changes/end';
const AGAIN_MS = 60_000;
const AT_ONCE = 500;

interface EndJob extends JobData {
  readonly serviceId: string;
}

export interface WantedEnd {
  readonly when: 'period-end' | 'now';
  readonly confirmation: string;
}

/** Customers end their services: now, or when what they have paid for is over. Until then they may change their mind. */
@Injectable()
export class ServiceEnds {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly services: ServiceRows,
    private readonly control: ServiceControl,
    private readonly renewals: RenewalBilling,
    private readonly renewalRows: RenewalRows,
    private readonly invoices: Invoices,
    private readonly audit: Audit,
    private readonly events: Events,
    private readonly jobs: Jobs,
    daily: Daily,
  ) {
    jobs.work<EndJob>(END, ({ tenantId, serviceId }) => db.run(tenantId, () => this.end(serviceId)));
    daily.task('changes/daily', 2, ({ tenantId }) => db.run(tenantId, () => this.sweep()));
    events.on('service.renewed', 'changes/service-renewed', ({ data }) => this.follow(data.serviceId));
  }

  cancel(orderer: Orderer, serviceId: string, { when, confirmation }: WantedEnd): Promise<void> {
    return this.db.run(orderer.tenantId, async () => {
      const service = await this.lock(orderer, serviceId);
      if (confirmation.trim().toLowerCase() !== service.hostname) throw new Problem('confirmation-wrong');
      const isStanding = service.state === 'active' || service.state === 'suspended';
      if (!isStanding || service.wantedState === 'terminated')
        throw new Problem('service-state', `The service is ${service.state}`);
      const { renewsAt } = service;
      if (when === 'period-end' && renewsAt === null) throw new Problem('service-state', 'The service has no periods');
      const endsAt = when === 'period-end' && renewsAt && renewsAt > this.clock.now() ? renewsAt : undefined;
      await (endsAt ? this.plan(service, endsAt) : this.stop(service));
      await this.record(orderer, 'service.cancelled', service, { when });
    });
  }

  /** The renewal that was left out meanwhile is billed as soon as its day has come. */
  keep(orderer: Orderer, serviceId: string): Promise<void> {
    return this.db.run(orderer.tenantId, async () => {
      const service = await this.lock(orderer, serviceId);
      if (service.endsAt === null || service.wantedState === 'terminated' || service.state === 'terminated')
        throw new Problem('service-state', 'The service was not cancelled');
      await this.services.change(service, { endsAt: null, endsAskedAt: null });
      await this.events.publish('service.cancellation-withdrawn', { serviceId, customerId: service.customerId });
      await this.renewals.catchUp(serviceId);
      await this.record(orderer, 'service.kept', service);
    });
  }

  private async plan(service: ServiceRow, endsAt: Date): Promise<void> {
    const { id: serviceId, customerId } = service;
    await this.services.change(service, { endsAt, endsAskedAt: this.clock.now() });
    await this.schedule(serviceId, endsAt);
    await this.events.publish('service.cancellation-asked', { serviceId, customerId, endsAt: endsAt.toISOString() });
  }

  private async stop(service: ServiceRow): Promise<void> {
    await this.renewals.drop(service.id);
    await this.control.terminate(service.id, 'cancelled');
  }

  private async end(serviceId: string): Promise<void> {
    const service = await this.services.lock(serviceId);
    const now = this.clock.now();
    if (service.endsAt === null || service.state === 'terminated' || service.wantedState === 'terminated') return;
    // A queue may look at another clock; what lies further ahead has a job of its own.
    const earlyMs = service.endsAt.getTime() - now.getTime();
    if (earlyMs > 0) return earlyMs < AGAIN_MS ? this.schedule(serviceId, service.endsAt) : undefined;
    if (await this.isJustPaid(serviceId)) return this.schedule(serviceId, new Date(now.getTime() + AGAIN_MS));
    if (service.renewsAt && service.renewsAt > now) return this.follow(serviceId);
    await this.stop(service);
  }

  /** The next period was paid all the same: the paid time ends later, and the service with it. */
  private async follow(serviceId: string): Promise<void> {
    const service = await this.services.lock(serviceId);
    const { endsAt, renewsAt } = service;
    if (endsAt === null || renewsAt === null || renewsAt <= endsAt) return;
    await this.services.change(service, { endsAt: renewsAt });
    await this.schedule(serviceId, renewsAt);
  }

  /** A payment whose period has not been noted yet. */
  private async isJustPaid(serviceId: string): Promise<boolean> {
    for (const { invoiceId } of await this.renewalRows.unpaid(serviceId)) {
      if ((await this.invoices.read(invoiceId)).state === 'paid') return true;
    }
    return false;
  }

  /** What a lost job has left behind. */
  private async sweep(): Promise<void> {
    const rows = await this.db.query<{ id: string }>(
      `select id from services where tenant_id = $1 and ends_at <= $2 and state <> 'terminated' and wanted_state <> 'terminated'
       order by ends_at limit ${AT_ONCE}`,
      [this.db.tenantId, this.clock.now()],
    );
    for (const { id } of rows) await this.schedule(id, this.clock.now());
  }

  private async schedule(serviceId: string, at: Date): Promise<void> {
    await this.jobs.send<EndJob>(END, { tenantId: this.db.tenantId, serviceId }, { startAfter: at });
  }

  /** Somebody else's service is not there. */
  private async lock({ kind, id }: Orderer, serviceId: string): Promise<ServiceRow> {
    const service = await this.services.lock(serviceId);
    if (kind === 'customer' && service.customerId !== id) throw new Problem('not-found');
    return service;
  }

  private async record({ kind, id }: Orderer, action: string, service: ServiceRow, detail: object = {}): Promise<void> {
    await this.audit.record({ actor: `${kind}:${id}`, action, target: `service:${service.id}`, detail });
  }
}
