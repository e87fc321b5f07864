import { z } from 'zod';
import { Id, line, page, PageQuery, Timestamp } from './primitives.js';
import { ServiceState } from './services.js';

const MOST = 100_000_000;
const count = z.int().min(0);
const limit = count.max(MOST).nullable();

/** What a place may hold of each resource; null is not counted. */
export const Limits = z.strictObject({
  vcpu: limit,
  ramMb: limit,
  diskGb: limit,
  addresses: limit,
  slots: limit,
});
export type Limits = z.infer<typeof Limits>;

/** What is promised of each resource, or what a service takes of it. */
export const Needs = z.strictObject({ vcpu: count, ramMb: count, diskGb: count, addresses: count, slots: count });
export type Needs = z.infer<typeof Needs>;

/** `draining`: it keeps what it has and takes nobody new. */
export const MemberState = z.enum(['open', 'draining']);

const installation = z.strictObject({ id: Id, label: z.string(), pluginId: z.string(), enabled: z.boolean() });

/** An installation of a provider in a pool: what it may hold and what is promised of it. */
export const PoolMember = z.strictObject({
  id: Id,
  installation,
  state: MemberState,
  limits: Limits,
  /** Cores that are promised for each hundred that there are: 100 promises none twice. */
  cpuOvercommitPercent: z.int(),
  used: Needs,
  /** Services that have their place here. */
  services: z.int(),
  createdAt: Timestamp,
});
export type PoolMember = z.infer<typeof PoolMember>;

export const Pool = z.strictObject({
  id: Id,
  name: z.string(),
  location: z.string(),
  tier: z.string(),
  members: z.array(PoolMember),
  /** Paid services that wait until this pool has room. */
  waiting: z.int(),
  createdAt: Timestamp,
});
export type Pool = z.infer<typeof Pool>;
export const PoolList = z.strictObject({ items: z.array(Pool) });
export const PoolPath = z.strictObject({ poolId: Id });
export const CreatePool = z.strictObject({ name: line(80), location: line(80, 0).default(''), tier: line(40, 0).default('') });
export const UpdatePool = z.strictObject({
  name: line(80).optional(),
  location: line(80, 0).optional(),
  tier: line(40, 0).optional(),
});

const overcommit = z.int().min(100).max(3200);
const someLimits = Limits.partial();
export const MemberPath = z.strictObject({ poolId: Id, memberId: Id });
/** Services that the installation has already are counted at once; a limit that is left out is not counted. */
export const AddPoolMember = z.strictObject({
  installationId: Id,
  limits: someLimits.default({}),
  cpuOvercommitPercent: overcommit.default(100),
});
/** A limit that is left out stays; none may be less than what is promised already. */
export const UpdatePoolMember = z.strictObject({
  state: MemberState.optional(),
  limits: someLimits.optional(),
  cpuOvercommitPercent: overcommit.optional(),
});

/** `waiting`: paid for, and no place has room; `reserved`: kept for an order; `used`: the service is made or runs there. */
export const PlacementState = z.enum(['waiting', 'reserved', 'used', 'released']);

const named = z.strictObject({ id: Id, name: z.string() });
const where = {
  state: PlacementState,
  pool: named.nullable(),
  installation: z.strictObject({ id: Id, label: z.string() }).nullable(),
  /** The group of the inventory that was asked for, and the piece that was given. */
  itemGroup: z.string().nullable(),
  item: named.nullable(),
  needs: Needs,
};

/** The place of one service, as it is shown with it. */
export const ServicePlacement = z.strictObject(where);
export type ServicePlacement = z.infer<typeof ServicePlacement>;

export const Placement = z.strictObject({
  id: Id,
  ...where,
  service: z.strictObject({
    id: Id,
    hostname: z.string(),
    label: z.string(),
    state: ServiceState,
    customer: z.strictObject({ id: Id, name: z.string(), email: z.string() }),
  }),
  reservedAt: Timestamp,
  usedAt: Timestamp.nullable(),
  releasedAt: Timestamp.nullable(),
  releasedWhy: z.enum(['cancelled', 'failed', 'terminated', 'unpaid']).nullable(),
});
export type Placement = z.infer<typeof Placement>;
export const PlacementPage = page(Placement);
export const PlacementQuery = PageQuery.extend({
  state: PlacementState.optional(),
  poolId: Id.optional(),
  installationId: Id.optional(),
});

/** Days for which an order that nobody pays for keeps its place after its invoice was due. */
export const PlacementSettings = z.strictObject({ holdDays: z.int().min(0).max(90) });
export type PlacementSettings = z.infer<typeof PlacementSettings>;

/** What a machine consists of, in words that staff choose: `cpu`, `ram`, `disks`. */
const ItemFacts = z.record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9 _-]{0,39}$/, 'must be a short word'), line(200));
export const ItemState = z.enum(['free', 'assigned', 'retired']);
const groupName = line(60);
const notes = z
  .string()
  .trim()
  .max(2000)
  .regex(/^[^\p{Cs}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u, 'must not contain control characters');

export const InventoryItem = z.strictObject({
  id: Id,
  group: z.string(),
  name: z.string(),
  facts: z.record(z.string(), z.string()),
  location: z.string(),
  notes: z.string(),
  state: ItemState,
  service: z.strictObject({ id: Id, hostname: z.string(), state: ServiceState }).nullable(),
  createdAt: Timestamp,
});
export type InventoryItem = z.infer<typeof InventoryItem>;

export const InventoryGroup = z.strictObject({ name: z.string(), free: z.int(), assigned: z.int(), retired: z.int() });
export const InventoryPage = page(InventoryItem).extend({ groups: z.array(InventoryGroup) });
/** `search` is a part of the name, the place or the notes, whatever the case. */
export const InventoryQuery = PageQuery.extend({
  group: z.string().max(60).optional(),
  state: ItemState.optional(),
  search: z.string().trim().max(100).optional(),
});
export const InventoryItemPath = z.strictObject({ inventoryItemId: Id });
export const AddInventoryItem = z.strictObject({
  group: groupName,
  name: line(80),
  facts: ItemFacts.default({}),
  location: line(80, 0).default(''),
  notes: notes.default(''),
});
export const UpdateInventoryItem = z.strictObject({
  group: groupName.optional(),
  name: line(80).optional(),
  facts: ItemFacts.optional(),
  location: line(80, 0).optional(),
  notes: notes.optional(),
  /** A machine that a service has cannot retire. */
  retired: z.boolean().optional(),
});
