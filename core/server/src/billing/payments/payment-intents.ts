import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import type { UsableInstallation } from '../../platform/plugins/index.js';
import { Invoices, type InvoiceRow } from '../invoices/index.js';
import { SavedMethods } from '../saved-methods/index.js';
import { Cancellation } from './cancellation.js';
import { Gateways } from './gateways.js';
import { ASK_AFTER_MS, SUPERSEDED, type PaymentRow } from './payment.js';
import { PaymentRows } from './payment-rows.js';
import { RECONCILE, type ReconcileJob } from './queues.js';

export interface Intent {
  readonly invoiceId: string;
  readonly customerId: string;
  readonly installationId: string;
  readonly returnUrl: string;
  /** The customer agrees that the method is kept. */
  readonly saveMethod?: boolean | undefined;
  /** What is charged; without it the customer says so at the gateway. */
  readonly savedMethodId?: string | undefined;
  /** The customer is away. */
  readonly offSession?: boolean;
}

export interface Opened {
  readonly payment: PaymentRow;
  /** The gateway has been told already. */
  readonly isOver: boolean;
}

/** Writes down what is about to be asked of a gateway. Methods run inside `TenantDb.run`. */
@Injectable()
export class PaymentIntents {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly invoices: Invoices,
    private readonly gateways: Gateways,
    private readonly methods: SavedMethods,
    private readonly cancellation: Cancellation,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** The intent, with the question that is asked if nobody comes back to it. */
  async open(wish: Intent, id: string): Promise<Opened> {
    const invoice = await this.lockPayable(wish);
    const installation = await this.usable(wish, invoice.currency);
    const saveMethod = wish.saveMethod === true && savesMethods(installation);
    // A charge that nobody needs to confirm may end well at any moment: whatever else is wanted waits for it.
    const charge = await this.rows.openChargeOf(invoice.id);
    if (charge) return { payment: charge, isOver: true };
    const due = this.invoices.due(invoice);
    const before = await this.rows.openOf(invoice.id, wish.installationId);
    if (before && wish.savedMethodId === undefined && isLike(before, due.amount, saveMethod)) {
      await this.cancellation.supersede(before);
      const isRepeatable = before.step === null && (installation.manifest.capabilities ?? []).includes('idempotent');
      if (!isRepeatable) return { payment: before, isOver: true };
      return { payment: await this.rows.update(before.id, { starts: before.starts + 1 }), isOver: false };
    }
    const createdAt = this.clock.now();
    const payment = await this.rows.insert({
      id,
      invoiceId: invoice.id,
      invoiceNumber: invoice.number,
      customerId: invoice.customerId,
      installationId: wish.installationId,
      currency: due.currency,
      amountMinor: due.amount,
      returnUrl: wish.returnUrl,
      saveMethod,
      savedMethodId: wish.savedMethodId ?? null,
      offSession: wish.offSession ?? false,
      createdAt,
    });
    await this.cancellation.supersede(payment);
    const startAfter = new Date(createdAt.getTime() + ASK_AFTER_MS[0]!);
    const question: ReconcileJob = { tenantId: this.db.tenantId, paymentId: id, round: 0 };
    await this.jobs.send(RECONCILE, question, { startAfter });
    const { invoiceId, installationId } = payment;
    await this.events.publish('payment.started', { paymentId: id, invoiceId, installationId });
    return { payment, isOver: false };
  }

  /** Whether somebody is paying the invoice by hand right now. */
  async isBeingPaid(invoiceId: string, withinMs: number): Promise<boolean> {
    return this.rows.hasOpenSince(invoiceId, new Date(this.clock.now().getTime() - withinMs));
  }

  private async lockPayable({ invoiceId, customerId }: Pick<Intent, 'invoiceId' | 'customerId'>): Promise<InvoiceRow> {
    const invoice = await this.invoices.lock(invoiceId);
    if (invoice.customerId !== customerId) throw new Problem('not-found');
    const isPayable = ['open', 'overdue'].includes(invoice.state) && this.invoices.due(invoice).amount > 0n;
    if (!isPayable) throw new Problem('invoice-state', `Invoice ${invoice.number} is ${invoice.state}`);
    return invoice;
  }

  private async usable(wish: Intent, currency: string): Promise<UsableInstallation> {
    const offered = await this.gateways.offered(this.db.tenantId, currency);
    const installation = offered.find(candidate => candidate.id === wish.installationId);
    if (!installation) throw new Problem('not-found', 'There is no such way to pay in this currency');
    if (wish.savedMethodId === undefined) return installation;
    const method = await this.methods.read(wish.savedMethodId, wish.customerId);
    if (method.installationId !== installation.id || !savesMethods(installation)) throw new Problem('not-found');
    return installation;
  }
}

const savesMethods = ({ manifest }: UsableInstallation): boolean => manifest.capabilities?.includes('saved-methods') ?? false;

/** A customer who comes back to the same wish goes on with the same payment, unless it has been given up. */
const isLike = (before: PaymentRow, amount: bigint, saveMethod: boolean): boolean =>
  before.problemCode !== SUPERSEDED &&
  before.amountMinor === amount &&
  before.savedMethodId === null &&
  before.saveMethod === saveMethod;
