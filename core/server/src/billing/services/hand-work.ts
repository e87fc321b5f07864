import { Injectable } from '@nestjs/common';
import type { HandWorkResult } from '@hostwright/sdk';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { type OperationRow, OperationRows } from './operation-rows.js';
import { Outcomes } from './outcomes.js';
import { seen } from './provider-asks.js';
import { asked } from './server-access.js';
import { type ServiceRow, ServiceRows } from './service-rows.js';
import type { Outcome } from './verdict.js';
import { isHandWork } from './wishes.js';

interface Waiting {
  readonly service: ServiceRow;
  readonly operation: OperationRow;
}

/** The end of work that people did: it is told to the provider that asked for it, and the operation goes on at once. */
@Injectable()
export class HandWork {
  constructor(
    private readonly db: TenantDb,
    private readonly plugins: Plugins,
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
    private readonly outcomes: Outcomes,
  ) {}

  /** Refuses with `service-state` when the operation does not wait for people. Not to be called inside a transaction. */
  async finish(tenantId: string, operationId: string, result: HandWorkResult): Promise<void> {
    const waiting = await this.db.run(tenantId, () => this.waiting(operationId));
    const outcome = await this.tell(tenantId, waiting, result);
    await this.db.run(tenantId, async () => {
      const { service, operation } = await this.waiting(operationId);
      await this.outcomes.write({ service, operation }, outcome);
    });
  }

  private async waiting(operationId: string): Promise<Waiting> {
    const found = await this.operations.find(operationId);
    if (!found) throw new Problem('not-found');
    const service = await this.services.lock(found.serviceId);
    const operation = await this.operations.lock(operationId);
    if (operation?.state !== 'creating' || !isHandWork(operation)) {
      throw new Problem('service-state', 'The operation does not wait for people');
    }
    return { service, operation };
  }

  private async tell(tenantId: string, { service, operation }: Waiting, result: HandWorkResult): Promise<Outcome> {
    const { installationId, externalId } = service;
    if (installationId === null || externalId === null) return { kind: 'done-by-hand', result };
    const provider = await this.plugins.get('server-provider', tenantId, installationId);
    if (!provider.finishHandWork) return { kind: 'done-by-hand', result };
    const call = {
      idempotencyKey: `${operation.callKey}-by-hand`,
      attempt: operation.attempt,
      signal: new AbortController().signal,
    };
    return seen(await asked(provider.finishHandWork(externalId, result, call)));
  }
}
