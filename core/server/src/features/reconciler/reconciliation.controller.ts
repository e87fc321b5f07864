import { Controller } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import { CurrentStaff, CurrentTenant, In, Operation, type StaffActor } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Reconciliation } from './reconciliation.js';
import { Resolutions } from './resolutions.js';

const { listReconciledProviders, walkProvider, listProviderWalks, listFindings, getFinding, resolveFinding } = operations;

@Controller()
export class ReconciliationController {
  constructor(
    private readonly reconciliation: Reconciliation,
    private readonly resolutions: Resolutions,
  ) {}

  @Operation(listReconciledProviders)
  async providers(@CurrentTenant() tenant: Tenant): Promise<Answer<typeof listReconciledProviders>> {
    return { items: await this.reconciliation.providers(tenant) };
  }

  @Operation(walkProvider)
  walk(@CurrentTenant() tenant: Tenant, @In() { params }: Input<typeof walkProvider>): Promise<Answer<typeof walkProvider>> {
    return this.reconciliation.walk(tenant, params.installationId);
  }

  @Operation(listProviderWalks)
  walks(
    @CurrentTenant() tenant: Tenant,
    @In() { query }: Input<typeof listProviderWalks>,
  ): Promise<Answer<typeof listProviderWalks>> {
    return this.reconciliation.listWalks(tenant, query);
  }

  @Operation(listFindings)
  list(@CurrentTenant() tenant: Tenant, @In() { query }: Input<typeof listFindings>): Promise<Answer<typeof listFindings>> {
    return this.reconciliation.list(tenant, query);
  }

  @Operation(getFinding)
  read(@CurrentTenant() tenant: Tenant, @In() { params }: Input<typeof getFinding>): Promise<Answer<typeof getFinding>> {
    return this.reconciliation.read(tenant, params.findingId);
  }

  @Operation(resolveFinding)
  async resolve(
    @CurrentTenant() tenant: Tenant,
    @CurrentStaff() { id }: StaffActor,
    @In() { params, body }: Input<typeof resolveFinding>,
  ): Promise<Answer<typeof resolveFinding>> {
    await this.resolutions.resolve(tenant, id, params.findingId, body);
    return this.reconciliation.read(tenant, params.findingId);
  }
}
