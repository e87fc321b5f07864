import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { TenantDb } from '../database/index.js';
import { type Actor, Authentication, type CustomerActor, type StaffActor, type StaffRole } from '../http/index.js';
import { AccessTokens } from './access-tokens.js';
import { Operators } from './operators.js';
import type { Subject } from './refresh-tokens.js';
import { permissionsOf } from './roles.js';

interface Standing {
  /** Only staff has one. */
  readonly role: StaffRole | null;
}

interface Kept {
  readonly standing: Promise<Standing | undefined>;
  readonly until: number;
}

/** Another node's sign-out, lock or change of role counts here after this at the latest; this node's own at once. */
const FRESH_MS = 15_000;
const MOST_KEPT = 20_000;

/**
 * Who a bearer token speaks for. The signature says who it was made for; the database says, at most some seconds ago,
 * that the session still lives, that the account is not locked, and what its role is.
 */
@Injectable()
export class Sessions extends Authentication {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly tokens: AccessTokens,
    private readonly operators: Operators,
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {
    super();
  }

  async authenticate(token: string, tenantId: string | undefined): Promise<Actor | undefined> {
    const grant = this.tokens.verify(token);
    if (!grant) return undefined;
    const { kind, id, familyId } = grant;
    if (kind === 'operator') return tenantId === undefined && (await this.operators.exists(id)) ? { kind, id } : undefined;
    if (tenantId === undefined || grant.tenantId !== tenantId || familyId === undefined) return undefined;
    return this.person(tenantId, { kind, id }, familyId);
  }

  /** Who goes on with what was begun in this session; undefined when it has ended or the account is locked. */
  async person(tenantId: string, { kind, id }: Subject, familyId: string): Promise<CustomerActor | StaffActor | undefined> {
    const standing = await this.standing(tenantId, { kind, id }, familyId);
    if (!standing) return undefined;
    if (kind === 'customer') return { kind, tenantId, id, familyId };
    return standing.role === null
      ? undefined
      : { kind, tenantId, id, familyId, role: standing.role, permissions: permissionsOf(standing.role) };
  }

  issue(tenantId: string, { kind, id }: Subject, familyId: string): string {
    return this.tokens.issue({ kind, id, tenantId, familyId });
  }

  /** After a change of this person's sessions, lock or role, once it is committed. */
  forget(tenantId: string, { kind, id }: Subject): void {
    const prefix = `${tenantId} ${kind} ${id} `;
    for (const key of this.kept.keys()) {
      if (key.startsWith(prefix)) this.kept.delete(key);
    }
  }

  private standing(tenantId: string, subject: Subject, familyId: string): Promise<Standing | undefined> {
    const key = `${tenantId} ${subject.kind} ${subject.id} ${familyId}`;
    const now = performance.now();
    const known = this.kept.get(key);
    if (known && known.until > now) return known.standing;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const standing = this.db.run(tenantId, () => this.look(subject, familyId));
    this.kept.set(key, { standing, until: now + FRESH_MS });
    standing.catch(() => this.kept.delete(key));
    return standing;
  }

  private look({ kind, id }: Subject, familyId: string): Promise<Standing | undefined> {
    const [table, role] = kind === 'staff' ? ['staff', 'p.role'] : ['customers', 'null'];
    return this.db.one<Standing>(
      `select ${role} as role from ${table} p
       where p.tenant_id = $1 and p.id = $2 and p.state = 'active' and exists (
         select from refresh_tokens r
         where r.tenant_id = $1 and r.family_id = $3 and r.subject_kind = $4 and r.subject_id = $2 and r.revoked_at is null and r.expires_at > $5)`,
      [this.db.tenantId, id, familyId, kind, this.clock.now()],
    );
  }
}
