import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Customers, StaffMembers } from '../../platform/identity/index.js';
import { Tenants } from '../../platform/tenancy/index.js';

/** Whom a message goes to: a customer, or a member of the staff. */
export interface Reader {
  readonly customerId: string | null;
  readonly staffId: string | null;
  readonly email: string;
  readonly locale: string;
}

/** The people who get messages. Methods run inside `TenantDb.run`. */
@Injectable()
export class Readers {
  constructor(
    private readonly db: TenantDb,
    private readonly customers: Customers,
    private readonly staff: StaffMembers,
    private readonly tenants: Tenants,
  ) {}

  async customer(id: string | undefined): Promise<readonly Reader[]> {
    const customer = id === undefined ? undefined : await this.customers.find(id);
    return customer ? [{ customerId: customer.id, staffId: null, email: customer.email, locale: customer.locale }] : [];
  }

  /** Staff read the shop's own language. */
  async owners(): Promise<readonly Reader[]> {
    const { locale } = await this.tenants.byId(this.db.tenantId);
    return (await this.staff.owners()).map(({ id, email }) => ({ customerId: null, staffId: id, email, locale }));
  }

  async nameOf({ customerId, staffId }: Pick<Reader, 'customerId' | 'staffId'>): Promise<string> {
    return (customerId === null ? await this.staff.read(staffId!) : await this.customers.read(customerId)).name;
  }
}
