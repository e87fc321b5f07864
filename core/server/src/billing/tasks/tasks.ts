import { Injectable } from '@nestjs/common';
import type { HandWorkResult } from '@hostwright/sdk';
import type { FinishTask } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import { permissionsOf, StaffMembers } from '../../platform/identity/index.js';
import { HandWork } from '../services/index.js';
import { missingAccess, type NewTask, type TaskRow } from './task.js';
import { TaskRows } from './task-rows.js';

/** Who works on a task, and in which shop. */
export interface Worker {
  readonly tenantId: string;
  readonly id: string;
}

/** Work that people do for services. */
@Injectable()
export class Tasks {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: TaskRows,
    private readonly staff: StaffMembers,
    private readonly events: Events,
    private readonly audit: Audit,
    private readonly handWork: HandWork,
  ) {}

  /** [tx] Puts work on the list. The same operation asks once, however often its provider says that people are needed. */
  async open(work: NewTask): Promise<void> {
    const known = work.operationId === undefined ? undefined : await this.rows.openOf(work.operationId);
    if (known) return this.rows.reword(known, work);
    const taskId = await this.rows.insert(work);
    if (taskId !== undefined) await this.events.publish('task.opened', { taskId, serviceId: work.serviceId });
  }

  /** Gives an open task to somebody who may do it, or to nobody. */
  async assign({ tenantId, id: actor }: Worker, taskId: string, staffId: string | null): Promise<void> {
    await this.db.run(tenantId, async () => {
      const task = await this.lockOpen(taskId);
      if (staffId !== null) await this.expectAble(staffId);
      if (task.assigneeId === staffId) return;
      await this.rows.change(taskId, { assigneeId: staffId });
      await this.record(actor, 'task.assigned', task, { staffId });
    });
  }

  async note({ tenantId, id: actor }: Worker, taskId: string, text: string): Promise<void> {
    await this.db.run(tenantId, async () => {
      const task = await this.rows.lock(taskId);
      await this.rows.note(task, text, (await this.staff.read(actor)).name);
      await this.record(actor, 'task.noted', task);
    });
  }

  /**
   * Tells whoever asked for the work that it is done, and writes it down with what follows. What was told is not taken
   * back by a crash in between: the operation goes on, and takes the task off the list.
   */
  async finish({ tenantId, id: actor }: Worker, taskId: string, told: FinishTask): Promise<void> {
    const { operationId } = await this.db.run(tenantId, () => this.expectComplete(taskId, told));
    const done = (): Promise<void> => this.finished(actor, taskId, told);
    if (operationId === null) await this.db.run(tenantId, done);
    else await this.handWork.finish(tenantId, { operationId, taskId }, resultOf(told), done);
  }

  private async expectComplete(taskId: string, told: FinishTask): Promise<TaskRow> {
    const task = await this.lockOpen(taskId);
    const missing = missingAccess(task, told);
    if (missing.length === 0) return task;
    const errors = missing.map(field => ({ field, code: 'missing', message: 'is what the customer needs to get in' }));
    throw new Problem('invalid-input', undefined, { errors });
  }

  private async finished(actor: string, taskId: string, { addresses, username, notes }: FinishTask): Promise<void> {
    const task = await this.lockOpen(taskId);
    if (notes !== undefined && notes !== '') await this.rows.note(task, notes, (await this.staff.read(actor)).name);
    await this.rows.finish(task, actor, { addresses, username: username ?? null });
    await this.record(actor, 'task.finished', task);
    await this.events.publish('task.finished', { taskId, serviceId: task.serviceId });
  }

  private async lockOpen(taskId: string): Promise<TaskRow> {
    const task = await this.rows.lock(taskId);
    if (task.state !== 'open') throw new Problem('task-state', `The task is ${task.state} already`);
    return task;
  }

  private async expectAble(staffId: string): Promise<void> {
    const person = await this.staff.read(staffId);
    if (person.state !== 'active' || !permissionsOf(person.role).includes('services.manage')) {
      throw Problem.field('staffId', 'is nobody who may do this work');
    }
  }

  private async record(actor: string, action: string, task: TaskRow, detail: object = {}): Promise<void> {
    await this.audit.record({
      actor: `staff:${actor}`,
      action,
      target: `task:${task.id}`,
      detail: { serviceId: task.serviceId, kind: task.kind, ...detail },
    });
  }
}

/** Nothing that staff left out. */
function resultOf({ addresses, username, password, notes }: FinishTask): HandWorkResult {
  return {
    ...(addresses.length > 0 && { addresses }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(notes !== undefined && notes !== '' && { notes }),
  };
}
