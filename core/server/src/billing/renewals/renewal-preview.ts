import { Injectable } from '@nestjs/common';
import { money, moneyToJson } from '@hostwright/sdk';
import type { ServiceRenewal } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Invoices } from '../invoices/index.js';
import { SavedMethods } from '../saved-methods/index.js';
import { ServiceRows, type ServiceRow } from '../services/index.js';
import { billedAt } from './renewal.js';
import { RenewalCharges } from './renewal-charges.js';
import { RenewalRows } from './renewal-rows.js';

/** What happens at the end of a service's period, before it happens. */
@Injectable()
export class RenewalPreview {
  constructor(
    private readonly db: TenantDb,
    private readonly services: ServiceRows,
    private readonly rows: RenewalRows,
    private readonly invoices: Invoices,
    private readonly methods: SavedMethods,
    private readonly charges: RenewalCharges,
    private readonly customers: Customers,
  ) {}

  /** 404 for a service that is not there or, where a customer is named, not theirs. */
  read(tenant: Tenant, serviceId: string, customerId?: string): Promise<ServiceRenewal> {
    return this.db.run(tenant.id, async () => {
      const service = await this.services.find(serviceId);
      if (!service || (customerId !== undefined && service.customerId !== customerId)) throw new Problem('not-found');
      if (service.state === 'active' && service.renewsAt) return this.preview(tenant, service, service.renewsAt);
      return { ...never(service), invoice: await this.unpaid(service) };
    });
  }

  private async preview(tenant: Tenant, service: ServiceRow, renewsAt: Date): Promise<ServiceRenewal> {
    const { period, currency, recurringMinor, customerId } = service;
    const { locale } = await this.customers.read(customerId);
    const unpaid = await this.rows.unpaidOf(service.id);
    const method = unpaid?.state === 'manual' ? undefined : await this.charges.methodFor(tenant, customerId, currency);
    const chargedAt = method ? (unpaid ? unpaid.nextTryAt : renewsAt) : null;
    return {
      state: unpaid ? 'billed' : 'planned',
      renewsAt: renewsAt.toISOString(),
      billedAt: unpaid ? null : billedAt(renewsAt, period, tenant.paymentDays, tenant.timeZone).toISOString(),
      period,
      amount: moneyToJson(money(recurringMinor, currency)),
      method: method ? await this.methods.present(tenant, method, locale) : null,
      chargedAt: chargedAt?.toISOString() ?? null,
      invoice: await this.unpaid(service),
    };
  }

  /** What has to be paid for the service to go on, or to run again when it was switched off. */
  private async unpaid({ id, state }: ServiceRow): Promise<ServiceRenewal['invoice']> {
    const unpaid = state === 'active' || state === 'suspended' ? await this.rows.unpaidOf(id) : undefined;
    if (!unpaid) return null;
    const { id: invoiceId, number, state: standing, ...invoice } = await this.invoices.read(unpaid.invoiceId);
    return { id: invoiceId, number, state: standing, due: moneyToJson(this.invoices.due(invoice)) };
  }
}

const never = ({ period }: ServiceRow): ServiceRenewal => ({
  state: 'never',
  renewsAt: null,
  billedAt: null,
  period,
  amount: null,
  method: null,
  chargedAt: null,
  invoice: null,
});
