import { Injectable } from '@nestjs/common';
import type { HandWork } from '@hostwright/sdk';
import type { TaskCounts, TaskState } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { type Cursor, Problem } from '../../platform/http/index.js';
import { Live } from '../../platform/live/index.js';
import type { ServiceRow } from '../services/index.js';
import { dueAt, type NewTask, type TaskNoteRow, type TaskResult, type TaskRow } from './task.js';

/** A task with what it is about, for people who read it. */
export interface ShownTask extends TaskRow {
  readonly hostname: string;
  readonly productName: string;
  readonly planName: string;
  readonly serviceState: ServiceRow['state'];
  readonly customerId: string;
  readonly provider: string | null;
  readonly assigneeName: string | null;
  readonly assigneeEmail: string | null;
  readonly finisherName: string | null;
}

export interface TaskFilter {
  readonly state: TaskState;
  readonly assigneeId?: string | undefined;
  readonly onlyUnassigned: boolean;
  readonly lateBefore?: Date | undefined;
  readonly serviceId?: string | undefined;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

export type TaskChange = Partial<
  Pick<TaskRow, 'state' | 'assigneeId' | 'notes' | 'result' | 'finishedAt'> & { readonly finishedBy: string }
>;

const COLUMNS: Readonly<Record<keyof TaskChange, string>> = {
  state: 'state',
  assigneeId: 'assignee_id',
  notes: 'notes',
  result: 'result',
  finishedAt: 'finished_at',
  finishedBy: 'finished_by',
};

const SHOWN = `select t.*, s.hostname, s.product_name, s.plan_name, s.state as service_state, s.customer_id, i.label as provider,
    a.name as assignee_name, a.email as assignee_email, f.name as finisher_name
  from service_tasks t
  join services s on s.tenant_id = $1 and s.id = t.service_id
  left join plugin_installations i on i.tenant_id = $1 and i.id = t.installation_id
  left join staff a on a.tenant_id = $1 and a.id = t.assignee_id
  left join staff f on f.tenant_id = $1 and f.id = t.finished_by`;

/** The tasks of a shop. Methods run inside `TenantDb.run`. */
@Injectable()
export class TaskRows {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  /** The open task of the operation; undefined when nobody was asked yet. */
  openOf(operationId: string): Promise<TaskRow | undefined> {
    return this.db.one<TaskRow>(
      `select * from service_tasks where tenant_id = $1 and operation_id = $2 and state = 'open' for update`,
      [this.db.tenantId, operationId],
    );
  }

  /** Answers nothing where the same work is on the list already. */
  async insert({ serviceId, operationId, installationId, kind, ...work }: NewTask): Promise<string | undefined> {
    const createdAt = this.clock.now();
    const id = newId(createdAt.getTime());
    const written = await this.db.execute(
      `insert into service_tasks (tenant_id, id, service_id, operation_id, installation_id, kind, title, instructions, asks_access,
         state, due_at, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11) on conflict do nothing`,
      [
        this.db.tenantId,
        id,
        serviceId,
        operationId ?? null,
        installationId ?? null,
        kind,
        work.title,
        work.instructions ?? null,
        work.asksAccess,
        dueAt(work, createdAt),
        createdAt,
      ],
    );
    if (written === 0) return undefined;
    this.announce(id);
    return id;
  }

  /** The provider has other words for the same work now. */
  async reword({ id, title, instructions, asksAccess }: TaskRow, work: HandWork): Promise<void> {
    if (title === work.title && instructions === (work.instructions ?? null) && asksAccess === work.asksAccess) return;
    await this.db.execute(
      'update service_tasks set title = $3, instructions = $4, asks_access = $5 where tenant_id = $1 and id = $2',
      [this.db.tenantId, id, work.title, work.instructions ?? null, work.asksAccess],
    );
    this.announce(id);
  }

