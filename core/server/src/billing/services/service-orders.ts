import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { OperationRows } from './operation-rows.js';
import { ServerPasswords } from './server-passwords.js';
import { allows, type PowerSwitch, powerSwitches } from './service-life.js';
import { type ServiceRow, ServiceRows } from './service-rows.js';
import { LEAVES_DOUBT } from './verdict.js';

/** Who gives an order, and in which shop. */
export interface Orderer {
  readonly kind: 'customer' | 'staff';
  readonly tenantId: string;
  readonly id: string;
}

/** What customers and staff may ask to be done with a service. */
@Injectable()
export class ServiceOrders {
  constructor(
    private readonly db: TenantDb,
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
    private readonly passwords: ServerPasswords,
    private readonly plugins: Plugins,
    private readonly audit: Audit,
  ) {}

  /** The same switch, asked for again while it is being thrown, is one order. */
  async switchPower(orderer: Orderer, serviceId: string, action: PowerSwitch): Promise<void> {
    await this.db.run(orderer.tenantId, async () => {
      const service = await this.lock(orderer, serviceId);
      const current = await this.operations.current(serviceId);
      if (current?.kind === action) return;
      if (current) throw new Problem('service-state', 'Something else is being done with the server');
      if (!powerSwitches(service.state, service.serverState).includes(action)) {
        throw new Problem('service-state', `The server cannot ${action} now`);
      }
      if (!(await this.hasPower(service))) throw new Problem('service-state', 'The provider has no power switch');
      await this.operations.open({ serviceId, kind: action, state: 'waiting' });
      await this.record(orderer, `service.${action}`, service);
    });
  }

  /** A failed service is tried again under the same id. Where a server may exist all the same, it is looked for first. */
  async retry(orderer: Orderer, serviceId: string): Promise<void> {
    await this.db.run(orderer.tenantId, async () => {
      const service = await this.lock(orderer, serviceId);
      if (!allows(service.state, 'retry')) throw new Problem('service-state', 'Only what has failed is tried again');
      const last = await this.operations.last(serviceId);
      const isDoubtful = last !== undefined && service.installationId !== null && LEAVES_DOUBT.has(last.problemCode ?? '');
      await this.operations.open(
        isDoubtful
          ? { serviceId, kind: 'create', state: 'unknown', callKey: last.callKey }
          : { serviceId, kind: 'create', state: 'waiting' },
      );
      await this.services.change(service, { state: 'provisioning' });
      await this.record(orderer, 'service.retried', service);
    });
  }

  /** Shows the password and forgets it: of several who ask at once, one gets it. */
  async revealCredentials(orderer: Orderer, serviceId: string): Promise<{ username: string; password: string }> {
    return this.db.run(orderer.tenantId, async () => {
      const service = await this.lock(orderer, serviceId);
      if (!allows(service.state, 'reveal-credentials')) throw new Problem('service-state', 'The service does not run');
      if (service.passwordSealed === null) throw new Problem('credentials-gone');
      const password = this.passwords.open(serviceId, service.passwordSealed);
      await this.services.change(service, { passwordSealed: null });
      await this.record(orderer, 'service.credentials-revealed', service);
      return { username: service.username ?? '', password };
    });
  }

  /** Ids of the installations, among these, whose plugin can switch servers on and off. */
  async withPower(installationIds: readonly (string | null)[]): Promise<ReadonlySet<string>> {
    const ids = [...new Set(installationIds)].filter(id => id !== null);
    if (ids.length === 0) return new Set();
    const rows = await this.db.query<{ id: string; pluginId: string }>(
      'select id, plugin_id from plugin_installations where tenant_id = $1 and id = any($2::uuid[])',
      [this.db.tenantId, ids],
    );
    return new Set(rows.filter(row => this.plugins.manifest(row.pluginId)?.capabilities?.includes('power')).map(row => row.id));
  }

  private async hasPower({ installationId }: ServiceRow): Promise<boolean> {
    return installationId !== null && (await this.withPower([installationId])).has(installationId);
  }

  /** Somebody else's service is not there. */
  private async lock(orderer: Orderer, serviceId: string): Promise<ServiceRow> {
    const service = await this.services.lock(serviceId);
    if (orderer.kind === 'customer' && service.customerId !== orderer.id) throw new Problem('not-found');
    return service;
  }

  private async record({ kind, id }: Orderer, action: string, service: ServiceRow): Promise<void> {
    await this.audit.record({ actor: `${kind}:${id}`, action, target: `service:${service.id}` });
    this.services.announce(service);
  }
}
