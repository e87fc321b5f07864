import { Injectable } from '@nestjs/common';
import { money } from '@hostwright/sdk';
import type { ServiceChange } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import { Customers, type Customer } from '../../platform/identity/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { factsOf } from '../catalog/index.js';
import { Invoices, type InvoiceLine } from '../invoices/index.js';
import { presentLine } from '../quotes/index.js';
import { Buyers } from '../renewals/index.js';
import { Fulfilment, type Orderer, type ServiceRow, ServiceRows } from '../services/index.js';
import { ChangeOffers } from './change-offers.js';
import type { PricedChange } from './change-prices.js';
import { ChangeProgress } from './change-progress.js';
import { ChangeReader } from './change-reader.js';
import { ChangeRows, type NewChange } from './change-rows.js';

const PAID_WITHIN_MS = 24 * 60 * 60 * 1000;

export interface OrderedChange {
  readonly token: string;
  readonly charge: 'difference' | 'nothing';
}

/** Orders changes of services: what costs nothing now begins at once, the rest when its invoice is paid. */
@Injectable()
export class Changes {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly services: ServiceRows,
    private readonly customers: Customers,
    private readonly offers: ChangeOffers,
    private readonly rows: ChangeRows,
    private readonly reader: ChangeReader,
    private readonly progress: ChangeProgress,
    private readonly fulfilment: Fulfilment,
    private readonly invoices: Invoices,
    private readonly buyers: Buyers,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  /** One commit, or nothing. */
  order(tenant: Tenant, orderer: Orderer, serviceId: string, { token, charge }: OrderedChange): Promise<ServiceChange> {
    return this.db.run(tenant.id, async () => {
      const service = await this.lock(orderer, serviceId);
      const customer = await this.customers.read(service.customerId);
      const priced = await this.offers.redeem(tenant, orderer, service, token, customer.locale);
      const due = charge === 'nothing' ? 0n : priced.dueTotal.amount;
      const change = this.changeOf(service, priced, due, orderer);
      await this.rows.insert(change);
      await this.record(orderer, 'service.change-ordered', change.id, service);
      if (due === 0n) await this.progress.begin(service, change);
      else await this.bill(tenant, service, customer, priced, change);
      this.services.announce(service);
      return this.reader.read(change.id);
    });
  }

  /** What is not paid yet is taken back, and its invoice is void. */
  cancel(orderer: Orderer, serviceId: string, changeId: string): Promise<ServiceChange> {
    return this.db.run(orderer.tenantId, async () => {
      const service = await this.lock(orderer, serviceId);
      const change = await this.rows.lock(changeId);
      if (change?.serviceId !== serviceId) throw new Problem('not-found');
      if (change.state !== 'waiting') throw new Problem('service-state', 'The change does not wait for its payment any more');
      if (!(await this.progress.giveUp(service, change, 'cancelled')))
        throw new Problem('service-state', 'The invoice of the change is being paid');
      await this.record(orderer, 'service.change-cancelled', changeId, service);
      return this.reader.read(changeId);
    });
  }

  /** The room is taken now, so that it is there when the invoice is paid. */
  private async bill(
    tenant: Tenant,
    service: ServiceRow,
    customer: Customer,
    priced: PricedChange,
    change: NewChange,
  ): Promise<void> {
    const { id: changeId, invoiceId, serviceId, customerId, currency } = change;
    if (invoiceId === null || change.expiresAt === null) throw new Error('A change that is billed has an invoice');
    await this.fulfilment.grow({ ...service, selection: change.selection });
    await this.progress.expireAt(changeId, change.expiresAt);
    await this.events.publish('service.change-billed', { serviceId, customerId, changeId, invoiceId });
    const buyer = await this.buyers.of(service, customer);
    const lines = invoiceLines(service, priced, customer.locale, tenant.timeZone);
    const { locale } = customer;
    const dueAt = change.expiresAt;
    await this.invoices.issue({ id: invoiceId, tenant, customerId, orderId: null, dueAt, locale, currency, buyer, lines });
  }

  private changeOf(service: ServiceRow, priced: PricedChange, dueMinor: bigint, { kind }: Orderer): NewChange {
    const { plan } = priced.priced;
    const createdAt = this.clock.now();
    const id = newId(createdAt.getTime());
    const isBilled = dueMinor > 0n;
    return {
      ...{ id, serviceId: service.id, customerId: service.customerId, state: isBilled ? 'waiting' : 'under-way' },
      ...{ planId: plan.id, planVersion: plan.version, planName: plan.name },
      selection: priced.selection,
      facts: factsOf(plan, priced.selection),
      ...{ currency: service.currency, beforeMinor: service.recurringMinor },
      ...{ recurringMinor: priced.renewal.then.amount, dueMinor },
      lines: priced.then.map(presentLine),
      covered: priced.covered,
      invoiceId: isBilled ? newId(createdAt.getTime()) : null,
      expiresAt: isBilled ? this.expiryOf(service, createdAt) : null,
      ...{ orderedBy: kind, createdAt },
    };
  }

  /** A day; but what was computed for the paid time cannot be paid after it. */
  private expiryOf({ renewsAt }: ServiceRow, now: Date): Date {
    const usual = new Date(now.getTime() + PAID_WITHIN_MS);
    return renewsAt && renewsAt > now && renewsAt < usual ? renewsAt : usual;
  }

  /** Somebody else's service is not there. */
  private async lock({ kind, id }: Orderer, serviceId: string): Promise<ServiceRow> {
    const service = await this.services.lock(serviceId);
    if (kind === 'customer' && service.customerId !== id) throw new Problem('not-found');
    return service;
  }

  private async record({ kind, id }: Orderer, action: string, changeId: string, service: ServiceRow): Promise<void> {
    await this.audit.record({ actor: `${kind}:${id}`, action, target: `service:${service.id}`, detail: { changeId } });
    this.services.announce(service);
  }
}

/** Which days each difference is for; the first line says for what. */
function invoiceLines(
  { productName, hostname, currency }: ServiceRow,
  { priced, due, until }: PricedChange,
  locale: string,
  timeZone: string,
): readonly InvoiceLine[] {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const end = until ? `, – ${days.format(until.getTime() - 1)}` : '';
  return due.map(({ code, label, quantity, amountMinor }, index) => ({
    description: code === 'base' ? `${productName} · ${priced.plan.name}` : label,
    detail: index === 0 ? `${hostname}${end}` : '',
    quantity,
    amount: money(amountMinor, currency),
    taxCode: null,
  }));
}
