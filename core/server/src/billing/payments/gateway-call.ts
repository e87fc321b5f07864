import { Injectable } from '@nestjs/common';
import { money, PluginFailure, type CallOptions, type PaymentStep, type StartPayment } from '@hostwright/sdk';
import { TenantDb } from '../../platform/database/index.js';
import { Faults } from '../../platform/faults/index.js';
import { Customers } from '../../platform/identity/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Invoices } from '../invoices/index.js';
import { SavedMethods } from '../saved-methods/index.js';
import { Gateways } from './gateways.js';
import { isOpen, type PaymentRow, type StoredStep } from './payment.js';
import { PaymentRows } from './payment-rows.js';
import { Settlement } from './settlement.js';

export interface CallOutcome {
  readonly payment: PaymentRow;
  /** Why the gateway did nothing, for certain. */
  readonly refusal?: PluginFailure;
}

/** Does at the gateway what an intent says, with no transaction open, and writes the answer. */
@Injectable()
export class GatewayCall {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly invoices: Invoices,
    private readonly customers: Customers,
    private readonly gateways: Gateways,
    private readonly methods: SavedMethods,
    private readonly settlement: Settlement,
    private readonly faults: Faults,
  ) {}

  /** A payment with a saved method charges it; any other one is begun. The key is always the payment's. */
  async make(tenant: Tenant, payment: PaymentRow, address?: string): Promise<CallOutcome> {
    const request = await this.request(tenant, payment, address);
    let step: PaymentStep;
    try {
      const { calls } = await this.gateways.at(tenant.id, payment.installationId);
      const charge = await this.charge(tenant, payment);
      const call = { idempotencyKey: `payment-${payment.id}`, attempt: payment.starts, signal: new AbortController().signal };
      this.faults.reach('payments/start:before-call');
      step = charge
        ? { next: 'nothing', payment: await calls.chargeSaved!({ ...request, method: charge }, call satisfies CallOptions) }
        : await calls.start(request, call);
    } catch (error) {
      const row = await this.db.run(tenant.id, () => this.settlement.failed(payment.id, error));
      // Whatever is no failure of a gateway is a fault of ours: it is written down and goes on.
      if (!(error instanceof PluginFailure)) throw error;
      return row.state === 'failed' ? { payment: row, refusal: error } : { payment: row };
    }
    this.faults.reach('payments/start:after-call');
    return { payment: await this.db.run(tenant.id, () => this.settlement.tell(payment.id, step.payment, stored(step))) };
  }

  /** The same call under the same key, for a gateway that honours it. */
  async again(tenant: Tenant, paymentId: string): Promise<void> {
    const payment = await this.db.run(tenant.id, async () => {
      const row = await this.rows.lock(paymentId);
      return isOpen(row.state) && row.reference === null ? this.rows.update(row.id, { starts: row.starts + 1 }) : undefined;
    });
    if (payment) await this.make(tenant, payment);
  }

  private async charge(tenant: Tenant, { savedMethodId }: PaymentRow) {
    if (savedMethodId === null) return undefined;
    const method = await this.db.run(tenant.id, () => this.methods.open(savedMethodId));
    if (!method) throw PluginFailure.final('The saved method has been removed', { code: 'method-removed' });
    return method.given;
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
        saveMethod: payment.saveMethod,
        returnUrl: payment.returnUrl,
        cancelUrl: payment.returnUrl,
      };
    });
  }
}

/** Without the snapshot: where the payment stands is a matter of the row. */
function stored(step: PaymentStep): StoredStep {
  const { payment: _payment, ...rest } = step;
  return rest;
}
