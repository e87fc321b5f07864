import { unreadable } from './whm-failure.js';

/** What we read of WHM's answers. */
export interface WhmAccount {
  readonly user: string;
  readonly domain: string;
  readonly plan: string;
  readonly ip: string;
  readonly ipv6: readonly string[];
  /** `0`, `1`, or a word of tomorrow. */
  readonly suspended: string;
  readonly isLocked: boolean;
  readonly diskUsed: string;
  readonly diskLimit: string;
  readonly inodesUsed: string;
  readonly inodesLimit: string;
  readonly startedAt: Date | undefined;
}

/** Limits in WHM's words: megabytes or counts, or `unlimited`. */
export interface WhmPackage {
  readonly name: string;
  readonly disk: string;
  readonly bandwidth: string;
  readonly mailboxes: string;
  readonly databases: string;
  readonly addonDomains: string;
}

export interface WhmBandwidth {
  readonly usedBytes: string;
  readonly limitBytes: string;
  readonly month: number | undefined;
  readonly year: number | undefined;
}

export interface WhmSession {
  readonly url: string;
  readonly expires: number | undefined;
}

export type Fields = Readonly<Record<string, unknown>>;

export function readAccount(value: unknown): WhmAccount {
  const account = fieldsOf(value, 'an account');
  const started = Number(account['unix_startdate']);
  return {
    user: textOf(account, 'user'),
    domain: textOf(account, 'domain'),
    plan: wordOf(account, 'plan'),
    ip: wordOf(account, 'ip'),
    ipv6: optionalList(account['ipv6']).filter(address => typeof address === 'string'),
    suspended: wordOf(account, 'suspended') || '0',
    isLocked: wordOf(account, 'is_locked') === '1',
    diskUsed: wordOf(account, 'diskused'),
    diskLimit: wordOf(account, 'disklimit'),
    inodesUsed: wordOf(account, 'inodesused'),
    inodesLimit: wordOf(account, 'inodeslimit'),
    startedAt: Number.isFinite(started) && started > 0 ? new Date(started * 1000) : undefined,
  };
}

export function readPackage(value: unknown): WhmPackage {
  const found = fieldsOf(value, 'a package');
  return {
    name: textOf(found, 'name'),
    disk: wordOf(found, 'QUOTA'),
    bandwidth: wordOf(found, 'BWLIMIT'),
    mailboxes: wordOf(found, 'MAXPOP'),
    databases: wordOf(found, 'MAXSQL'),
    addonDomains: wordOf(found, 'MAXADDON'),
  };
}

/** Nothing for a user of whom the month's table knows nothing yet. */
export function readBandwidth(value: unknown, user: string): WhmBandwidth | undefined {
  const table = fieldsOf(value, 'the table');
  const row = listOf(table['acct'], 'acct')
    .map(item => fieldsOf(item, 'a row'))
    .find(one => one['user'] === user);
  if (!row) return undefined;
  return {
    usedBytes: wordOf(row, 'totalbytes'),
    limitBytes: wordOf(row, 'limit'),
    month: numberIn(table, 'month'),
    year: numberIn(table, 'year'),
  };
}

export function readSession(value: unknown): WhmSession {
  const session = fieldsOf(value, 'a session');
  return { url: textOf(session, 'url'), expires: numberIn(session, 'expires') };
}

/** Names of the rights that the token has. */
export function readRights(value: unknown): ReadonlySet<string> {
  const rights = listOf(fieldsOf(value, 'the rights')['privileges'], 'privileges')
    .flatMap(item => Object.entries(fieldsOf(item, 'a right')))
    .filter(([, held]) => held === 1 || held === '1' || held === true);
  return new Set(rights.map(([name]) => name));
}

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable(what);
  return value as Fields;
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw unreadable(what);
  return value as readonly unknown[];
}

export function textOf(fields: Fields, name: string): string {
  const word = wordOf(fields, name);
  if (word === '') throw unreadable(name);
  return word;
}

/** WHM writes the same thing as a number here and as a text there. */
function wordOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function numberIn(fields: Fields, name: string): number | undefined {
  const value = Number(wordOf(fields, name) || Number.NaN);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

const optionalList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
