import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/index.js';
import { newId, TenantDb } from '../database/index.js';
import { Events } from '../events/index.js';
import { type CustomerActor, Problem } from '../http/index.js';
import { type JobData, Jobs } from '../jobs/index.js';
import { lockName } from './customer-sessions.js';
import { Customers } from './customers.js';
import { OneTimeTokens } from './one-time-tokens.js';
import { Passwords } from './passwords.js';
import { RefreshTokens } from './refresh-tokens.js';
import { Sessions } from './sessions.js';
import { SignInLocks } from './sign-in-locks.js';

export const RESET_QUEUE = 'identity/request-password-reset';

interface ResetRequest extends JobData {
  readonly email: string;
}

/** How customers change a password they know, and get a new one when they do not. */
@Injectable()
export class CustomerPasswords {
  constructor(
    private readonly db: TenantDb,
    private readonly customers: Customers,
    private readonly passwords: Passwords,
    private readonly tokens: OneTimeTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly sessions: Sessions,
    private readonly locks: SignInLocks,
    private readonly events: Events,
    private readonly audit: Audit,
    private readonly jobs: Jobs,
  ) {
    jobs.work<ResetRequest>(RESET_QUEUE, request => this.findAndRequest(request));
  }

  /** Ends the other devices; this one stays. */
  async change({ tenantId, id, familyId }: CustomerActor, current: string, password: string, address: string): Promise<void> {
    const [customer, kept] = await this.db.run(
      tenantId,
      async () => [await this.customers.read(id), await this.customers.passwordHash(id)] as const,
    );
    const lock = lockName(tenantId, customer.email);
    this.locks.check(lock);
    if (!(await this.passwords.verify(current, kept))) {
      this.locks.failed(lock);
      throw new Problem('wrong-credentials');
    }
    const passwordHash = await this.passwords.hash(password);
    await this.db.run(tenantId, async () => {
      if (!(await this.customers.setPassword(id, passwordHash, kept))) throw new Problem('wrong-credentials');
      await this.refreshTokens.endAll({ kind: 'customer', id }, familyId);
      await this.tokens.invalidate('reset-password', id);
      await this.audit.record({ actor: `customer:${id}`, action: 'password.changed', target: `customer:${id}`, address });
    });
    this.sessions.forget(tenantId, { kind: 'customer', id });
  }

  /**
   * Only leaves an order behind; the look-up happens out of sight. Known and unknown addresses take the same time and get
   * the same answer.
   */
  async requestReset(tenantId: string, email: string): Promise<void> {
    const order: ResetRequest = { tenantId, email };
    await this.db.run(tenantId, () => this.jobs.send(RESET_QUEUE, order));
  }

  /** Ends every session. Whoever has the link had the mailbox, so it counts as confirmed too. */
  async reset(tenantId: string, token: string, password: string, address: string): Promise<void> {
    const passwordHash = await this.passwords.hash(password);
    const customer = await this.db.run(tenantId, async () => {
      const id = await this.tokens.consume('reset-password', token);
      if (id === undefined) throw new Problem('token-expired');
      await this.customers.setPassword(id, passwordHash);
      await this.customers.confirmEmail(id);
      await this.refreshTokens.endAll({ kind: 'customer', id });
      await this.audit.record({ actor: `customer:${id}`, action: 'password.reset', target: `customer:${id}`, address });
      return this.customers.read(id);
    });
    this.locks.succeeded(lockName(tenantId, customer.email));
    this.sessions.forget(tenantId, { kind: 'customer', id: customer.id });
  }

  private async findAndRequest({ tenantId, email }: ResetRequest): Promise<void> {
    await this.db.run(tenantId, async () => {
      const customer = await this.customers.findByEmail(email);
      if (customer?.state !== 'active') return;
      await this.events.publish('customer.password-reset-requested', { customerId: customer.id, requestId: newId() });
    });
  }
}
