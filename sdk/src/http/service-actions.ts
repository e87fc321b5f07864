import { z } from 'zod';
import { Hostname, Id, line, Timestamp } from './primitives.js';

/** What a provider is able to do for a service, whatever the service's state: the screen shows nothing else. */
export const ServiceAbility = z.enum([
  'power',
  'resize',
  'reinstall',
  'rename',
  'reset-password',
  'snapshots',
  'rescue',
  'reverse-names',
  'metrics',
  'usage',
  'console',
  'panel',
]);
export type ServiceAbility = z.infer<typeof ServiceAbility>;

/** What may be asked for now. */
export const ServiceAction = z.enum([
  'start',
  'stop',
  'restart',
  'reinstall',
  'rename',
  'reset-password',
  'create-snapshot',
  'restore-snapshot',
  'delete-snapshot',
  'rescue-on',
  'rescue-off',
  'reverse-name',
  'console',
  'panel',
  'resize',
  'suspend',
  'unsuspend',
  'terminate',
]);
export type ServiceAction = z.infer<typeof ServiceAction>;

/** Name of a snapshot: what every provider accepts. */
export const SnapshotName = z.string().regex(/^[a-z][a-z0-9-]{0,38}[a-z0-9]$/, 'must be 2 to 40 letters, digits and hyphens');

/** The host name typed again, where data is lost. */
const confirmation = z.string().max(253);
const snapshotId = z.string().min(1).max(500);
const address = z.union([z.ipv4(), z.ipv6()]);

const customerActions = [
  z.strictObject({ action: z.enum(['start', 'stop', 'restart', 'reset-password', 'rescue-on', 'rescue-off']) }),
  z.strictObject({ action: z.literal('reinstall'), image: z.string().min(1).max(200), confirmation }),
  z.strictObject({ action: z.literal('rename'), hostname: Hostname }),
  z.strictObject({ action: z.literal('create-snapshot'), name: SnapshotName }),
  z.strictObject({ action: z.literal('restore-snapshot'), snapshotId, confirmation }),
  z.strictObject({ action: z.literal('delete-snapshot'), snapshotId }),
  /** Without a name the provider's own comes back. */
  z.strictObject({ action: z.literal('reverse-name'), address, name: Hostname.nullable() }),
] as const;

/** What customers order for a service; each becomes an operation. */
export const OrderServiceAction = z.discriminatedUnion('action', [...customerActions]);
export type OrderServiceAction = z.infer<typeof OrderServiceAction>;

/** What staff order: everything that customers can, and what ends or pauses a service. */
export const OrderAdminServiceAction = z.discriminatedUnion('action', [
  ...customerActions,
  z.strictObject({ action: z.literal('suspend'), reason: line(200) }),
  z.strictObject({ action: z.literal('unsuspend') }),
  z.strictObject({ action: z.literal('terminate'), confirmation }),
]);
export type OrderAdminServiceAction = z.infer<typeof OrderAdminServiceAction>;

export const ServiceSnapshot = z.strictObject({
  id: z.string(),
  name: z.string(),
  createdAt: Timestamp,
  /** Decimal text: bytes may be more than a JSON number holds. */
  sizeBytes: z.string().nullable(),
  ready: z.boolean(),
});
export type ServiceSnapshot = z.infer<typeof ServiceSnapshot>;
export const ServiceSnapshotList = z.strictObject({ items: z.array(ServiceSnapshot) });

export const MetricsQuery = z.strictObject({ range: z.enum(['hour', 'day', 'week', 'month']).default('hour') });
const measures = z.array(z.number().nullable());

/** Columns of equal length: one value for each moment in `at`, null where nothing was measured. */
export const ServiceMetrics = z.strictObject({
  at: z.array(Timestamp),
  /** 100 is one busy core. */
  cpuPercent: measures,
  memoryBytes: measures,
  diskReadBytesPerSecond: measures,
  diskWriteBytesPerSecond: measures,
  networkInBytesPerSecond: measures,
  networkOutBytesPerSecond: measures,
  cpuCores: z.number().nullable(),
  memoryTotalBytes: z.number().nullable(),
});
export type ServiceMetrics = z.infer<typeof ServiceMetrics>;

export const ServiceMeter = z.strictObject({
  code: z.enum(['traffic', 'disk', 'memory', 'mailboxes', 'databases', 'domains', 'inodes']),
  unit: z.enum(['bytes', 'count']),
  used: z.string(),
  limit: z.string().nullable(),
});
export const ServiceUsage = z.strictObject({ meters: z.array(ServiceMeter), resetsAt: Timestamp.nullable() });
export type ServiceUsage = z.infer<typeof ServiceUsage>;

/** Systems that the service may be reinstalled with. */
export const ServiceImageList = z.strictObject({
  items: z.array(z.strictObject({ id: z.string(), label: z.string(), mark: z.string().nullable() })),
});

/** The page that shows the console; the address works once and soon ends. */
export const ConsoleAccess = z.strictObject({ url: z.string(), expiresAt: Timestamp });
export type ConsoleAccess = z.infer<typeof ConsoleAccess>;
/** Where the browser goes to be in the panel. */
export const PanelAddress = z.strictObject({ url: z.string(), expiresAt: Timestamp });

export const OperationPath = z.strictObject({ serviceId: Id, operationId: Id });
