import { Injectable } from '@nestjs/common';
import type { ConsoleAccess } from '@hostwright/sdk/http';
import { ServerAccess } from '../../billing/services/index.js';
import { Audit } from '../../platform/audit/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { hasConsole } from './console-rules.js';
import { ConsoleTickets, MOST_OPEN } from './console-tickets.js';
import { openedBy, type Opener } from './openers.js';

/** Lets somebody into the console of a server. */
@Injectable()
export class Consoles {
  constructor(
    private readonly db: TenantDb,
    private readonly access: ServerAccess,
    private readonly tickets: ConsoleTickets,
    private readonly customers: Customers,
    private readonly audit: Audit,
  ) {}

  /**
   * Gives a ticket for one console; the provider is asked when somebody comes with it, because its answer may be good for
   * seconds only. The ticket stands behind the `#` of the address: browsers send that to nobody, so it is in no log of ours
   * or of a proxy, and no other site is told it.
   */
  async open(tenant: Tenant, opener: Opener, serviceId: string): Promise<ConsoleAccess> {
    const { service } = await this.access.open(opener, serviceId, 'console');
    if (!hasConsole(service)) throw new Problem('service-state', 'The server does not run');
    if (await this.db.run(tenant.id, () => this.tickets.isFull(serviceId))) {
      throw new Problem('service-state', `There are ${MOST_OPEN} consoles of this server already`);
    }
    const by = openedBy(opener);
    return this.db.run(tenant.id, async () => {
      const wanted = { serviceId, installationId: service.installationId!, ...by };
      const { ticket, expiresAt } = await this.tickets.issue(wanted);
      await this.audit.record({ actor: by.openedBy, action: 'service.console-opened', target: `service:${serviceId}` });
      const locale = opener.kind === 'customer' ? (await this.customers.read(opener.id)).locale : undefined;
      const page = `${tenant.url}/console${locale ? `?lang=${locale}` : ''}`;
      return { url: `${page}#${ticket}`, expiresAt: expiresAt.toISOString() };
    });
  }
}
