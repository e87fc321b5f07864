import { Injectable } from '@nestjs/common';
import type { AdminPayment, Payment } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf, Problem } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Gateways } from './gateways.js';
import { Inquiry } from './inquiry.js';
import type { PaymentRow } from './payment.js';
import { presentForStaff, presentPayment } from './payment.presenter.js';
import { PaymentRows, type PaymentFilter } from './payment-rows.js';

export interface PaymentQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly customerId?: string | undefined;
  readonly search?: string | undefined;
}

export interface PaymentAttention {
  readonly kind: 'payment-mismatch' | 'payment-unknown';
  readonly id: string;
  readonly title: string;
}

interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

const MOST_FOUND_CUSTOMERS = 100;

/** What customers and staff see of payments. */
@Injectable()
export class Payments {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly customers: Customers,
    private readonly gateways: Gateways,
    private readonly inquiry: Inquiry,
  ) {}

  async ofCustomer(tenant: Tenant, customerId: string, { cursor, limit }: PaymentQuery): Promise<Page<Payment>> {
    return this.db.run(tenant.id, async () => {
      const customer = await this.customers.read(customerId);
      const { rows, next } = await this.page({ customerIds: [customerId], limit, after: decodeCursor(cursor) });
      const names = await this.gateways.named(tenant.id);
      return { items: rows.map(row => presentPayment(row, names.get(row.installationId), customer.locale)), next };
    });
  }

  /** The gateway is asked first while the payment is open: whoever lost an answer finds it by looking again. */
  async readByCustomer(tenant: Tenant, customerId: string, paymentId: string): Promise<Payment> {
    const row = await this.db.run(tenant.id, () => this.rows.read(paymentId));
    if (row.customerId !== customerId) throw new Problem('not-found');
    return this.present(tenant, await this.inquiry.look(tenant.id, row));
  }

  async present(tenant: Tenant, row: PaymentRow): Promise<Payment> {
    return this.db.run(tenant.id, async () => {
      const customer = await this.customers.read(row.customerId);
      return presentPayment(row, (await this.gateways.named(tenant.id)).get(row.installationId), customer.locale);
    });
  }

  async list(tenant: Tenant, { cursor, limit, state, customerId, search }: PaymentQuery): Promise<Page<AdminPayment>> {
    return this.db.run(tenant.id, async () => {
      const found = search ? await this.customers.list({ search, limit: MOST_FOUND_CUSTOMERS }) : [];
      const { rows, next } = await this.page({
        customerIds: customerId === undefined ? undefined : [customerId],
        state,
        search,
        foundCustomers: found.map(({ id }) => id),
        after: decodeCursor(cursor),
        limit,
      });
      return { items: await this.presentAll(tenant, rows), next };
    });
  }

  async read(tenant: Tenant, paymentId: string): Promise<AdminPayment> {
    return this.db.run(tenant.id, async () => this.presentOne(tenant, await this.rows.read(paymentId)));
  }

  /** [tx] What staff should look at, newest first: other sums than asked for, and answers that never came. */
  async attention(limit = 20): Promise<readonly PaymentAttention[]> {
    const rows = await this.rows.inDoubt(limit);
    return rows.map(({ id, state, invoiceNumber, note }) => ({
      kind: state === 'unknown' ? 'payment-unknown' : 'payment-mismatch',
      id,
      title: note === null ? invoiceNumber : `${invoiceNumber}: ${note}`,
    }));
  }

  /** Staff want to know now; a gateway that fails to answer is their answer. */
  async check(tenant: Tenant, paymentId: string): Promise<AdminPayment> {
    const row = await this.db.run(tenant.id, () => this.rows.read(paymentId));
    if (row.state === 'succeeded') throw new Problem('payment-state', 'The money has arrived: there is nothing left to ask');
    const asked = await this.inquiry.ask(tenant.id, row);
    if (!asked) throw new Problem('payment-state', 'This gateway gave no reference that it could be asked by');
    return this.db.run(tenant.id, () => this.presentOne(tenant, asked));
  }

  async presentOne(tenant: Tenant, row: PaymentRow): Promise<AdminPayment> {
    return (await this.presentAll(tenant, [row]))[0]!;
  }

  private async presentAll(tenant: Tenant, rows: readonly PaymentRow[]): Promise<AdminPayment[]> {
    const customers = await this.customers.many(rows.map(row => row.customerId));
    const names = await this.gateways.named(tenant.id);
    return rows.map(row => presentForStaff(row, names.get(row.installationId), customers.get(row.customerId)!, tenant.locale));
  }

  private async page(filter: PaymentFilter): Promise<{ rows: readonly PaymentRow[]; next: string | null }> {
    return pageOf(await this.rows.list(filter), filter.limit);
  }
}
