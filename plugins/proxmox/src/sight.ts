import { labelOf, marksOf, type Marks } from './guest-config.js';
import type { Machine } from './machine.js';
import { optionalText, type Fields, type GuestRow } from './proxmox-answers.js';
import type { GuestPlace, ProxmoxClient } from './proxmox-client.js';
import { hasCode } from './proxmox-failure.js';

/** A guest as it stands now, on whatever node it is. */
export interface Guest {
  readonly kind: 'present';
  readonly place: GuestPlace;
  readonly row: GuestRow;
  readonly status: Fields;
  readonly config: Fields;
  readonly marks: Marks;
  /** What Proxmox is doing with it: `clone`, `create`, `backup`, … */
  readonly lock: string | undefined;
}

/** `foreign`: the number belongs to a guest that is not the one we mean. */
export type Sight = Guest | { readonly kind: 'absent' } | { readonly kind: 'foreign' };

const ABSENT: Sight = { kind: 'absent' };
const FOREIGN: Sight = { kind: 'foreign' };

/** The guest behind a machine, looked for in the whole cluster: guests move from node to node. */
export async function look(client: ProxmoxClient, machine: Pick<Machine, 'externalId' | 'vmid'>): Promise<Sight> {
  const row = (await client.guests()).find(({ vmid }) => vmid === machine.vmid);
  const guest = row && (await lookAt(client, row));
  if (!guest) return ABSENT;
  return isTheOne(guest, machine.externalId) ? guest : FOREIGN;
}

/** The same guest a moment later, on the node where it was. */
export async function lookAgain(
  client: ProxmoxClient,
  machine: Pick<Machine, 'externalId' | 'vmid'>,
  before: Sight,
): Promise<Sight> {
  if (before.kind !== 'present' || before.place.vmid !== machine.vmid) return look(client, machine);
  const guest = await lookAt(client, { ...before.row, lock: undefined });
  if (!guest) return look(client, machine);
  return isTheOne(guest, machine.externalId) ? guest : FOREIGN;
}

/** Undefined when it has gone in the meantime. */
export async function lookAt(client: ProxmoxClient, row: GuestRow): Promise<Guest | undefined> {
  const place = { node: row.node, kind: row.kind, vmid: row.vmid };
  try {
    const status = await client.status(place);
    const config = await client.config(place);
    const lock = optionalText(config, 'lock') ?? optionalText(status, 'lock') ?? row.lock;
    return { kind: 'present', place, row, status, config, marks: marksOf(config), lock };
  } catch (error) {
    // It was in the list a moment ago: somebody has removed it, or moved it, which the next look will show.
    if (hasCode(error, 'no-such-guest')) return undefined;
    throw error;
  }
}

/** The name of a guest with the core: its label, or for one that we have not made, its number and when it was made. */
export function nameOf({ marks, config, place }: Pick<Guest, 'marks' | 'config' | 'place'>): string {
  if (marks.serviceId !== undefined) return labelOf(marks.serviceId);
  const born = /ctime=(\d+)/.exec(optionalText(config, 'meta') ?? '')?.[1];
  return born === undefined ? `vm-${place.vmid}` : `vm-${place.vmid}-${born}`;
}

/** While a guest is being made, Proxmox shows its number and a lock and not yet what it will be called. */
function isTheOne(guest: Guest, externalId: string): boolean {
  const isUnborn =
    guest.lock !== undefined && guest.marks.serviceId === undefined && optionalText(guest.config, 'meta') === undefined;
  return (isUnborn && externalId.startsWith('hw-')) || nameOf(guest) === externalId;
}
