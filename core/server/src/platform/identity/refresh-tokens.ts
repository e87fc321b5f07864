import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { newId, TenantDb } from '../database/index.js';
import { newToken, tokenHash } from './random-token.js';

export type SubjectKind = 'customer' | 'staff';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** What is remembered of a device, so that its owner recognises it in the list. */
export interface Device {
  readonly userAgent: string;
  readonly address: string;
}

export interface IssuedToken {
  readonly token: string;
  readonly familyId: string;
  readonly expiresAt: Date;
}

export interface Rotation extends IssuedToken {
  readonly subject: Subject;
}

export interface Family {
  readonly familyId: string;
  readonly userAgent: string;
  readonly address: string;
  readonly familyStartedAt: Date;
  readonly createdAt: Date;
}

interface Row {
  readonly familyId: string;
  readonly subjectId: string;
  readonly familyStartedAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly expiresAt: Date;
}

export const REFRESH_DAYS = 30;
const LIFE_MS = REFRESH_DAYS * 86_400_000;

/**
 * Two tabs, or a browser that lost the answer, spend one token twice within moments: that is no theft. Both then get a
 * token of their own in the same family. Later than this, a spent token is a stolen one, and its family ends (RFC 9700).
 */
const TOGETHER_MS = 10_000;

/** Where the people of a kind are kept; their row is the lock that puts changes of their sessions in order. */
const TABLES: Readonly<Record<SubjectKind, string>> = { customer: 'customers', staff: 'staff' };

/**
 * Rotating refresh tokens, one family for each device. All methods run inside `TenantDb.run`.
 * Whatever spends or ends tokens locks their owner's row first: a successor that is being written while the family ends
 * would otherwise survive it.
 */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** Begins a family. Dead tokens of the same person go on this occasion. */
  async begin(subject: Subject, device: Device): Promise<IssuedToken> {
    const now = this.clock.now();
    await this.db.execute(
      'delete from refresh_tokens where tenant_id = $1 and subject_kind = $2 and subject_id = $3 and expires_at < $4',
      [this.db.tenantId, subject.kind, subject.id, now],
    );
    return this.issue(subject, device, newId(now.getTime()), now);
  }

  /** Spends a token for its successor; `ended` when it is no good, whatever the reason. */
  async rotate(kind: SubjectKind, token: string, device: Device): Promise<Rotation | 'ended'> {
    const now = this.clock.now();
    const hash = tokenHash(token);
    if (!(await this.lockOwner(kind, hash))) return 'ended';
    const fresh = await this.db.one<Row>(
      `update refresh_tokens set used_at = $4
       where tenant_id = $1 and token_hash = $2 and subject_kind = $3 and used_at is null and revoked_at is null and expires_at > $4
       returning family_id, subject_id, family_started_at`,
      [this.db.tenantId, hash, kind, now],
    );
    const row = fresh ?? (await this.spentTogether(kind, hash, now));
    if (!row) return 'ended';
    const subject = { kind, id: row.subjectId };
    return { subject, ...(await this.issue(subject, device, row.familyId, row.familyStartedAt)) };
  }

  /** Ends the family of a token, for signing out without an access token. */
  async endByToken(kind: SubjectKind, token: string): Promise<Subject | undefined> {
    const row = await this.db.one<Row>(
      'select family_id, subject_id from refresh_tokens where tenant_id = $1 and token_hash = $2 and subject_kind = $3',
      [this.db.tenantId, tokenHash(token), kind],
    );
    if (!row) return undefined;
    const subject = { kind, id: row.subjectId };
    await this.endFamily(subject, row.familyId);
    return subject;
  }

  /** False when this person has no such family. */
  async endFamily(subject: Subject, familyId: string): Promise<boolean> {
    await this.lock(subject);
    const ended = await this.db.execute(
      `update refresh_tokens set revoked_at = $5
       where tenant_id = $1 and subject_kind = $2 and subject_id = $3 and family_id = $4 and revoked_at is null`,
      [this.db.tenantId, subject.kind, subject.id, familyId, this.clock.now()],
    );
    return ended > 0;
  }

  async endAll(subject: Subject, exceptFamilyId?: string): Promise<void> {
    await this.lock(subject);
    await this.db.execute(
      `update refresh_tokens set revoked_at = $4
       where tenant_id = $1 and subject_kind = $2 and subject_id = $3 and revoked_at is null and ($5::uuid is null or family_id <> $5::uuid)`,
      [this.db.tenantId, subject.kind, subject.id, this.clock.now(), exceptFamilyId ?? null],
    );
  }

  /** The devices that are signed in, the one used last first. */
  families(subject: Subject): Promise<Family[]> {
    return this.db.query<Family>(
      `select * from (
         select distinct on (family_id) family_id, user_agent, address, family_started_at, created_at
         from refresh_tokens
         where tenant_id = $1 and subject_kind = $2 and subject_id = $3 and revoked_at is null and used_at is null and expires_at > $4
         order by family_id, created_at desc) as living
       order by created_at desc limit 100`,
      [this.db.tenantId, subject.kind, subject.id, this.clock.now()],
    );
  }

  /** Serialises changes of one person's sessions. */
  private async lock({ kind, id }: Subject): Promise<void> {
    await this.db.execute(`select 1 from ${TABLES[kind]} where tenant_id = $1 and id = $2 for no key update`, [
      this.db.tenantId,
      id,
    ]);
  }

  /** The same for the owner of a token; false when there is none, or the account is locked. */
  private async lockOwner(kind: SubjectKind, hash: string): Promise<boolean> {
    const locked = await this.db.execute(
      `select 1 from ${TABLES[kind]} p join refresh_tokens r on r.tenant_id = p.tenant_id and r.subject_id = p.id
       where r.tenant_id = $1 and r.token_hash = $2 and r.subject_kind = $3 and p.state = 'active' for no key update of p`,
      [this.db.tenantId, hash, kind],
    );
    return locked > 0;
  }

  private async issue(subject: Subject, device: Device, familyId: string, familyStartedAt: Date): Promise<IssuedToken> {
    const now = this.clock.now();
    const token = newToken();
    const expiresAt = new Date(now.getTime() + LIFE_MS);
    await this.db.insert('refresh_tokens', {
      id: newId(now.getTime()),
      familyId,
      subjectKind: subject.kind,
      subjectId: subject.id,
      tokenHash: tokenHash(token),
      userAgent: device.userAgent,
      address: device.address,
      familyStartedAt,
      createdAt: now,
      expiresAt,
    });
    return { token, familyId, expiresAt };
  }

  /** A token that was spent before: forgiven when it was a moment ago, the end of its family otherwise. */
  private async spentTogether(kind: SubjectKind, hash: string, now: Date): Promise<Row | undefined> {
    const row = await this.db.one<Row>(
      `select family_id, subject_id, family_started_at, used_at, revoked_at, expires_at from refresh_tokens
       where tenant_id = $1 and token_hash = $2 and subject_kind = $3`,
      [this.db.tenantId, hash, kind],
    );
    if (!row || row.usedAt === null || row.revokedAt !== null || row.expiresAt <= now) return undefined;
    if (now.getTime() - row.usedAt.getTime() <= TOGETHER_MS) return row;
    await this.endFamily({ kind, id: row.subjectId }, row.familyId);
    return undefined;
  }
}
