import { Injectable } from '@nestjs/common';
import type { Task, TaskCounts, TaskPerson, TaskState } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf } from '../../platform/http/index.js';
import { Customers, permissionsOf, StaffMembers } from '../../platform/identity/index.js';
import { presentTask } from './task.presenter.js';
import { type ShownTask, TaskRows } from './task-rows.js';
import type { Worker } from './tasks.js';

export interface TaskQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly state: TaskState;
  readonly view: 'all' | 'mine' | 'unassigned' | 'overdue';
  readonly serviceId?: string | undefined;
}

/** The list of tasks as staff see it. */
@Injectable()
export class TaskReader {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly rows: TaskRows,
    private readonly customers: Customers,
    private readonly staff: StaffMembers,
  ) {}

  list({ tenantId, id }: Worker, query: TaskQuery): Promise<{ items: Task[]; next: string | null }> {
    return this.db.run(tenantId, async () => {
      const found = await this.rows.list({
        state: query.state,
        limit: query.limit,
        serviceId: query.serviceId,
        after: decodeCursor(query.cursor),
        assigneeId: query.view === 'mine' ? id : undefined,
        onlyUnassigned: query.view === 'unassigned',
        lateBefore: query.view === 'overdue' ? this.clock.now() : undefined,
      });
      // The list goes by when the work is due, and so does its cursor.
      const { rows, next } = pageOf(
        found.map(task => ({ task, id: task.id, createdAt: task.dueAt })),
        query.limit,
      );
      return { items: await this.present(rows.map(({ task }) => task)), next };
    });
  }

  read(tenantId: string, taskId: string): Promise<Task> {
    return this.db.run(tenantId, async () => (await this.present([await this.rows.read(taskId)]))[0]!);
  }

  counts({ tenantId, id }: Worker): Promise<TaskCounts> {
    return this.db.run(tenantId, () => this.rows.counts(id));
  }

  people(tenantId: string): Promise<TaskPerson[]> {
    return this.db.run(tenantId, async () => {
      const able = (await this.staff.active()).filter(({ role }) => permissionsOf(role).includes('services.manage'));
      return able.map(({ id, name, email }) => ({ id, name, email }));
    });
  }

  private async present(tasks: readonly ShownTask[]): Promise<Task[]> {
    const customers = await this.customers.many(tasks.map(({ customerId }) => customerId));
    return tasks.map(task => presentTask(task, customers.get(task.customerId)!, this.clock.now()));
  }
}
