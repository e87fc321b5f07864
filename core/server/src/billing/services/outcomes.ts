import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Events } from '../../platform/events/index.js';
import { Activation } from './activation.js';
import { withStep } from './operation-life.js';
import { callKey, type OperationRow, OperationRows } from './operation-rows.js';
import { ServerPasswords } from './server-passwords.js';
import { type ServiceChange, type ServiceRow, ServiceRows } from './service-rows.js';
import { judge, type OperationProblem, type Outcome, type Verdict } from './verdict.js';

interface AtWork {
  readonly service: ServiceRow;
  readonly operation: OperationRow;
}

/** Writes what came of asking: what the provider says of the server, where the operation stands, and what follows. */
@Injectable()
export class Outcomes {
  constructor(
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
    private readonly passwords: ServerPasswords,
    private readonly activation: Activation,
  ) {}

  async write({ service, operation }: AtWork, heard: Outcome): Promise<void> {
    const now = this.clock.now();
    const outcome = await this.withoutForeignServer(service, heard);
    const verdict = judge(operation, outcome, now);
    const change = this.changeOf(service, operation, outcome);
    await this.operations.write(standing(operation, verdict, outcome, now));
    if (verdict.againInMs !== undefined) {
      await this.operations.schedule({ ...operation, fence: operation.fence + 1 }, verdict.againInMs);
    }
    if (verdict.state === 'succeeded') await this.succeeded(service, operation, change);
    else if (verdict.state === 'failed') await this.failed(service, operation, change, verdict.problem!);
    else await this.services.change(service, change);
  }

  private changeOf(service: ServiceRow, operation: OperationRow, outcome: Outcome): ServiceChange {
    if (outcome.kind === 'cleared') return { externalId: null, serverState: null, addresses: [] };
    if (outcome.kind !== 'snapshot') return {};
    const { externalId, state, addresses, credentials } = outcome.snapshot;
    if (operation.kind !== 'create') return { serverState: state, ...(addresses.length > 0 && { addresses }) };
    if (state === 'gone') return { serverState: state };
    return {
      externalId,
      serverState: state,
      addresses,
      ...(credentials && { username: credentials.username }),
      ...(credentials?.password && { passwordSealed: this.passwords.seal(service.id, credentials.password) }),
    };
  }

  private async succeeded(service: ServiceRow, { id: operationId, kind }: OperationRow, change: ServiceChange): Promise<void> {
    if (kind === 'create') await this.activation.activate(service, change);
    else await this.services.change(service, change);
    await this.events.publish('operation.completed', { operationId, serviceId: service.id, action: kind });
  }

  private async failed(
    service: ServiceRow,
    { id: operationId, kind }: OperationRow,
    change: ServiceChange,
    { code }: OperationProblem,
  ): Promise<void> {
    await this.services.change(service, kind === 'create' ? { ...change, state: 'failed' } : change);
    const serviceId = service.id;
    if (kind === 'create') await this.events.publish('service.provisioning-failed', { serviceId, code, final: true });
    await this.events.publish('operation.failed', { operationId, serviceId, action: kind, code });
  }

  /** A provider that answers with somebody else's server must not hand it over. */
  private async withoutForeignServer({ id, installationId }: ServiceRow, outcome: Outcome): Promise<Outcome> {
    if (outcome.kind !== 'snapshot' || installationId === null) return outcome;
    if (!(await this.services.isTaken(installationId, outcome.snapshot.externalId, id))) return outcome;
    return { kind: 'foreign' };
  }
}

function standing(operation: OperationRow, verdict: Verdict, outcome: Outcome, now: Date): OperationRow {
  const { state, checks, absentSince, deadlineAt, problem, step } = verdict;
  const isReplaced = outcome.kind === 'cleared';
  return {
    ...operation,
    state,
    checks,
    absentSince,
    deadlineAt,
    fence: operation.fence + 1,
    callKey: isReplaced ? callKey(operation.serviceId, operation.kind, operation.sequence) : operation.callKey,
    problemCode: problem?.code ?? null,
    message: problem?.message ?? null,
    publicMessage: problem?.publicMessage ?? null,
    steps: step ? withStep(operation.steps, step.code, step.detail, now) : operation.steps,
  };
}
