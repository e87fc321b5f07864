import { z } from 'zod';
import { Id, line, page, PageQuery, Timestamp } from './primitives.js';
import { ServiceOperation, ServiceState } from './services.js';

/** What the work is for: an operation that waits for it, or a machine that must be wiped after its service has ended. */
export const TaskKind = z.enum([...ServiceOperation.shape.kind.options, 'release']);
export type TaskKind = z.infer<typeof TaskKind>;

/** `dropped`: what it was for has ended in another way. */
export const TaskState = z.enum(['open', 'done', 'dropped']);
export type TaskState = z.infer<typeof TaskState>;

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cs}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u, 'must not contain control characters');

export const TaskPerson = z.strictObject({ id: Id, name: z.string(), email: z.string() });
export type TaskPerson = z.infer<typeof TaskPerson>;
export const TaskPersonList = z.strictObject({ items: z.array(TaskPerson) });

export const TaskNote = z.strictObject({ text: z.string(), by: z.string(), at: Timestamp });
export type TaskNote = z.infer<typeof TaskNote>;

/** Work that people must do for a service. */
export const Task = z.strictObject({
  id: Id,
  kind: TaskKind,
  state: TaskState,
  title: z.string(),
  /** Lines of plain text. */
  instructions: z.string().nullable(),
  /** Whoever finishes it must tell the address and the way in. */
  asksAccess: z.boolean(),
  dueAt: Timestamp,
  overdue: z.boolean(),
  service: z.strictObject({
    id: Id,
    hostname: z.string(),
    /** Product and plan. */
    label: z.string(),
    state: ServiceState,
    customer: z.strictObject({ id: Id, name: z.string(), email: z.string() }),
  }),
  /** The installation that asked for the work; null where the product itself did. */
  provider: z.string().nullable(),
  operationId: Id.nullable(),
  assignee: TaskPerson.nullable(),
  notes: z.array(TaskNote),
  /** What was told when it was finished; the password is not among it. */
  result: z.strictObject({ addresses: z.array(z.string()), username: z.string().nullable() }).nullable(),
  finishedBy: z.string().nullable(),
  finishedAt: Timestamp.nullable(),
  createdAt: Timestamp,
});
export type Task = z.infer<typeof Task>;
export const TaskPage = page(Task);
export const TaskPath = z.strictObject({ taskId: Id });

/** Open ones come in the order in which they are due, the others newest first. */
export const TaskListQuery = PageQuery.extend({
  state: TaskState.default('open'),
  view: z.enum(['all', 'mine', 'unassigned', 'overdue']).default('all'),
  serviceId: Id.optional(),
});

/** Open tasks, for a badge; `mine` are those of whoever asks. */
export const TaskCounts = z.strictObject({ open: z.int(), mine: z.int(), unassigned: z.int(), overdue: z.int() });
export type TaskCounts = z.infer<typeof TaskCounts>;

/** Without a person it is nobody's again. */
export const AssignTask = z.strictObject({ staffId: Id.nullable() });
export const AddTaskNote = z.strictObject({ text: text(2000).min(1) });

/** What staff tell when they have done their part. A task that asks for access takes an address and a user name. */
export const FinishTask = z.strictObject({
  addresses: z
    .array(
      z
        .string()
        .trim()
        .max(45)
        .pipe(z.union([z.ipv4(), z.ipv6()])),
    )
    .max(64)
    .default([]),
  username: line(80).optional(),
  /** Sealed at once and shown to the customer once. */
  password: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')
    .optional(),
  notes: text(2000).optional(),
});
export type FinishTask = z.infer<typeof FinishTask>;
