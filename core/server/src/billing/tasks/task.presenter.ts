import type { Task } from '@hostwright/sdk/http';
import type { Customer } from '../../platform/identity/index.js';
import { isLate } from './task.js';
import type { ShownTask } from './task-rows.js';

export function presentTask(task: ShownTask, { id, name, email }: Customer, now: Date): Task {
  const { assigneeId, assigneeName, assigneeEmail, result } = task;
  return {
    id: task.id,
    kind: task.kind,
    state: task.state,
    title: task.title,
    instructions: task.instructions,
    asksAccess: task.asksAccess,
    dueAt: task.dueAt.toISOString(),
    overdue: isLate(task, now),
    service: {
      id: task.serviceId,
      hostname: task.hostname,
      label: `${task.productName} ${task.planName}`,
      state: task.serviceState,
      customer: { id, name, email },
    },
    provider: task.provider,
    operationId: task.operationId,
    assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? '', email: assigneeEmail ?? '' },
    notes: task.notes.map(({ text, by, at }) => ({ text, by, at })),
    result: result && { addresses: [...result.addresses], username: result.username },
    finishedBy: task.finisherName,
    finishedAt: task.finishedAt?.toISOString() ?? null,
    createdAt: task.createdAt.toISOString(),
  };
}
