import { Controller } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import { CurrentStaff, In, Operation, type StaffActor } from '../../platform/http/index.js';
import { TaskReader } from './task-reader.js';
import { Tasks } from './tasks.js';

const { listTasks, countTasks, listTaskPeople, getTask, assignTask, addTaskNote, finishTask } = operations;

@Controller()
export class TasksController {
  constructor(
    private readonly reader: TaskReader,
    private readonly tasks: Tasks,
  ) {}

  @Operation(listTasks)
  list(@CurrentStaff() staff: StaffActor, @In() { query }: Input<typeof listTasks>): Promise<Answer<typeof listTasks>> {
    return this.reader.list(staff, query);
  }

  @Operation(countTasks)
  count(@CurrentStaff() staff: StaffActor): Promise<Answer<typeof countTasks>> {
    return this.reader.counts(staff);
  }

  @Operation(listTaskPeople)
  async people(@CurrentStaff() { tenantId }: StaffActor): Promise<Answer<typeof listTaskPeople>> {
    return { items: await this.reader.people(tenantId) };
  }

  @Operation(getTask)
  read(@CurrentStaff() { tenantId }: StaffActor, @In() { params }: Input<typeof getTask>): Promise<Answer<typeof getTask>> {
    return this.reader.read(tenantId, params.taskId);
  }

  @Operation(assignTask)
  async assign(
    @CurrentStaff() staff: StaffActor,
    @In() { params, body }: Input<typeof assignTask>,
  ): Promise<Answer<typeof assignTask>> {
    await this.tasks.assign(staff, params.taskId, body.staffId);
    return this.reader.read(staff.tenantId, params.taskId);
  }

  @Operation(addTaskNote)
  async note(
    @CurrentStaff() staff: StaffActor,
    @In() { params, body }: Input<typeof addTaskNote>,
  ): Promise<Answer<typeof addTaskNote>> {
    await this.tasks.note(staff, params.taskId, body.text);
    return this.reader.read(staff.tenantId, params.taskId);
  }

  @Operation(finishTask)
  async finish(
    @CurrentStaff() staff: StaffActor,
    @In() { params, body }: Input<typeof finishTask>,
  ): Promise<Answer<typeof finishTask>> {
    await this.tasks.finish(staff, params.taskId, body);
    return this.reader.read(staff.tenantId, params.taskId);
  }
}
