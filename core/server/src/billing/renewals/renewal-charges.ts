import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import { Jobs, type JobData } from '../../platform/jobs/index.js';
import { Tenants, type Tenant } from '../../platform/tenancy/index.js';
import { Invoices, mayBePaid, type InvoiceRow } from '../invoices/index.js';
import { Gateways, isOpen, SavedCharge, type PaymentRow } from '../payments/index.js';
import { SavedMethods, type SavedMethodRow } from '../saved-methods/index.js';
import { nextTry, type RenewalRow } from './renewal.js';
import { RenewalRows } from './renewal-rows.js';

const CHARGE = 'renewals/charge';
const HOUR_MS = 3_600_000;

interface ChargeJob extends JobData {
  readonly invoiceId: string;
  readonly turn: number;
}

interface Begun {
  readonly payment: PaymentRow;
  readonly isNew: boolean;
}

/** Charges a renewal to the customer's default method on its day, again some days later, and then leaves it to the customer. */
@Injectable()
export class RenewalCharges {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: RenewalRows,
    private readonly invoices: Invoices,
    private readonly methods: SavedMethods,
    private readonly gateways: Gateways,
    private readonly charges: SavedCharge,
    private readonly tenants: Tenants,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    events: Events,
  ) {
    jobs.work<ChargeJob>(CHARGE, job => this.charge(job));
    events.on('payment.declined', 'renewals/payment-declined', ({ data }) => this.settle(data.paymentId));
    events.on('payment.action-required', 'renewals/action-required', ({ data }) => this.settle(data.paymentId));
  }

  /** [tx] */
  async schedule(invoiceId: string, turn: number, at: Date): Promise<void> {
    await this.jobs.send<ChargeJob>(CHARGE, { tenantId: this.db.tenantId, invoiceId, turn }, { startAfter: at });
  }

  /** [tx] */
  async finish(invoiceId: string): Promise<void> {
    const row = await this.rows.lock(invoiceId);
    if (row) await this.rows.update(invoiceId, { state: 'paid', nextTryAt: null, turn: row.turn + 1 });
  }

  /** [tx] Nothing is charged for it any more. */
  async giveUp(invoiceId: string): Promise<void> {
    const row = await this.rows.lock(invoiceId);
    if (row && row.state !== 'paid') await this.leave(row);
  }

  /** Goes on with what a lost job or a payment without an end has left behind. */
  async sweep(tenantId: string): Promise<void> {
    const before = new Date(this.clock.now().getTime() - HOUR_MS);
    const left = await this.db.run(tenantId, () => this.rows.leftBehind(before));
    for (const { invoiceId, state, turn, paymentId } of left) {
      await this.db.run(tenantId, () =>
        state === 'charging' ? this.settle(paymentId!) : this.schedule(invoiceId, turn, this.clock.now()),
      );
    }
  }

  /** [tx] The method that would be charged for this currency. */
  async methodFor(tenant: Tenant, customerId: string, currency: string): Promise<SavedMethodRow | undefined> {
    const method = await this.methods.defaultOf(tenant, customerId);
    const offered = method && (await this.gateways.offered(tenant.id, currency));
    const gateway = offered?.find(({ id }) => id === method?.installationId);
    return gateway?.manifest.capabilities?.includes('saved-methods') ? method : undefined;
  }

  private async charge({ tenantId, invoiceId, turn }: ChargeJob): Promise<void> {
    const tenant = await this.tenants.byId(tenantId);
    const begun = await this.db.run(tenantId, () => this.begin(tenant, invoiceId, turn));
    if (!begun) return;
    const payment = begun.isNew
      ? await this.charges.make(tenant, begun.payment)
      : await this.charges.resume(tenant, begun.payment.id);
    await this.db.run(tenantId, () => this.settle(payment.id));
  }

  /** The intent and the note whose it is are one commit: whoever comes after a crash finds the payment, not the wish for one. */
  private async begin(tenant: Tenant, invoiceId: string, turn: number): Promise<Begun | undefined> {
    const invoice = await this.invoices.lock(invoiceId);
    const row = await this.rows.lock(invoiceId);
    if (row?.turn !== turn) return undefined;
    if (row.state === 'charging') return { payment: await this.charges.read(tenant.id, row.paymentId!), isNew: false };
    if (row.state !== 'waiting') return undefined;
    const { customerId } = row;
    const method = await this.methodFor(tenant, customerId, invoice.currency);
    const isWanted = mayBePaid(invoice.state) && !(await this.rows.isCancelled(row.serviceId));
    if (!isWanted || !method) {
      await this.rows.update(invoiceId, { state: 'manual', nextTryAt: null });
      return undefined;
    }
    if (await this.charges.isBeingPaid(invoiceId, HOUR_MS)) {
      await this.wait(row, new Date(this.clock.now().getTime() + HOUR_MS));
      return undefined;
    }
    if (await this.isPaidWithCredit(invoice)) {
      await this.finish(invoiceId);
      return undefined;
    }
    const { id: savedMethodId, installationId } = method;
    const { payment, isOver } = await this.charges.open(tenant, { invoiceId, customerId, installationId, savedMethodId });
    await this.rows.update(invoiceId, { state: 'charging', paymentId: payment.id, tries: row.tries + 1, nextTryAt: null });
    return { payment, isNew: !isOver };
  }

  /** [tx] What the customer has with us goes first; the method is charged for the rest. */
  private async isPaidWithCredit({ id }: InvoiceRow): Promise<boolean> {
    try {
      return (await this.invoices.payWithCredit(id)).paid;
    } catch (error) {
      // Most customers have none, which is found out before anything is written.
      if (error instanceof Problem && error.code === 'no-credit') return false;
      throw error;
    }
  }

  /** [tx] What follows from the end of a charge; done once, whoever hears of it first. */
  private async settle(paymentId: string): Promise<void> {
    const row = await this.rows.lockByPayment(paymentId);
    if (row?.state !== 'charging') return;
    const payment = await this.charges.read(this.db.tenantId, paymentId);
    // Money that has arrived is told by the invoice, also when it was too little.
    const isPartly = payment.state === 'succeeded' && mayBePaid((await this.invoices.read(row.invoiceId)).state);
    if (payment.state === 'requires-action' || isPartly) return this.leave(row);
    if (isOpen(payment.state) || payment.state === 'succeeded') return;
    const isRefusedByPerson = payment.problemCode === 'not-confirmed';
    const at = nextTry(row.tries, payment.mayRetry && !isRefusedByPerson, this.clock.now());
    await (at ? this.wait(row, at) : this.leave(row));
  }

  private async wait(row: RenewalRow, at: Date): Promise<void> {
    const turn = row.turn + 1;
    await this.rows.update(row.invoiceId, { state: 'waiting', paymentId: null, turn, nextTryAt: at });
    await this.schedule(row.invoiceId, turn, at);
  }

  /** The customer has the invoice. */
  private async leave(row: RenewalRow): Promise<void> {
    await this.rows.update(row.invoiceId, { state: 'manual', nextTryAt: null, turn: row.turn + 1 });
  }
}
