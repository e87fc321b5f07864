import type { HandWork } from '@hostwright/sdk';
import type { TaskKind, TaskState } from '@hostwright/sdk/http';

export interface TaskNoteRow {
  readonly text: string;
  /** Name of who wrote it, as it was then. */
  readonly by: string;
  readonly at: string;
}

export interface TaskResult {
  readonly addresses: readonly string[];
  readonly username: string | null;
}

export interface TaskRow {
  readonly id: string;
  readonly serviceId: string;
  readonly operationId: string | null;
  readonly installationId: string | null;
  readonly kind: TaskKind;
  readonly title: string;
  readonly instructions: string | null;
  readonly asksAccess: boolean;
  readonly state: TaskState;
  readonly dueAt: Date;
  readonly assigneeId: string | null;
  readonly notes: readonly TaskNoteRow[];
  readonly result: TaskResult | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** What people must do, and for whom. */
export interface NewTask extends HandWork {
  readonly serviceId: string;
  readonly kind: TaskKind;
  /** Absent where nothing waits for the work. */
  readonly operationId?: string;
  readonly installationId?: string | null;
}

const HOUR_MS = 3_600_000;

/** How long people have where nobody said. */
const DUE_IN_HOURS = 24;

export const dueAt = ({ dueInHours = DUE_IN_HOURS }: Pick<HandWork, 'dueInHours'>, now: Date): Date =>
  new Date(now.getTime() + Math.round(dueInHours * HOUR_MS));

export const isLate = ({ state, dueAt: due }: Pick<TaskRow, 'state' | 'dueAt'>, now: Date): boolean =>
  state === 'open' && due < now;

/** Fields of the form that are missing from what staff told. */
export function missingAccess(
  { asksAccess }: Pick<TaskRow, 'asksAccess'>,
  told: { readonly addresses: readonly string[]; readonly username?: string | undefined },
): readonly string[] {
  if (!asksAccess) return [];
  return [...(told.addresses.length === 0 ? ['addresses'] : []), ...(told.username === undefined ? ['username'] : [])];
}

/** What is left to do when a machine that people set up is nobody's any more. */
export const releaseWork = (hostname: string, addresses: readonly string[]): HandWork => ({
  title: `Switch off and wipe ${hostname}`,
  instructions: [
    ...(addresses.length === 0 ? [] : [`Addresses: ${addresses.join(', ')}`]),
    'Remove the customer’s data and take the addresses back before the machine goes to somebody else.',
  ].join('\n'),
  asksAccess: false,
});
