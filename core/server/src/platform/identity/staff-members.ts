import { Injectable } from '@nestjs/common';
import type { StaffMember } from '@hostwright/sdk/http';
import { Clock } from '../clock/index.js';
import { isUniqueViolation, newId, TenantDb } from '../database/index.js';
import { Problem, type StaffRole } from '../http/index.js';
import type { Tenant } from '../tenancy/index.js';
import { Passwords } from './passwords.js';
import { permissionsOf } from './roles.js';

export interface StaffRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly state: 'active' | 'locked';
  readonly createdAt: Date;
}

export interface NewStaffMember {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role: StaffRole;
}

const COLUMNS = 'id, email, name, role, state, created_at';

/** The people who run a shop. Methods run inside `TenantDb.run` unless they take a tenant. */
@Injectable()
export class StaffMembers {
  constructor(
    private readonly db: TenantDb,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
  ) {}

  /** Refuses with `email-taken`. */
  async create(tenantId: string, wanted: NewStaffMember): Promise<StaffRow> {
    const passwordHash = await this.passwords.hash(wanted.password);
    const createdAt = this.clock.now();
    const { name, role } = wanted;
    const row = { id: newId(createdAt.getTime()), email: wanted.email.toLowerCase(), name, role, createdAt };
    try {
      await this.db.run(tenantId, () => this.db.insert('staff', { ...row, passwordHash }));
    } catch (error) {
      if (isUniqueViolation(error)) throw new Problem('email-taken');
      throw error;
    }
    return { ...row, state: 'active' };
  }

  async read(id: string): Promise<StaffRow> {
    const row = await this.db.one<StaffRow>(`select ${COLUMNS} from staff where tenant_id = $1 and id = $2`, [
      this.db.tenantId,
      id,
    ]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  /** Those who answer for the shop. */
  owners(): Promise<StaffRow[]> {
    return this.db.query<StaffRow>(
      `select ${COLUMNS} from staff where tenant_id = $1 and role = 'owner' and state = 'active' order by created_at, id`,
      [this.db.tenantId],
    );
  }

  active(): Promise<StaffRow[]> {
    return this.db.query<StaffRow>(`select ${COLUMNS} from staff where tenant_id = $1 and state = 'active' order by name, id`, [
      this.db.tenantId,
    ]);
  }

  /** With what signing in needs; only this module sees the hash. */
  findByEmail(email: string): Promise<(StaffRow & { readonly passwordHash: string }) | undefined> {
    return this.db.one(`select ${COLUMNS}, password_hash from staff where tenant_id = $1 and email = $2`, [
      this.db.tenantId,
      email,
    ]);
  }
}

export function presentStaff(
  { id, email, name, role }: StaffRow,
  { name: shopName, slug, url, brand, locale }: Tenant,
): StaffMember {
  const shop = { name: shopName, slug, url, logoUrl: brand.logoUrl ?? null, locale };
  return { id, email, name, role, permissions: [...permissionsOf(role)], shop };
}
