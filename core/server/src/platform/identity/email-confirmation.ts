import { Injectable } from '@nestjs/common';
import { newId, TenantDb } from '../database/index.js';
import { Events } from '../events/index.js';
import { Problem } from '../http/index.js';
import { Customers } from './customers.js';
import { OneTimeTokens } from './one-time-tokens.js';

/** Whether a mailbox is the customer's own. The link in the mail opens a page; only its button confirms. */
@Injectable()
export class EmailConfirmation {
  constructor(
    private readonly db: TenantDb,
    private readonly customers: Customers,
    private readonly tokens: OneTimeTokens,
    private readonly events: Events,
  ) {}

  /** Inside `TenantDb.run`. Whoever writes the mail mints the token; none travels with the event. */
  async request(customerId: string): Promise<void> {
    await this.events.publish('customer.email-confirmation-requested', { customerId, requestId: newId() });
  }

  async resend(tenantId: string, customerId: string): Promise<void> {
    await this.db.run(tenantId, async () => {
      const customer = await this.customers.read(customerId);
      if (customer.emailConfirmedAt === null) await this.request(customerId);
    });
  }

  async confirm(tenantId: string, token: string): Promise<void> {
    await this.db.run(tenantId, async () => {
      const customerId = await this.tokens.consume('confirm-email', token);
      if (customerId === undefined) throw new Problem('token-expired');
      await this.customers.confirmEmail(customerId);
    });
  }
}
