import { Injectable } from '@nestjs/common';
import { type AdoptServer, type FindingAction, type FindingState, Hostname, type ResolveFinding } from '@hostwright/sdk/http';
import { Catalog } from '../../billing/catalog/index.js';
import { Quotes } from '../../billing/quotes/index.js';
import { ServiceAdoption, ServiceControl, ServiceRepairs, type ServiceRow, ServiceRows } from '../../billing/services/index.js';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { actionsFor } from './finding-actions.js';
import { FindingRows, type ShownFinding } from './finding-rows.js';
import { ServerEndings } from './server-endings.js';

/** What is typed to end the server of a finding. */
export const confirmationOf = ({
  server,
  hostname,
  externalId,
}: Pick<ShownFinding, 'server' | 'hostname' | 'externalId'>): string => server?.hostname ?? hostname ?? externalId;

/** What staff do about a difference, each with one call. */
@Injectable()
export class Resolutions {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly findings: FindingRows,
    private readonly services: ServiceRows,
    private readonly control: ServiceControl,
    private readonly repairs: ServiceRepairs,
    private readonly adoption: ServiceAdoption,
    private readonly endings: ServerEndings,
    private readonly customers: Customers,
    private readonly catalog: Catalog,
    private readonly quotes: Quotes,
    private readonly plugins: Plugins,
    private readonly audit: Audit,
  ) {}

  async resolve(tenant: Tenant, staffId: string, findingId: string, wanted: ResolveFinding): Promise<void> {
    await this.db.run(tenant.id, async () => {
      const locked = await this.findings.lock(findingId);
      const finding = await this.findings.read(findingId);
      const capabilities = this.plugins.manifest(finding.pluginId)?.capabilities ?? [];
      if (!actionsFor(finding, capabilities).includes(wanted.action)) throw new Problem('finding-state');
      const state = await this.carryOut(tenant, finding, wanted);
      await this.findings.resolve(locked, wanted.action, staffId, state);
      await this.audit.record({
        actor: `staff:${staffId}`,
        action: `finding.${FACTS[wanted.action]}`,
        target: `finding:${findingId}`,
        detail: { installationId: finding.installationId, externalId: finding.externalId, aspect: finding.aspect },
      });
    });
  }

  private async carryOut(tenant: Tenant, finding: ShownFinding, wanted: ResolveFinding): Promise<FindingState> {
    switch (wanted.action) {
      case 'push':
        return this.push(finding);
      case 'accept':
        return this.accept(await this.services.lock(finding.serviceId!), finding);
      case 'ignore':
        return 'ignored';
      case 'recreate':
        await this.repairs.recreate(finding.serviceId!);
        return 'resolved';
      case 'terminate':
        return this.terminate(finding, wanted.confirmation);
      case 'adopt':
        return this.adopt(tenant, finding, wanted);
    }
  }

  private async push({ aspect, serviceId }: ShownFinding): Promise<FindingState> {
    if (aspect === 'size') await this.repairs.resize(serviceId!);
    else if (aspect === 'hostname') await this.repairs.rename(serviceId!);
    else await this.repairs.switch(serviceId!);
    return 'resolved';
  }

  /** A name becomes ours; a size or state is only noted, because what was bought and what is paid for stays. */
  private async accept(service: ServiceRow, { aspect, theirs, server }: ShownFinding): Promise<FindingState> {
    if (aspect === 'hostname') {
      const name = Hostname.safeParse(theirs);
      if (!name.success) throw new Problem('finding-state', 'What the provider calls it is no host name');
      await this.services.change(service, { hostname: name.data });
      return 'resolved';
    }
    await this.services.change(service, aspect === 'size' ? { providerPlan: theirs } : { serverState: server!.state });
    return 'accepted';
  }

  private async terminate(finding: ShownFinding, confirmation: string): Promise<FindingState> {
    if (confirmation.trim().toLowerCase() !== confirmationOf(finding).toLowerCase()) throw new Problem('confirmation-wrong');
    if (finding.kind === 'ghost') {
      await this.control.terminate(finding.serviceId!, 'gone');
      return 'resolved';
    }
    await this.endings.begin(finding.id);
    return 'ending';
  }

  private async adopt(tenant: Tenant, { server, installationId }: ShownFinding, wanted: AdoptServer): Promise<FindingState> {
    await this.customers.read(wanted.customerId);
    const { planId, selection, period, currency, hostname, customerId } = wanted;
    const productId = await this.productOf(tenant, planId);
    const choice = { productId, planId, selection, period, currency };
    const { renewal } = await this.quotes.price(tenant, choice, tenant.locale);
    const renewsAt = this.renewalDate(wanted);
    const recurringMinor = wanted.recurring === undefined ? (renewal?.amount ?? 0n) : BigInt(wanted.recurring);
    if (recurringMinor < 0n) throw Problem.field('recurring', 'must not be less than nothing');
    const { externalId, state: serverState, addresses } = server!;
    const found = { installationId, externalId, serverState, addresses };
    await this.adoption.adopt({ ...choice, ...found, customerId, hostname, recurringMinor, renewsAt });
    return 'resolved';
  }

  private renewalDate({ renewsAt, period }: AdoptServer): Date | null {
    if (period.unit === 'once') {
      if (renewsAt !== null) throw Problem.field('renewsAt', 'what is bought once has no next period');
      return null;
    }
    if (renewsAt === null) throw Problem.field('renewsAt', 'is when the next period begins');
    const date = new Date(renewsAt);
    if (date <= this.clock.now()) throw Problem.field('renewsAt', 'must lie ahead');
    return date;
  }

  private async productOf(tenant: Tenant, planId: string): Promise<string> {
    const products = await this.catalog.all(tenant.id, tenant.locale);
    const product = products.find(({ plans }) => plans.some(({ id }) => id === planId));
    if (!product) throw new Problem('not-found');
    return product.id;
  }
}

const FACTS: Readonly<Record<FindingAction, string>> = {
  push: 'pushed',
  accept: 'accepted',
  ignore: 'ignored',
  terminate: 'terminated',
  adopt: 'adopted',
  recreate: 'recreated',
};
