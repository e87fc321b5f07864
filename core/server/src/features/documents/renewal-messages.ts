import { Injectable } from '@nestjs/common';
import { money, moneyToJson, type EventMap } from '@hostwright/sdk';
import { Invoices } from '../../billing/invoices/index.js';
import { Notifications, type MessageData } from '../../billing/notifications/index.js';
import { RenewalCharges, RenewalRows } from '../../billing/renewals/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { INVOICE_PDF } from './invoice-messages.js';

type Billed = EventMap['service.renewal-billed'];

interface Told {
  readonly hostname: string;
  readonly productName: string;
  readonly planName: string;
}

/** What customers are told when the next period is billed: that their method will be charged, or that they should pay. */
@Injectable()
export class RenewalMessages {
  constructor(
    notifications: Notifications,
    private readonly db: TenantDb,
    private readonly tenants: Tenants,
    private readonly invoices: Invoices,
    private readonly renewals: RenewalRows,
    private readonly charges: RenewalCharges,
  ) {
    notifications.message({
      template: 'renewal-announced',
      event: 'service.renewal-billed',
      handler: 'documents/tell-renewal-announced',
      recipient: async data => ((await this.methodOf(data)) === undefined ? undefined : data.customerId),
      data: async ({ data }) => this.about(data, (await this.methodOf(data)) ?? ''),
      attachments: [INVOICE_PDF],
    });
    notifications.message({
      template: 'renewal-issued',
      event: 'service.renewal-billed',
      handler: 'documents/tell-renewal-issued',
      recipient: async data => ((await this.methodOf(data)) === undefined ? data.customerId : undefined),
      data: ({ data }) => this.about(data, ''),
      attachments: [INVOICE_PDF],
    });
  }

  /** How the method is called that will be charged on the day. */
  private async methodOf({ invoiceId, customerId }: Billed): Promise<string | undefined> {
    const renewal = await this.renewals.find(invoiceId);
    if (renewal?.state === 'manual') return undefined;
    const { currency } = await this.invoices.read(invoiceId);
    return (await this.charges.methodFor(await this.tenants.byId(this.db.tenantId), customerId, currency))?.label;
  }

  private async about({ invoiceId, serviceId }: Billed, method: string): Promise<MessageData> {
    const { number, totalMinor, currency, dueAt } = await this.invoices.read(invoiceId);
    const service = await this.db.one<Told>(
      'select hostname, product_name, plan_name from services where tenant_id = $1 and id = $2',
      [this.db.tenantId, serviceId],
    );
    const total = { money: moneyToJson(money(totalMinor, currency)) };
    const due = { day: dueAt.toISOString() };
    return {
      path: `/cabinet?hw-view=invoice:${invoiceId}`,
      values: { number, total, due, method, name: service?.hostname ?? '' },
      rows: [
        { label: 'service', value: `${service?.productName ?? ''} ${service?.planName ?? ''}` },
        { label: 'number', value: number },
        { label: 'total', value: total },
        { label: 'due', value: due },
      ],
      subjectId: invoiceId,
    };
  }
}
