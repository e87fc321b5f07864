export interface Work {
  readonly kind: 'creating' | 'changing';
  readonly startedAt: number;
  readonly lastsMs: number;
  /** Why it will come to nothing, when it will. */
  readonly fails?: string;
  /** It waits at its middle until somebody in the data centre has done his part. */
  readonly waitsForHands?: boolean;
  /** How many more times after that. */
  readonly handsAgain?: number;
}

/** A copy of a server's disk, with the system and the password that were on it. */
export interface CloudDiskCopy {
  readonly id: string;
  readonly name: string;
  readonly madeAt: number;
  readonly lastsMs: number;
  readonly bytes: number;
  readonly image: string;
  readonly password: string;
}

/** A server as the cloud keeps it. Its status is not kept: it follows from these facts and the time. */
export interface CloudServer {
  readonly id: string;
  readonly account: string;
  readonly serviceId: string;
  readonly hostname: string;
  readonly plan: string;
  readonly image: string;
  readonly location: string;
  readonly addons: Readonly<Record<string, string | number | boolean>>;
  readonly ipv4: string;
  readonly ipv6: string;
  readonly password: string;
  readonly isOn: boolean;
  readonly suspendedFor: string | null;
  readonly deletedAt: string | null;
  readonly work: Work;
  readonly createdAt: string;
  readonly copies?: readonly CloudDiskCopy[];
  /** The password of the rescue system, while the server runs it. */
  readonly rescuePassword?: string | null;
  /** Names of its addresses that differ from the cloud's own. */
  readonly reverseNames?: Readonly<Record<string, string>>;
  /** The account that its system has, where it is not the one of the image. */
  readonly user?: string;
  /** A word of tomorrow that a test makes the server's status say. */
  readonly word?: string;
}

export type CloudStatus = 'creating' | 'changing' | 'running' | 'stopped' | 'suspended' | 'failed' | 'deleted';

const STEPS: readonly (readonly [upTo: number, step: string])[] = [
  [10, 'reserving-resources'],
  [50, 'copying-image'],
  [70, 'configuring-network'],
  [95, 'booting'],
  [100, 'checking'],
];

const FAILS_AT_PERCENT = 60;
const WAITS_AT_PERCENT = 50;

/** How long after it is ready a password can still be read. */
const PASSWORD_SHOWN_MS = 10 * 60_000;

export function percentOf(server: CloudServer, now: number): number {
  const { startedAt, lastsMs, fails, waitsForHands = false } = server.work;
  const percent = lastsMs <= 0 ? 100 : Math.min(100, Math.max(0, Math.floor(((now - startedAt) * 100) / lastsMs)));
  if (waitsForHands) return Math.min(percent, WAITS_AT_PERCENT);
  return fails === undefined ? percent : Math.min(percent, FAILS_AT_PERCENT);
}

export function statusOf(server: CloudServer, now: number): string {
  if (server.deletedAt !== null) return 'deleted' satisfies CloudStatus;
  if (server.word !== undefined) return server.word;
  const percent = percentOf(server, now);
  if (server.work.fails !== undefined && percent >= FAILS_AT_PERCENT) return 'failed' satisfies CloudStatus;
  if (percent < 100) return server.work.kind;
  if (server.suspendedFor !== null) return 'suspended' satisfies CloudStatus;
  return (server.isOn ? 'running' : 'stopped') satisfies CloudStatus;
}

export const isBusy = (server: CloudServer, now: number): boolean => ['creating', 'changing'].includes(statusOf(server, now));

export function stepOf(server: CloudServer, now: number): string {
  const percent = percentOf(server, now);
  if (server.work.waitsForHands && percent >= WAITS_AT_PERCENT) return 'waiting-for-hands';
  return STEPS.find(([upTo]) => percent < upTo)?.[1] ?? 'ready';
}

export const copiesOf = (server: CloudServer): readonly CloudDiskCopy[] => server.copies ?? [];

/** What a lookup of one of its addresses answers. */
export const reverseNameOf = (server: CloudServer, address: string): string =>
  server.reverseNames?.[address] ?? `ip-${address.replaceAll(/[.:]+/g, '-')}.sandbox-cloud.example`;

/** Clouds show a password once; here "once" lasts some minutes, so that a crash between reading and keeping it does no harm. */
export function shownPassword(server: CloudServer, now: number): string | null {
  const { startedAt, lastsMs } = server.work;
  const isReady = percentOf(server, now) >= 100;
  return isReady && now < startedAt + lastsMs + PASSWORD_SHOWN_MS ? (server.rescuePassword ?? server.password) : null;
}
