import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { GatewayCall } from './gateway-call.js';
import { Gateways } from './gateways.js';
import { Inquiry } from './inquiry.js';
import { isOpen, type PaymentRow } from './payment.js';
import { PaymentIntents, type Opened } from './payment-intents.js';
import { PaymentRows } from './payment-rows.js';

export interface Charge {
  readonly invoiceId: string;
  readonly customerId: string;
  readonly installationId: string;
  readonly savedMethodId: string;
}

/** Charges a saved method while its customer is away: first the intent, in the caller's transaction, then the call. */
@Injectable()
export class SavedCharge {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly intents: PaymentIntents,
    private readonly gateway: GatewayCall,
    private readonly gateways: Gateways,
    private readonly inquiry: Inquiry,
    private readonly clock: Clock,
  ) {}

  /** [tx] `isOver` when another charge of the invoice is under way: then that one is answered. */
  open(tenant: Tenant, charge: Charge): Promise<Opened> {
    const id = newId(this.clock.now().getTime());
    const returnUrl = `${tenant.url}/cabinet?hw-view=invoice:${charge.invoiceId}&hw-payment=${id}`;
    return this.intents.open({ ...charge, returnUrl, offSession: true }, id);
  }

  /** [tx] Whether the customer is paying the invoice by hand right now. */
  isBeingPaid(invoiceId: string, withinMs: number): Promise<boolean> {
    return this.intents.isBeingPaid(invoiceId, withinMs);
  }

  async make(tenant: Tenant, payment: PaymentRow): Promise<PaymentRow> {
    return (await this.gateway.make(tenant, payment)).payment;
  }

  /** After a process died between the intent and the answer. Nothing is charged under another key. */
  async resume(tenant: Tenant, paymentId: string): Promise<PaymentRow> {
    const row = await this.read(tenant.id, paymentId);
    if (!isOpen(row.state)) return row;
    const { capabilities } = await this.gateways.at(tenant.id, row.installationId);
    if (row.reference === null && capabilities.includes('idempotent')) await this.gateway.again(tenant, row.id);
    else await this.inquiry.tryToAsk(tenant.id, row);
    return this.read(tenant.id, paymentId);
  }

  read(tenantId: string, paymentId: string): Promise<PaymentRow> {
    return this.db.run(tenantId, () => this.rows.read(paymentId));
  }
}
