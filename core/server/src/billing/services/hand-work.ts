import { Injectable } from '@nestjs/common';
import type { HandWorkResult, ServerSnapshot } from '@hostwright/sdk';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { type OperationRow, OperationRows } from './operation-rows.js';
import { Outcomes } from './outcomes.js';
import { seen } from './provider-asks.js';
import { asked } from './server-access.js';
import { type ServiceRow, ServiceRows } from './service-rows.js';
import type { Outcome } from './verdict.js';
import { HAND_LOOK_MS } from './waits.js';
import { isHandWork } from './wishes.js';

interface Waiting {
  readonly service: ServiceRow;
  readonly operation: OperationRow;
}

/** One piece of the work that an operation has for people: the provider knows a repetition of it by its task. */
interface Piece {
  readonly operationId: string;
  readonly taskId: string;
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

  /**
   * Refuses with `service-state` when the operation does not wait for people. What is `done` with the end of the work is
   * written with it, and before whatever the provider asks for next. Not to be called inside a transaction.
   */
  async finish(
    tenantId: string,
    { operationId, taskId }: Piece,
    result: HandWorkResult,
    done: () => Promise<void>,
  ): Promise<void> {
    const waiting = await this.db.run(tenantId, () => this.take(operationId));
    const outcome = await this.tell(tenantId, waiting, taskId, result);
    await this.db.run(tenantId, async () => {
      const { service, operation } = await this.waiting(operationId);
      if (operation.fence !== waiting.operation.fence) throw new Problem('service-state', 'Somebody else is telling the same');
      await done();
      await this.outcomes.write({ service, operation }, outcome, { isAskedAnew: true });
    });
  }

  /** A look at the provider that is under way saw the work before its end: it must not take what comes next for it. */
  private async take(operationId: string): Promise<Waiting> {
    const { service, operation } = await this.waiting(operationId);
    const taken = { ...operation, fence: operation.fence + 1 };
    await this.operations.write(taken);
    if (service.installationId !== null) await this.operations.schedule(taken, HAND_LOOK_MS, service.installationId);
    return { service, operation: taken };
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

  private async tell(
    tenantId: string,
    { service, operation }: Waiting,
    taskId: string,
    result: HandWorkResult,
  ): Promise<Outcome> {
    const { installationId, externalId } = service;
    if (installationId === null || externalId === null) return { kind: 'done-by-hand', result };
    const provider = await this.plugins.get('server-provider', tenantId, installationId);
    if (!provider.finishHandWork) return { kind: 'done-by-hand', result };
    const call = {
      idempotencyKey: `${operation.callKey}-by-hand-${taskId}`,
      attempt: operation.attempt,
      signal: new AbortController().signal,
    };
    return seen(
      withAccess(await asked(provider.finishHandWork(externalId, result, call)), { username: service.username ?? '', ...result }),
    );
  }
}

/** A provider that is told a second time, because its answer was lost, no longer repeats what it was told at first. */
function withAccess(snapshot: ServerSnapshot, { username = '', password }: HandWorkResult): ServerSnapshot {
  return snapshot.credentials || password === undefined ? snapshot : { ...snapshot, credentials: { username, password } };
}
