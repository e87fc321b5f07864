import { Injectable } from '@nestjs/common';
import type { BillingDetails, Locale } from '@hostwright/sdk/http';
import { Clock } from '../clock/index.js';
import { isUniqueViolation, newId, TenantDb } from '../database/index.js';
import { type Cursor, Problem } from '../http/index.js';
import { type Customer, searchKey } from './customer.js';
import { Passwords } from './passwords.js';

export interface NewCustomer {
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  readonly billing?: BillingDetails;
}

export interface CustomerSearch {
  readonly limit: number;
  readonly after?: Cursor | undefined;
  /** The beginning of a name or a mailbox. */
  readonly search?: string | undefined;
  readonly id?: string | undefined;
  readonly state?: string | undefined;
}

const COLUMNS = 'id, email, name, locale, billing, state, email_confirmed_at, created_at';

/** The customers of a shop. Methods run inside `TenantDb.run` unless they take a tenant. */
@Injectable()
export class Customers {
  constructor(
    private readonly db: TenantDb,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
  ) {}

  /** Refuses with `not-found` when the shop has no such customer. */
  async read(id: string): Promise<Customer> {
    const customer = await this.find(id);
    if (!customer) throw new Problem('not-found');
    return customer;
  }

  find(id: string): Promise<Customer | undefined> {
    return this.db.one<Customer>(`select ${COLUMNS} from customers where tenant_id = $1 and id = $2`, [this.db.tenantId, id]);
  }

  /** By id, for lists that name whose something is. */
  async many(ids: readonly string[]): Promise<ReadonlyMap<string, Customer>> {
    const unique = [...new Set(ids)];
    if (unique.length === 0) return new Map();
    const rows = await this.db.query<Customer>(`select ${COLUMNS} from customers where tenant_id = $1 and id = any($2::uuid[])`, [
      this.db.tenantId,
      unique,
    ]);
    return new Map(rows.map(row => [row.id, row]));
  }

  /** Newest first, one more than the limit, so that `pageOf` can tell whether there is a next page. */
  list({ limit, after, search, id, state }: CustomerSearch): Promise<Customer[]> {
    const key = search === undefined || search === '' ? null : searchKey(search);
    return this.db.query<Customer>(
      `select ${COLUMNS} from customers
       where tenant_id = $1
         and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3::uuid))
         and ($4::text is null or (name_key >= $4 and name_key < $5) or (email >= $4 and email < $5))
         and ($6::uuid is null or id = $6)
         and ($7::text is null or state = $7)
       order by created_at desc, id desc limit $8`,
      [
        this.db.tenantId,
        after?.createdAt ?? null,
        after?.id ?? null,
        key,
        key === null ? null : `${key}\u{10ffff}`,
        id ?? null,
        state ?? null,
        limit + 1,
      ],
    );
  }

  async count(): Promise<number> {
    const row = await this.db.one<{ count: number }>('select count(*)::int as count from customers where tenant_id = $1', [
      this.db.tenantId,
    ]);
    return row?.count ?? 0;
  }

  /** A customer made by staff or by the seeder: the mailbox counts as confirmed. */
  async create(tenantId: string, wanted: NewCustomer & { readonly password: string }): Promise<Customer> {
    const passwordHash = await this.passwords.hash(wanted.password);
    return this.db.run(tenantId, async () => {
      const customer = await this.insert(wanted, passwordHash);
      await this.confirmEmail(customer.id);
      return this.read(customer.id);
    });
  }

  /** Refuses with `email-taken`. The hash is made before the transaction: it takes long. */
  async insert({ email, name, locale, billing }: NewCustomer, passwordHash: string): Promise<Customer> {
    const createdAt = this.clock.now();
    const id = newId(createdAt.getTime());
    const row = {
      id,
      email: email.toLowerCase(),
      name,
      nameKey: searchKey(name),
      locale,
      billing: billing ?? null,
      passwordHash,
      createdAt,
    };
    try {
      await this.db.insert('customers', row);
    } catch (error) {
      if (isUniqueViolation(error)) throw new Problem('email-taken');
      throw error;
    }
    return { id, email: row.email, name, locale, billing: billing ?? null, state: 'active', emailConfirmedAt: null, createdAt };
  }

  async update(
    id: string,
    changes: { name?: string | undefined; locale?: Locale | undefined; billing?: BillingDetails | undefined },
  ): Promise<Customer> {
    const { name, locale, billing } = changes;
    const row = await this.db.one<Customer>(
      `update customers set name = coalesce($3, name), name_key = coalesce($4, name_key), locale = coalesce($5, locale), billing = coalesce($6::jsonb, billing)
       where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
      [this.db.tenantId, id, name ?? null, name === undefined ? null : searchKey(name), locale ?? null, billing ?? null],
    );
    if (!row) throw new Problem('not-found');
    return row;
  }

  /** Where invoices go from now on; those that were issued keep their own copy. */
  async updateBilling(id: string, billing: BillingDetails): Promise<void> {
    await this.update(id, { billing });
  }

  async confirmEmail(id: string): Promise<void> {
    await this.db.execute(
      'update customers set email_confirmed_at = coalesce(email_confirmed_at, $3) where tenant_id = $1 and id = $2',
      [this.db.tenantId, id, this.clock.now()],
    );
  }

  /** With what signing in needs; only this module sees the hash. */
  findByEmail(email: string): Promise<(Customer & { readonly passwordHash: string }) | undefined> {
    return this.db.one(`select ${COLUMNS}, password_hash from customers where tenant_id = $1 and email = $2`, [
      this.db.tenantId,
      email,
    ]);
  }

  /** The same, with the row locked until the session is written. */
  findByEmailForSession(email: string): Promise<(Customer & { readonly passwordHash: string }) | undefined> {
    return this.db.one(`select ${COLUMNS}, password_hash from customers where tenant_id = $1 and email = $2 for no key update`, [
      this.db.tenantId,
      email,
    ]);
  }

  async passwordHash(id: string): Promise<string> {
    const row = await this.db.one<{ passwordHash: string }>(
      'select password_hash from customers where tenant_id = $1 and id = $2',
      [this.db.tenantId, id],
    );
    if (!row) throw new Problem('not-found');
    return row.passwordHash;
  }

  /** With `expected`, only while the password is still the one that was checked; tells whether it was changed. */
  async setPassword(id: string, passwordHash: string, expected?: string): Promise<boolean> {
    const changed = await this.db.execute(
      'update customers set password_hash = $3 where tenant_id = $1 and id = $2 and ($4::text is null or password_hash = $4)',
      [this.db.tenantId, id, passwordHash, expected ?? null],
    );
    return changed > 0;
  }
}
