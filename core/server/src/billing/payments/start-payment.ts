import { Inject, Injectable } from '@nestjs/common';
import type { PluginFailure } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { GatewayCall } from './gateway-call.js';
import { Inquiry } from './inquiry.js';
import { isOpen, type PaymentRow, type StoredStep } from './payment.js';
import { PaymentIntents, type Intent } from './payment-intents.js';
import { PaymentRows } from './payment-rows.js';
import { returnUrlFor } from './return-url.js';

export interface Wish extends Intent {
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
    private readonly intents: PaymentIntents,
    private readonly gateway: GatewayCall,
    private readonly inquiry: Inquiry,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async start(tenant: Tenant, wish: Wish): Promise<Started> {
    const id = newId(this.clock.now().getTime());
    const origins = [tenant.url, `${this.config.publicScheme}://${wish.host}`, ...tenant.origins];
    const returnUrl = returnUrlFor(wish.returnUrl, origins, id);
    await this.lookAtOpen(tenant.id, wish);
    const { payment, isOver } = await this.db.run(tenant.id, () => this.intents.open({ ...wish, returnUrl }, id));
    if (isOver) return started(payment);
    const outcome = await this.gateway.make(tenant, payment, wish.address);
    if (outcome.refusal) throw refusal(outcome.refusal, outcome.payment);
    return started(outcome.payment);
  }

  /** A customer who comes back must not be sent to a page that is over. */
  private async lookAtOpen(tenantId: string, { invoiceId, installationId, customerId }: Wish): Promise<void> {
    const before = await this.db.run(tenantId, () => this.rows.openOf(invoiceId, installationId));
    if (before?.customerId === customerId) await this.inquiry.look(tenantId, before);
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
