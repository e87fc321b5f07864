import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { type JobData, Jobs } from '../../platform/jobs/index.js';
import type { OperationInput } from './operation-input.js';
import { isUnfinished, type OperationKind, type OperationState, type Step, UNFINISHED } from './operation-life.js';

export const RUN_QUEUE = 'services/run';

export interface RunJob extends JobData {
  readonly serviceId: string;
  readonly operationId: string;
  readonly fence: number;
}

export interface OperationRow {
  readonly id: string;
  readonly serviceId: string;
  readonly sequence: number;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly callKey: string;
  readonly attempt: number;
  readonly fence: number;
  readonly checks: number;
  readonly absentSince: Date | null;
  readonly deadlineAt: Date | null;
  readonly input: OperationInput;
  /** Since when the provider cannot be reached. */
  readonly outageSince: Date | null;
  /** Attempts that found nobody; they do not count. */
  readonly outages: number;
  readonly problemCode: string | null;
  readonly message: string | null;
  readonly publicMessage: string | null;
  readonly steps: readonly Step[];
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export interface NewOperation {
  readonly serviceId: string;
  readonly kind: OperationKind;
  /** `unknown` begins with a look at the provider: an earlier operation has left a doubt. */
  readonly state: 'waiting' | 'unknown';
  readonly input?: OperationInput;
  /** Whose workers are to carry it out, where it is known already. */
  readonly installationId?: string | null;
  /** Absent for an intent of its own. */
  readonly callKey?: string;
}

export const callKey = (serviceId: string, kind: OperationKind, sequence: number): string =>
  `service-${serviceId}-${kind}-${sequence}`;

/** The operations of services. Methods run inside `TenantDb.run`, under the lock of their service. */
@Injectable()
export class OperationRows {
  constructor(
    private readonly db: TenantDb,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Writes the intent and the job that carries it out. */
  async open({ serviceId, kind, state, input = {}, installationId = null, callKey: key }: NewOperation): Promise<string> {
    const last = await this.last(serviceId);
    const sequence = (last?.sequence ?? 0) + 1;
    const createdAt = this.clock.now();
    const id = newId(createdAt.getTime());
    const intent = key ?? callKey(serviceId, kind, sequence);
    await this.db.insert('service_operations', { id, serviceId, sequence, kind, state, input, callKey: intent, createdAt });
    await this.schedule({ id, serviceId, fence: 0 }, 0, installationId);
    return id;
  }

  find(id: string): Promise<OperationRow | undefined> {
    return this.db.one<OperationRow>('select * from service_operations where tenant_id = $1 and id = $2', [this.db.tenantId, id]);
  }

  lock(id: string): Promise<OperationRow | undefined> {
    return this.db.one<OperationRow>('select * from service_operations where tenant_id = $1 and id = $2 for update', [
      this.db.tenantId,
      id,
    ]);
  }

  last(serviceId: string): Promise<OperationRow | undefined> {
    return this.db.one<OperationRow>(
      'select * from service_operations where tenant_id = $1 and service_id = $2 order by sequence desc limit 1',
      [this.db.tenantId, serviceId],
    );
  }

  /** The one that is under way, if any. */
  current(serviceId: string): Promise<OperationRow | undefined> {
    return this.db.one<OperationRow>(
      'select * from service_operations where tenant_id = $1 and service_id = $2 and state = any($3::text[])',
      [this.db.tenantId, serviceId, UNFINISHED],
    );
  }

  /** Whether a snapshot of this name was ever made. */
  async hasSnapshotNamed(serviceId: string, name: string): Promise<boolean> {
    const other = await this.db.one(
      `select id from service_operations where tenant_id = $1 and service_id = $2 and kind = 'create-snapshot'
         and state = 'succeeded' and input->>'name' = $3 limit 1`,
      [this.db.tenantId, serviceId, name],
    );
    return other !== undefined;
  }

  /** Whether staff know already, by another operation, that this provider cannot be reached. */
  async isOutageTold(installationId: string | null, exceptId: string): Promise<boolean> {
    const other = await this.db.one(
      `select o.id from service_operations o join services s on s.tenant_id = o.tenant_id and s.id = o.service_id
       where o.tenant_id = $1 and s.installation_id = $2 and o.id <> $3 and o.state = any($4::text[])
         and o.outage_since is not null and o.steps @> '[{"code":"staff-told"}]' limit 1`,
      [this.db.tenantId, installationId, exceptId, UNFINISHED],
    );
    return other !== undefined;
  }

  /** The latest ones of each service, newest first. */
  async latestOf(serviceIds: readonly string[], most: number): Promise<ReadonlyMap<string, readonly OperationRow[]>> {
    const rows = await this.db.query<OperationRow>(
      `select o.* from unnest($2::uuid[]) as wanted (id)
       cross join lateral (
         select * from service_operations where tenant_id = $1 and service_id = wanted.id order by sequence desc limit $3
       ) as o`,
      [this.db.tenantId, serviceIds, most],
    );
    return Map.groupBy(rows, row => row.serviceId);
  }

  /** Writes the operation as it stands now; the fence in it makes whatever was under way before count for nothing. */
  async write(row: OperationRow): Promise<void> {
    await this.db.execute(
      `update service_operations set state = $3, call_key = $4, attempt = $5, fence = $6, checks = $7, absent_since = $8, deadline_at = $9,
         problem_code = $10, message = $11, public_message = $12, steps = $13::jsonb, finished_at = $14, input = $15::jsonb, outage_since = $16, outages = $17
       where tenant_id = $1 and id = $2`,
      [
        this.db.tenantId,
        row.id,
        row.state,
        row.callKey,
        row.attempt,
        row.fence,
        row.checks,
        row.absentSince,
        row.deadlineAt,
        row.problemCode,
        row.message,
        row.publicMessage,
        JSON.stringify(row.steps),
        isUnfinished(row.state) ? null : this.clock.now(),
        row.input,
        row.outageSince,
        row.outages,
      ],
    );
  }

  /** Jobs of one installation share its workers; before one is chosen, those of one shop do. */
  async schedule(
    { id, serviceId, fence }: Pick<OperationRow, 'id' | 'serviceId' | 'fence'>,
    inMs = 0,
    installationId: string | null = null,
  ): Promise<void> {
    const job: RunJob = { tenantId: this.db.tenantId, serviceId, operationId: id, fence };
    const startAfter = inMs > 0 ? { startAfter: new Date(this.clock.now().getTime() + inMs) } : {};
    await this.jobs.send(RUN_QUEUE, job, { ...startAfter, group: installationId ?? this.db.tenantId });
  }
}
