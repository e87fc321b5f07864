import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/index.js';
import { TenantDb } from '../database/index.js';
import { Problem } from '../http/index.js';
import { Passwords } from './passwords.js';
import { type Device, type IssuedToken, RefreshTokens } from './refresh-tokens.js';
import { Sessions } from './sessions.js';
import { SignInLocks } from './sign-in-locks.js';
import { StaffMembers, type StaffRow } from './staff-members.js';

export interface SignedInStaff {
  readonly member: StaffRow;
  readonly accessToken: string;
  readonly refresh: IssuedToken;
}

/** How staff comes in and goes out; both are written down. */
@Injectable()
export class StaffSessions {
  constructor(
    private readonly db: TenantDb,
    private readonly staff: StaffMembers,
    private readonly passwords: Passwords,
    private readonly locks: SignInLocks,
    private readonly refreshTokens: RefreshTokens,
    private readonly sessions: Sessions,
    private readonly audit: Audit,
  ) {}

  async signIn(tenantId: string, email: string, password: string, device: Device): Promise<SignedInStaff> {
    const lock = `staff ${tenantId} ${email}`;
    this.locks.check(lock);
    const found = await this.db.run(tenantId, () => this.staff.findByEmail(email));
    const isRight = found
      ? await this.passwords.verify(password, found.passwordHash)
      : await this.passwords.verifyNobody(password);
    if (!found || !isRight) {
      this.locks.failed(lock);
      await this.db.run(tenantId, () => this.record('staff.sign-in-failed', found?.id ?? 'unknown', device));
      throw new Problem('wrong-credentials');
    }
    this.locks.succeeded(lock);
    if (found.state === 'locked') throw new Problem('account-locked');
    return this.db.run(tenantId, async () => {
      const refresh = await this.refreshTokens.begin({ kind: 'staff', id: found.id }, device);
      await this.record('staff.signed-in', found.id, device);
      return this.signedIn(tenantId, found, refresh);
    });
  }

  async refresh(tenantId: string, token: string | undefined, device: Device): Promise<SignedInStaff> {
    const result = token === undefined ? 'ended' : await this.db.run(tenantId, () => this.rotate(tenantId, token, device));
    if (result === 'ended') throw new Problem('session-ended');
    return result;
  }

  async signOut(tenantId: string, token: string): Promise<void> {
    const subject = await this.db.run(tenantId, () => this.refreshTokens.endByToken('staff', token));
    if (subject) this.sessions.forget(tenantId, subject);
  }

  private async rotate(tenantId: string, token: string, device: Device): Promise<SignedInStaff | 'ended'> {
    const rotation = await this.refreshTokens.rotate('staff', token, device);
    return rotation === 'ended' ? 'ended' : this.signedIn(tenantId, await this.staff.read(rotation.subject.id), rotation);
  }

  private signedIn(tenantId: string, member: StaffRow, refresh: IssuedToken): SignedInStaff {
    return { member, refresh, accessToken: this.sessions.issue(tenantId, { kind: 'staff', id: member.id }, refresh.familyId) };
  }

  private async record(action: string, id: string, { address }: Device): Promise<void> {
    await this.audit.record({ actor: `staff:${id}`, action, target: `staff:${id}`, address });
  }
}
