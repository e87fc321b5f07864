import { Inject, Injectable } from '@nestjs/common';
import { money, PluginFailure, type PaymentStep, type StartPayment } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Faults } from '../../platform/faults/index.js';
import { Problem } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Invoices, type InvoiceRow } from '../invoices/index.js';
import { Gateways } from './gateways.js';
import { Inquiry } from './inquiry.js';
import { ASK_AFTER_MS, isOpen, type PaymentRow, type StoredStep } from './payment.js';
import { PaymentRows } from './payment-rows.js';
import { RECONCILE, type ReconcileJob } from './queues.js';
import { returnUrlFor } from './return-url.js';
import { Settlement } from './settlement.js';

export interface Wish {
  readonly invoiceId: string;
  readonly customerId: string;
  readonly installationId: string;
  readonly returnUrl: string;
  /** The host name that the browser asked, which is one of the shop's. */
  readonly host: string;
  readonly address: string;
}

export interface Started {
  readonly payment: PaymentRow;
  readonly step: StoredStep;
}

/** Begins to pay: writes the intent, calls the gateway with no transaction open, writes the answer. A crash in between leaves a row to ask about. */
@Injectable()
export class PaymentStart {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly invoices: Invoices,
    private readonly customers: Customers,
    private readonly gateways: Gateways,
    private readonly inquiry: Inquiry,
    private readonly settlement: Settlement,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly faults: Faults,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async start(tenant: Tenant, wish: Wish): Promise<Started> {
    const id = newId(this.clock.now().getTime());
    const origins = [tenant.url, `${this.config.publicScheme}://${wish.host}`, ...tenant.origins];
    const returnUrl = returnUrlFor(wish.returnUrl, origins, id);
    await this.lookAtOpen(tenant.id, wish);
    const { payment, isOver } = await this.db.run(tenant.id, () => this.open(tenant.id, { ...wish, returnUrl }, id));
    return isOver ? started(payment) : this.call(tenant, payment, wish.address);
  }

  /** The same start under the same key, for a gateway that honours it and cannot be asked otherwise. */
  async again(tenant: Tenant, paymentId: string): Promise<void> {
    const payment = await this.db.run(tenant.id, async () => {
      const row = await this.rows.lock(paymentId);
      return isOpen(row.state) && row.reference === null ? this.rows.update(row.id, { starts: row.starts + 1 }) : undefined;
    });
    if (payment) await this.call(tenant, payment);
  }

  /** [tx] The intent, with the question that is asked if nobody comes back to it. */
  async open(
    tenantId: string,
    wish: Omit<Wish, 'host' | 'address'>,
    id: string,
  ): Promise<{ payment: PaymentRow; isOver: boolean }> {
    const { installationId, returnUrl } = wish;
    const invoice = await this.lockPayable(wish);
    const offered = await this.gateways.offered(tenantId, invoice.currency);
    const installation = offered.find(candidate => candidate.id === installationId);
    if (!installation) throw new Problem('not-found', 'There is no such way to pay in this currency');
    const due = this.invoices.due(invoice);
    const before = await this.rows.openOf(invoice.id, installationId);
    if (before && before.amountMinor === due.amount) {
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
      installationId,
      currency: due.currency,
      amountMinor: due.amount,
      returnUrl,
      createdAt,
    });
    const startAfter = new Date(createdAt.getTime() + ASK_AFTER_MS[0]!);
    const question: ReconcileJob = { tenantId, paymentId: id, round: 0 };
    await this.jobs.send(RECONCILE, question, { startAfter });
    await this.events.publish('payment.started', { paymentId: id, invoiceId: invoice.id, installationId });
    return { payment, isOver: false };
  }

  private async lockPayable({ invoiceId, customerId }: Pick<Wish, 'invoiceId' | 'customerId'>): Promise<InvoiceRow> {
    const invoice = await this.invoices.lock(invoiceId);
    if (invoice.customerId !== customerId) throw new Problem('not-found');
    const isPayable = ['open', 'overdue'].includes(invoice.state) && this.invoices.due(invoice).amount > 0n;
    if (!isPayable) throw new Problem('invoice-state', `Invoice ${invoice.number} is ${invoice.state}`);
    return invoice;
  }

  /** A customer who comes back must not be sent to a page that is over. */
  private async lookAtOpen(tenantId: string, { invoiceId, installationId, customerId }: Wish): Promise<void> {
    const before = await this.db.run(tenantId, () => this.rows.openOf(invoiceId, installationId));
    if (before?.customerId === customerId) await this.inquiry.look(tenantId, before);
  }

  private async call(tenant: Tenant, payment: PaymentRow, address?: string): Promise<Started> {
    const request = await this.request(tenant, payment, address);
    let step: PaymentStep;
    try {
      const { calls } = await this.gateways.at(tenant.id, payment.installationId);
      const idempotencyKey = `payment-${payment.id}`;
      this.faults.reach('payments/start:before-call');
      step = await calls.start(request, { idempotencyKey, attempt: payment.starts, signal: new AbortController().signal });
    } catch (error) {
      const row = await this.db.run(tenant.id, () => this.settlement.failed(payment.id, error));
      // Whatever is no failure of a gateway is a fault of ours: it is written down and goes on.
      if (!(error instanceof PluginFailure)) throw error;
      if (row.state === 'failed') throw refusal(error, row);
      return started(row);
    }
    this.faults.reach('payments/start:after-call');
    return started(await this.db.run(tenant.id, () => this.settlement.tell(payment.id, step.payment, stored(step))));
  }

  private request(tenant: Tenant, payment: PaymentRow, address?: string): Promise<StartPayment> {
    return this.db.run(tenant.id, async () => {
      const invoice = await this.invoices.find(payment.invoiceId);
      const customer = await this.customers.read(payment.customerId);
      const country = customer.billing?.country;
      return {
        paymentId: payment.id,
        invoiceId: payment.invoiceId,
        invoiceNumber: payment.invoiceNumber,
        amount: money(payment.amountMinor, payment.currency),
        description: `${tenant.name} · ${payment.invoiceNumber}`,
        payer: {
          customerId: customer.id,
          email: customer.email,
          name: customer.name,
          ...(country && { country }),
          ...(address && { ip: address }),
        },
        locale: invoice?.locale ?? customer.locale,
        saveMethod: false,
        returnUrl: payment.returnUrl,
        cancelUrl: payment.returnUrl,
      };
    });
  }
}

const started = (payment: PaymentRow): Started => ({
  payment,
  step: (isOpen(payment.state) ? payment.step : null) ?? { next: 'nothing' },
});

function refusal({ kind, publicMessage, retryAfterMs }: PluginFailure, { id }: PaymentRow): Problem {
  if (kind === 'final') return new Problem('gateway-refused', publicMessage, { paymentId: id });
  const retryAfterSeconds = Math.ceil((retryAfterMs ?? 1000) / 1000);
  return new Problem('gateway-unreachable', publicMessage, { paymentId: id, retryAfterSeconds });
}

/** Without the snapshot: where the payment stands is a matter of the row. */
function stored(step: PaymentStep): StoredStep {
  const { payment: _payment, ...rest } = step;
  return rest;
}
