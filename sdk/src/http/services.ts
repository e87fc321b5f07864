import { z } from 'zod';
import { Id, MoneyAnswer, page, Period, Timestamp } from './primitives.js';
import { ServiceAbility, ServiceAction } from './service-actions.js';
import { Selection } from './selection.js';

export const ServiceState = z.enum(['pending', 'provisioning', 'active', 'suspended', 'failed', 'terminated']);
/** What the provider last reported of the machine itself. */
export const ServerState = z.enum(['creating', 'running', 'stopped', 'suspended', 'changing', 'failed', 'gone']);

export const OperationStep = z.strictObject({
  code: z.string(),
  at: Timestamp,
  detail: z.string().nullable(),
});

export const ServiceOperation = z.strictObject({
  id: Id,
  kind: z.enum([
    'create',
    'start',
    'stop',
    'restart',
    'suspend',
    'unsuspend',
    'terminate',
    'resize',
    'reinstall',
    'rename',
    'reset-password',
    'create-snapshot',
    'restore-snapshot',
    'delete-snapshot',
    'rescue-on',
    'rescue-off',
    'reverse-name',
  ]),
  state: z.enum(['waiting', 'started', 'creating', 'unknown', 'succeeded', 'failed', 'cancelled']),
  attempt: z.int(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  steps: z.array(OperationStep),
  /** Nobody outside was asked yet, so it may be taken back. */
  cancellable: z.boolean(),
  /** When it counts as failed unless it has ended. */
  deadlineAt: Timestamp.nullable(),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
});
export type ServiceOperation = z.infer<typeof ServiceOperation>;

export const PowerAction = z.enum(['start', 'stop', 'restart']);
export const ChangePower = z.strictObject({ action: PowerAction });

export const Service = z.strictObject({
  id: Id,
  productName: z.string(),
  planName: z.string(),
  hostname: z.string(),
  label: z.string(),
  state: ServiceState,
  serverState: ServerState.nullable(),
  addresses: z.array(
    z.strictObject({
      family: z.union([z.literal(4), z.literal(6)]),
      address: z.string(),
      primary: z.boolean(),
      reverseName: z.string().nullable(),
    }),
  ),
  selection: Selection,
  /** The choices in words: option, value. */
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  period: Period,
  renewal: MoneyAnswer.nullable(),
  renewsAt: Timestamp.nullable(),
  /** The password waits to be shown; it is shown once. */
  hasCredentials: z.boolean(),
  /** What the provider can do and the state allows now. */
  actions: z.array(ServiceAction),
  /** What the provider can do at all. */
  abilities: z.array(ServiceAbility),
  /** It runs a rescue system. */
  rescue: z.boolean(),
  /** The name to sign in with; the password is shown once. */
  username: z.string().nullable(),
  /** Why and since when it is switched off: `unpaid`, or what staff wrote. */
  suspension: z.strictObject({ reason: z.string(), since: Timestamp }).nullable(),
  /** It was cancelled and ends then; until that moment it may be kept. */
  cancellation: z.strictObject({ endsAt: Timestamp, askedAt: Timestamp }).nullable(),
  /** Null for one that was taken over together with its server. */
  orderId: Id.nullable(),
  customerId: Id,
  invoiceId: Id.nullable(),
  createdAt: Timestamp,
  operations: z.array(ServiceOperation),
});
export type Service = z.infer<typeof Service>;
export const ServicePage = page(Service);
export const ServicePath = z.strictObject({ serviceId: Id });
export const Credentials = z.strictObject({ username: z.string(), password: z.string().nullable() });

/** What arrives over the WebSocket: ids only, the reader asks the API again. */
export const LIVE_EVENTS = [
  'service.changed',
  'payment.changed',
  'invoice.changed',
  'order.changed',
  'plugin.changed',
  'task.changed',
  'reconciliation.changed',
] as const;
export type LiveEventName = (typeof LIVE_EVENTS)[number];
export interface LiveEvent {
  readonly name: LiveEventName;
  readonly id: string;
}
