import { Injectable } from '@nestjs/common';
import type { DeviceSession, Locale } from '@hostwright/sdk/http';
import type { z } from 'zod';
import { TenantDb } from '../database/index.js';
import { Events } from '../events/index.js';
import { type CustomerActor, Problem } from '../http/index.js';
import type { Tenant } from '../tenancy/index.js';
import type { Customer } from './customer.js';
import { Customers } from './customers.js';
import { EmailConfirmation } from './email-confirmation.js';
import { Passwords } from './passwords.js';
import { type Device, type IssuedToken, RefreshTokens } from './refresh-tokens.js';
import { Sessions } from './sessions.js';
import { SignInLocks } from './sign-in-locks.js';

/** A customer who has signed in on a device. */
export interface SignedIn {
  readonly customer: Customer;
  readonly accessToken: string;
  readonly refresh: IssuedToken;
}

interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly locale?: Locale | undefined;
}

/** How customers come in and go out. */
@Injectable()
export class CustomerSessions {
  constructor(
    private readonly db: TenantDb,
    private readonly customers: Customers,
    private readonly confirmation: EmailConfirmation,
    private readonly passwords: Passwords,
    private readonly locks: SignInLocks,
    private readonly refreshTokens: RefreshTokens,
    private readonly sessions: Sessions,
    private readonly events: Events,
  ) {}

  async signUp(tenant: Tenant, { password, locale, ...who }: Registration, device: Device): Promise<SignedIn> {
    const passwordHash = await this.passwords.hash(password);
    const spoken = locale !== undefined && tenant.locales.includes(locale) ? locale : tenant.locale;
    return this.db.run(tenant.id, async () => {
      const customer = await this.customers.insert({ ...who, locale: spoken }, passwordHash);
      await this.events.publish('customer.registered', { customerId: customer.id });
      await this.confirmation.request(customer.id);
      return this.begin(tenant.id, customer, device);
    });
  }

  async signIn(tenantId: string, email: string, password: string, device: Device): Promise<SignedIn> {
    const lock = lockName(tenantId, email);
    this.locks.check(lock);
    const found = await this.db.run(tenantId, () => this.customers.findByEmail(email));
    const isRight = found
      ? await this.passwords.verify(password, found.passwordHash)
      : await this.passwords.verifyNobody(password);
    if (!found || !isRight) {
      this.locks.failed(lock);
      throw new Problem('wrong-credentials');
    }
    this.locks.succeeded(lock);
    if (found.state === 'locked') throw new Problem('account-locked');
    return this.db.run(tenantId, async () => {
      const now = await this.customers.findByEmailForSession(email);
      // Between the check and now the password may have been reset: the old one must not begin a session any more.
      if (now?.passwordHash !== found.passwordHash || now.state === 'locked') throw new Problem('wrong-credentials');
      return this.begin(tenantId, now, device);
    });
  }

  async refresh(tenantId: string, token: string | undefined, device: Device): Promise<SignedIn> {
    const result = token === undefined ? 'ended' : await this.db.run(tenantId, () => this.rotate(tenantId, token, device));
    if (result === 'ended') throw new Problem('session-ended');
    return result;
  }

  async signOut(tenantId: string, token: string): Promise<void> {
    const subject = await this.db.run(tenantId, () => this.refreshTokens.endByToken('customer', token));
    if (subject) this.sessions.forget(tenantId, subject);
  }

  list({ tenantId, id, familyId }: CustomerActor): Promise<z.infer<typeof DeviceSession>[]> {
    return this.db.run(tenantId, async () => {
      const families = await this.refreshTokens.families({ kind: 'customer', id });
      return families.map(family => ({
        id: family.familyId,
        userAgent: family.userAgent,
        address: family.address,
        createdAt: family.familyStartedAt.toISOString(),
        lastUsedAt: family.createdAt.toISOString(),
        current: family.familyId === familyId,
      }));
    });
  }

  async end({ tenantId, id }: CustomerActor, familyId: string): Promise<void> {
    const subject = { kind: 'customer', id } as const;
    const ended = await this.db.run(tenantId, () => this.refreshTokens.endFamily(subject, familyId));
    if (!ended) throw new Problem('not-found');
    this.sessions.forget(tenantId, subject);
  }

  /** Answers `ended` rather than throws: a token spent twice ends its family, and that must be committed. */
  private async rotate(tenantId: string, token: string, device: Device): Promise<SignedIn | 'ended'> {
    const rotation = await this.refreshTokens.rotate('customer', token, device);
    if (rotation === 'ended') return 'ended';
    const customer = await this.customers.read(rotation.subject.id);
    return { customer, refresh: rotation, accessToken: this.sessions.issue(tenantId, rotation.subject, rotation.familyId) };
  }

  private async begin(tenantId: string, customer: Customer, device: Device): Promise<SignedIn> {
    const subject = { kind: 'customer', id: customer.id } as const;
    const refresh = await this.refreshTokens.begin(subject, device);
    return { customer, refresh, accessToken: this.sessions.issue(tenantId, subject, refresh.familyId) };
  }
}

export const lockName = (tenantId: string, email: string): string => `customer ${tenantId} ${email}`;
