import { Injectable } from '@nestjs/common';
import type { FulfilmentPlan } from '@hostwright/sdk';
import type { Claim } from './claim.js';
import { Fulfilment } from './fulfilment.js';
import { type OperationInput, readSize } from './operation-input.js';
import type { OperationRow } from './operation-rows.js';
import { type ServiceRow, ServiceRows } from './service-rows.js';

/**
 * What the product type says that has to be done, and where; asked anew before each attempt, because staff may have mended
 * the settings. Throws a retryable failure for what cannot be told now.
 */
@Injectable()
export class Preparation {
  constructor(
    private readonly services: ServiceRows,
    private readonly fulfilment: Fulfilment,
  ) {}

  async of(service: ServiceRow, operation: OperationRow): Promise<Claim> {
    if (operation.kind === 'create') return this.creation(service, operation);
    const choices = choicesOf(operation.input);
    if (choices) return this.change(service, operation, await this.fulfilment.planFor({ ...service, ...choices }));
    return { service, operation, ...(service.installationId === null && { plan: { action: 'none' } }) };
  }

  private async creation(service: ServiceRow, operation: OperationRow): Promise<Claim> {
    const plan = await this.fulfilment.planFor(service);
    if (plan.action !== 'server') return { service, operation, plan };
    const { installationId, spec } = await this.fulfilment.place(service, plan);
    // A product may have a better name for it than the order had: a website is called by its domain.
    const named = { installationId, hostname: spec.hostname };
    await this.services.change(service, named);
    return { service: { ...service, ...named }, operation, spec };
  }

  /** The spec is kept with the operation: it is what proves later whether it was carried out. */
  private change(service: ServiceRow, operation: OperationRow, plan: FulfilmentPlan): Claim {
    if (plan.action !== 'server') return { service, operation, plan };
    const { spec } = plan;
    const kept = { plan: spec.plan, ...(spec.addons && { addons: spec.addons }), ...(spec.image && { image: spec.image }) };
    return { service, operation: { ...operation, input: { ...operation.input, spec: kept } }, spec };
  }
}

/** The customer's choices that the operation is to carry out, where it is about any. */
const choicesOf = ({ size, selection }: OperationInput): Pick<ServiceRow, 'selection'> | undefined => {
  if (size) return { selection: readSize(size).selection };
  return selection && { selection };
};
