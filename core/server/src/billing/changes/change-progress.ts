import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Faults } from '../../platform/faults/index.js';
import { Problem } from '../../platform/http/index.js';
import { Jobs, type JobData } from '../../platform/jobs/index.js';
import { Invoices, mayBePaid } from '../invoices/index.js';
import { SavedCharge } from '../payments/index.js';
import { Returns } from '../refunds/index.js';
import { AgreedPrices, RenewalBilling } from '../renewals/index.js';
import {
  Fulfilment,
  OperationRows,
  type OperationInput,
  ServiceControl,
  type ServiceRow,
  ServiceRows,
} from '../services/index.js';
import { sameSelection } from './change-prices.js';
import { type ChangeRow, ChangeRows } from './change-rows.js';

const EXPIRE = 'changes/expire';
const AGAIN_MS = 60 * 60 * 1000;
/** A payment that is under way this long is not waited for any more. */
const PAYS_WITHIN_MS = 24 * 60 * 60 * 1000;

interface ExpireJob extends JobData {
  readonly changeId: string;
}

type Begun = Pick<ChangeRow, 'id' | 'planId' | 'planVersion' | 'selection' | 'recurringMinor' | 'invoiceId'>;

/** What becomes of changes: paid for, carried out, refused, never paid. Methods run inside `TenantDb.run`, under the lock of the service. */
@Injectable()
export class ChangeProgress {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly rows: ChangeRows,
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
    private readonly control: ServiceControl,
    private readonly fulfilment: Fulfilment,
    private readonly invoices: Invoices,
    private readonly charges: SavedCharge,
    private readonly returns: Returns,
    private readonly renewals: RenewalBilling,
    private readonly events: Events,
    private readonly faults: Faults,
    private readonly jobs: Jobs,
    agreed: AgreedPrices,
  ) {
    agreed.answeredBy({
      linesOf: async serviceId => (await rows.lastDone(serviceId))?.lines,
      isChanging: async serviceId => (await rows.open(serviceId)) !== undefined,
    });
    jobs.work<ExpireJob>(EXPIRE, ({ tenantId, changeId }) => db.run(tenantId, () => this.expire(changeId)));
    events.on('invoice.paid', 'changes/invoice-paid', ({ data }) => this.paid(data.invoiceId));
    events.on('operation.completed', 'changes/operation-completed', ({ data }) => this.ended(data, 'done'));
    events.on('operation.failed', 'changes/operation-failed', ({ data }) => this.ended(data, 'refused', data.code));
    events.on('operation.cancelled', 'changes/operation-cancelled', ({ data }) => this.ended(data, 'cancelled'));
    events.on('service.terminated', 'changes/service-terminated', ({ data }) => this.over(data.serviceId));
  }

  /** The server gets its new size as soon as nothing else is under way. */
  async begin(service: ServiceRow, { planId, planVersion, selection, recurringMinor }: Begun): Promise<void> {
    await this.control.resize(service.id, { planId, planVersion, selection, recurringMinor });
  }

  async expireAt(changeId: string, at: Date): Promise<void> {
    await this.jobs.send<ExpireJob>(EXPIRE, { tenantId: this.db.tenantId, changeId }, { startAfter: at });
  }

  /** Nobody pays for it any more; false when somebody has, or is just doing it. */
  async giveUp(service: ServiceRow, change: ChangeRow, state: 'expired' | 'cancelled'): Promise<boolean> {
    const invoice = await this.invoices.lock(change.invoiceId!);
    if (!mayBePaid(invoice.state) || invoice.paidMinor > 0n) return false;
    // Money that comes after all becomes credit; only whoever was late because of a slow payment is waited for.
    if (state === 'expired' && (await this.charges.isBeingPaid(invoice.id, PAYS_WITHIN_MS))) return false;
    await this.invoices.void(invoice);
    await this.fulfilment.settle(service);
    await this.finish(service, change, state);
    return true;
  }

  private async paid(invoiceId: string): Promise<void> {
    const found = await this.rows.ofInvoice(invoiceId);
    if (!found) return;
    const service = await this.services.lock(found.serviceId);
    const change = await this.rows.lock(found.id);
    if (change?.state !== 'waiting') return;
    this.faults.reach('changes/paid:before-resize');
    await this.rows.move(change.id, 'under-way', this.clock.now());
    try {
      await this.begin(service, change);
    } catch (error) {
      // The service has ended since, or its room is gone: nothing was begun, and the customer has paid.
      if (!(error instanceof Problem)) throw error;
      await this.giveBack(service, change, 'refused', error.code);
    }
  }

  private async expire(changeId: string): Promise<void> {
    const found = await this.rows.find(changeId);
    if (!found) return;
    const service = await this.services.lock(found.serviceId);
    const change = await this.rows.lock(changeId);
    if (change?.state !== 'waiting') return;
    if (await this.giveUp(service, change, 'expired')) return this.tellExpired(change);
    const again = new Date(this.clock.now().getTime() + AGAIN_MS);
    await this.rows.postpone(changeId, again);
    await this.expireAt(changeId, again);
  }

  /** Another size than that of the change says nothing about it. */
  private async ended(
    { operationId, serviceId, action }: { readonly operationId: string; readonly serviceId: string; readonly action: string },
    state: 'done' | 'refused' | 'cancelled',
    code = 'cancelled',
  ): Promise<void> {
    if (action !== 'resize') return;
    const service = await this.services.lock(serviceId);
    const change = await this.rows.open(serviceId);
    const operation = await this.operations.find(operationId);
    if (change?.state !== 'under-way' || !operation || !isAbout(operation.input, change)) return;
    // The wish outlives an operation that made room for another one.
    if (state === 'cancelled' && service.wantedSize !== null) return;
    if (state !== 'done') return this.giveBack(service, change, state, code);
    await this.finish(service, change, 'done');
    await this.events.publish('service.change-done', { serviceId, customerId: change.customerId, changeId: change.id });
  }

  private async over(serviceId: string): Promise<void> {
    const service = await this.services.lock(serviceId);
    const change = await this.rows.open(serviceId);
    if (change?.state === 'under-way') await this.giveBack(service, change, 'cancelled', 'terminated');
    else if (change && (await this.giveUp(service, change, 'cancelled'))) return;
  }

  /** Nothing has changed with the server, so nothing was owed. */
  private async giveBack(service: ServiceRow, change: ChangeRow, state: 'refused' | 'cancelled', code: string): Promise<void> {
    const { id: changeId, serviceId, customerId, invoiceId } = change;
    await this.finish(service, change, state);
    await this.events.publish('service.change-refused', { serviceId, customerId, changeId, code });
    if (invoiceId !== null) await this.returns.toCredit(invoiceId, `${service.hostname}: ${change.planName}`);
  }

  private async finish(service: ServiceRow, change: ChangeRow, state: ChangeRow['state']): Promise<void> {
    await this.rows.move(change.id, state, this.clock.now());
    await this.renewals.catchUp(service.id);
    this.services.announce(service);
  }

  private async tellExpired({ id: changeId, serviceId, customerId }: ChangeRow): Promise<void> {
    await this.events.publish('service.change-expired', { serviceId, customerId, changeId });
  }
}

function isAbout({ size }: OperationInput, change: ChangeRow): boolean {
  if (!size || size.planId !== change.planId || size.recurringMinor !== change.recurringMinor.toString()) return false;
  return sameSelection(size.selection, change.selection);
}