  async lock(id: string): Promise<TaskRow> {
    const row = await this.db.one<TaskRow>('select * from service_tasks where tenant_id = $1 and id = $2 for update', [
      this.db.tenantId,
      id,
    ]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  async change(id: string, change: TaskChange): Promise<void> {
    const entries = Object.entries(change) as [keyof TaskChange, unknown][];
    const sets = entries.map(([name], index) => `${COLUMNS[name]} = $${index + 3}`).join(', ');
    const values = entries.map(([name, value]) => (isJson(name) && value !== null ? JSON.stringify(value) : value));
    await this.db.execute(`update service_tasks set ${sets} where tenant_id = $1 and id = $2`, [this.db.tenantId, id, ...values]);
    this.announce(id);
  }

  note(task: Pick<TaskRow, 'id' | 'notes'>, text: string, by: string): Promise<void> {
    const note: TaskNoteRow = { text, by, at: this.clock.now().toISOString() };
    return this.change(task.id, { notes: [...task.notes, note] });
  }

  async finish(task: TaskRow, staffId: string, result: TaskResult): Promise<void> {
    await this.change(task.id, { state: 'done', result, finishedBy: staffId, finishedAt: this.clock.now() });
  }

  /** What it was for has ended: nobody has to do it any more. */
  async drop(operationId: string): Promise<void> {
    const task = await this.openOf(operationId);
    if (task) await this.change(task.id, { state: 'dropped', finishedAt: this.clock.now() });
  }

  async read(id: string): Promise<ShownTask> {
    const row = await this.db.one<ShownTask>(`${SHOWN} where t.tenant_id = $1 and t.id = $2`, [this.db.tenantId, id]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  /** Whether people have made the machine of a service. Their work may have ended without a word of theirs. */
  async wasSetUp(serviceId: string): Promise<boolean> {
    const done = await this.db.one(
      `select t.id from service_tasks t join service_operations o on o.tenant_id = t.tenant_id and o.id = t.operation_id
       where t.tenant_id = $1 and t.service_id = $2 and t.kind = 'create' and (t.state = 'done' or o.state = 'succeeded') limit 1`,
      [this.db.tenantId, serviceId],
    );
    return done !== undefined;
  }

  /** What staff said last about where the machine of a service is to be found. */
  async addressesOf(serviceId: string): Promise<readonly string[]> {
    const row = await this.db.one<{ result: TaskResult }>(
      `select result from service_tasks where tenant_id = $1 and service_id = $2 and jsonb_array_length(result->'addresses') > 0
       order by finished_at desc, id desc limit 1`,
      [this.db.tenantId, serviceId],
    );
    return row?.result.addresses ?? [];
  }

  /** Open ones by when they are due, the others newest first; one more than the limit. */
  list({ state, assigneeId, onlyUnassigned, lateBefore, serviceId, after, limit }: TaskFilter): Promise<ShownTask[]> {
    const [beyond, order] = state === 'open' ? ['>', 'asc'] : ['<', 'desc'];
    return this.db.query<ShownTask>(
      `${SHOWN} where t.tenant_id = $1 and t.state = $2
         and ($3::uuid is null or t.assignee_id = $3)
         and (not $4::boolean or t.assignee_id is null)
         and ($5::timestamptz is null or t.due_at < $5)
         and ($6::uuid is null or t.service_id = $6)
         and ($7::timestamptz is null or (t.due_at, t.id) ${beyond} ($7::timestamptz, $8::uuid))
       order by t.due_at ${order}, t.id ${order} limit $9`,
      [
        this.db.tenantId,
        state,
        assigneeId ?? null,
        onlyUnassigned,
        lateBefore ?? null,
        serviceId ?? null,
        after?.createdAt ?? null,
        after?.id ?? null,
        limit + 1,
      ],
    );
  }

  async counts(staffId: string): Promise<TaskCounts> {
    const row = await this.db.one<TaskCounts>(
      `select count(*)::int as open, count(*) filter (where assignee_id = $2)::int as mine,
         count(*) filter (where assignee_id is null)::int as unassigned, count(*) filter (where due_at < $3)::int as overdue
       from service_tasks where tenant_id = $1 and state = 'open'`,
      [this.db.tenantId, staffId, this.clock.now()],
    );
    return row!;
  }

  /** Marks those that are late as told, and says how many there are. */
  tellLate(): Promise<number> {
    return this.db.execute(`update service_tasks set told_late_at = $2 where tenant_id = $1 and state = 'open' and due_at < $2`, [
      this.db.tenantId,
      this.clock.now(),
    ]);
  }

  private announce(id: string): void {
    const { tenantId } = this.db;
    this.db.afterCommit(() => this.live.changed({ tenantId }, { name: 'task.changed', id }));
  }
}

const isJson = (name: keyof TaskChange): boolean => name === 'notes' || name === 'result';
