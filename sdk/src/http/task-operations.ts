import { operation } from './operation.js';
import * as tasks from './tasks.js';

const staff = { status: 200, access: 'services.manage', tag: 'tasks' } as const;

/** Work that people must do before a service is what was asked for. */
export const taskOperations = {
  listTasks: operation('listTasks', {
    ...staff,
    summary: 'Work to be done by hand',
    query: tasks.TaskListQuery,
    answer: tasks.TaskPage,
  }),
  countTasks: operation('countTasks', { ...staff, summary: 'How much work waits', answer: tasks.TaskCounts }),
  listTaskPeople: operation('listTaskPeople', {
    ...staff,
    summary: 'Staff to whom work may be given',
    answer: tasks.TaskPersonList,
  }),
  getTask: operation('getTask', { ...staff, summary: 'One task', params: tasks.TaskPath, answer: tasks.Task }),
  assignTask: operation('assignTask', {
    ...staff,
    summary: 'Gives an open task to somebody, or to nobody',
    params: tasks.TaskPath,
    body: tasks.AssignTask,
    answer: tasks.Task,
    problems: ['task-state'],
  }),
  addTaskNote: operation('addTaskNote', {
    ...staff,
    summary: 'Writes down something about a task for the others',
    params: tasks.TaskPath,
    body: tasks.AddTaskNote,
    answer: tasks.Task,
  }),
  finishTask: operation('finishTask', {
    ...staff,
    summary: 'Tells that the work is done, and what the customer needs to know',
    params: tasks.TaskPath,
    body: tasks.FinishTask,
    answer: tasks.Task,
    idempotencyKey: 'accepted',
    problems: ['task-state', 'provider-refused', 'provider-unreachable'],
  }),
};
