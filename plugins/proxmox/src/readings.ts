import type { DiskSnapshot, Meter, MetricsRange, ServerMetrics, ServerUsage } from '@hostwright/sdk';
import { optionalNumber, optionalText, type Fields } from './proxmox-answers.js';
import type { ProxmoxClient } from './proxmox-client.js';
import { toMetrics } from './proxmox-mapping.js';
import type { Guest } from './sight.js';

const RANGE_S: Readonly<Record<MetricsRange, number>> = {
  hour: 3600,
  day: 24 * 3600,
  week: 7 * 24 * 3600,
  month: 31 * 24 * 3600,
};

export async function readMetrics(client: ProxmoxClient, guest: Guest, range: MetricsRange, now: Date): Promise<ServerMetrics> {
  const earliest = now.getTime() / 1000 - RANGE_S[range];
  const rows = await client.measurements(guest.place, range);
  // Proxmox keeps some rows more than the name of the range says.
  return toMetrics(rows.filter(row => isWithin(row, earliest, now.getTime() / 1000)));
}

/** Fine where it is recent, coarse where it is old: each row counts until the next finer series begins. */
const SERIES = ['month', 'day', 'hour'] as const;

/**
 * Traffic of the calendar month (UTC), added up from the averages that Proxmox keeps. Its counters would begin at zero
 * with every start of the guest; the averages do not.
 */
export async function readUsage(client: ProxmoxClient, guest: Guest, since: number, now: Date): Promise<ServerUsage> {
  const monthStart = Date.UTC(now.getUTCFullYear(), now.getUTCMonth()) / 1000;
  let from = Math.max(monthStart, Math.floor(since / 1000));
  let traffic = 0;
  for (const timeframe of SERIES) {
    const rows = await client.measurements(guest.place, timeframe);
    const sum = addUp(rows, from, now.getTime() / 1000);
    traffic += sum.bytes;
    from = sum.until;
  }
  const meters: Meter[] = [{ code: 'traffic', unit: 'bytes', used: BigInt(Math.round(traffic)) }];
  const memory = meter('memory', guest.status['status'] === 'running' ? guest.status : {}, 'mem', 'maxmem');
  // Only a container's file system can be looked into from outside.
  const disk = guest.place.kind === 'lxc' ? meter('disk', guest.status, 'disk', 'maxdisk') : undefined;
  return {
    meters: [...meters, ...(memory ? [memory] : []), ...(disk ? [disk] : [])],
    resetsAt: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)),
  };
}

/** A row's time is the end of the interval that it is the average of. */
function addUp(rows: readonly Fields[], from: number, to: number): { readonly bytes: number; readonly until: number } {
  const inOrder = rows.toSorted((one, other) => timeOf(one) - timeOf(other));
  const [first, second] = inOrder;
  const step = first && second ? timeOf(second) - timeOf(first) : 0;
  return inOrder
    .filter(row => isWithin(row, from, to))
    .reduce<{ readonly bytes: number; readonly until: number }>(
      ({ bytes, until }, row) => {
        const rate = (optionalNumber(row, 'netin') ?? 0) + (optionalNumber(row, 'netout') ?? 0);
        return { bytes: bytes + rate * Math.min(step, timeOf(row) - until), until: timeOf(row) };
      },
      { bytes: 0, until: from },
    );
}

function meter(code: Meter['code'], status: Fields, used: string, limit: string): Meter | undefined {
  const [usedBytes, limitBytes] = [optionalNumber(status, used), optionalNumber(status, limit)];
  if (usedBytes === undefined || usedBytes < 0) return undefined;
  const most = limitBytes !== undefined && limitBytes > 0 ? { limit: BigInt(Math.round(limitBytes)) } : {};
  return { code, unit: 'bytes', used: BigInt(Math.round(usedBytes)), ...most };
}

const timeOf = (row: Fields): number => optionalNumber(row, 'time') ?? 0;
const isWithin = (row: Fields, from: number, to: number): boolean => timeOf(row) > from && timeOf(row) <= to;

/** What a snapshot may be called at Proxmox; the rest of our names is kept in its description. */
const SNAPSHOT_NAME = /^[a-z][a-z0-9_-]{1,39}$/i;
const RESERVED = ['current', 'pending'];

export const isSnapshotName = (name: string): boolean => SNAPSHOT_NAME.test(name) && !RESERVED.includes(name.toLowerCase());

/** Proxmox lists the present state among the snapshots, as `current`. */
export async function readSnapshots(client: ProxmoxClient, guest: Guest): Promise<readonly DiskSnapshot[]> {
  const rows = (await client.snapshots(guest.place)).filter(row => row['name'] !== 'current');
  const isBusy = guest.lock === 'snapshot' || guest.lock === 'snapshot-delete';
  return rows.map(row => ({
    id: optionalText(row, 'name') ?? '',
    name: optionalText(row, 'name') ?? '',
    createdAt: new Date((optionalNumber(row, 'snaptime') ?? 0) * 1000),
    ready: !isBusy && optionalNumber(row, 'snaptime') !== undefined,
  }));
}
