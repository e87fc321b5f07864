import type { Member, Resource } from './fill.js';
import { RESOURCES } from './fill.js';

/** Limits as they are typed: nothing written is not counted. Memory is written in gigabytes, the rest as it is kept. */
export type WrittenLimits = Readonly<Record<Resource, string>>;
export type Limits = Member['limits'];

const MOST = 100_000_000;
const MB_OF_GB = 1024;

export const NO_LIMITS: WrittenLimits = { slots: '', vcpu: '', ramMb: '', diskGb: '', addresses: '' };

export function writtenOf(limits: Limits): WrittenLimits {
  return byResource(resource => {
    const limit = limits[resource];
    if (limit === null) return '';
    return String(resource === 'ramMb' ? limit / MB_OF_GB : limit);
  });
}

export type LimitReading = { readonly ok: true; readonly limit: number | null } | { readonly ok: false };

export function readLimit(resource: Resource, written: string): LimitReading {
  const plain = written.trim().replace(',', '.');
  if (plain === '') return { ok: true, limit: null };
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(plain)) return { ok: false };
  const limit = resource === 'ramMb' ? Number(plain) * MB_OF_GB : Number(plain);
  return Number.isInteger(limit) && limit <= MOST ? { ok: true, limit } : { ok: false };
}

/** All of them, or undefined as long as one cannot be read. */
export function readLimits(written: WrittenLimits): Limits | undefined {
  const readings = RESOURCES.map(resource => [resource, readLimit(resource, written[resource])] as const);
  if (readings.some(([, reading]) => !reading.ok)) return undefined;
  return Object.fromEntries(readings.map(([resource, reading]) => [resource, reading.ok ? reading.limit : null])) as Limits;
}

/** Cores for each hundred, from one for one to thirty-two for one. */
export function readOvercommit(written: string): number | undefined {
  const plain = written.trim();
  const percent = /^\d{3,4}$/.test(plain) ? Number(plain) : 0;
  return percent >= 100 && percent <= 3200 ? percent : undefined;
}

function byResource<Value>(value: (resource: Resource) => Value): Readonly<Record<Resource, Value>> {
  return Object.fromEntries(RESOURCES.map(resource => [resource, value(resource)])) as Record<Resource, Value>;
}
