import { createHash } from 'node:crypto';

const HOUR_MS = 3_600_000;
export const EVERY_MS = 6 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long after the start of an interval this installation has its turn: always the same, and spread over all of them. */
export const turnOf = (installationId: string): number =>
  createHash('sha256').update(installationId).digest().readUInt32BE(0) % EVERY_MS;

/** The turns of an installation in the day that begins at this moment. */
export function turnsFrom(start: Date, installationId: string): Date[] {
  const turns: Date[] = [];
  for (let at = turnOf(installationId); at < DAY_MS; at += EVERY_MS) turns.push(new Date(start.getTime() + at));
  return turns;
}
