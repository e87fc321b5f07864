import type { BoundedFetch, CallOptions, Clock, KeyValueStore, Logger, PluginContext, TenantInfo } from '../context.js';
import { PluginFailure } from '../failure.js';
import { recordingFetch, type RecordedRequest } from './bounded-fetch.js';
import { memoryStorage } from './memory-storage.js';
import { fetchWithTls } from './tls-fetch.js';

export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A clock that stands still until it is told to move. */
export class TestClock implements Clock {
  private time: number;

  constructor(start = '2026-03-01T12:00:00Z') {
    this.time = Date.parse(start);
  }

  now(): Date {
    return new Date(this.time);
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
  }
}

export interface FakeContextOptions<Config> {
  readonly config?: Config;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly tenant?: Partial<TenantInfo>;
  readonly installationId?: string;
  /** What stands behind `context.fetch` and `context.tlsFetch`: the real ones unless a script answers. */
  readonly fetch?: BoundedFetch;
  readonly clock?: Clock;
  readonly storage?: KeyValueStore;
}

export interface FakeContext<Config> extends PluginContext<Config> {
  readonly logs: LogEntry[];
  readonly requests: RecordedRequest[];
}

/** Everything a plugin is given, for one make-believe shop: logs and requests are recorded, nothing is redacted. */
export function fakeContext<Config = unknown>(options: FakeContextOptions<Config> = {}): FakeContext<Config> {
  const logs: LogEntry[] = [];
  const requests: RecordedRequest[] = [];
  const clock = options.clock ?? new TestClock();
  const secrets = options.secrets ?? {};
  const installationId = options.installationId ?? '01970000-0000-7000-8000-000000000001';
  return {
    tenant: {
      id: '01970000-0000-7000-8000-0000000000aa',
      slug: 'acme',
      name: 'Acme Hosting',
      locale: 'en',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      ...options.tenant,
    },
    installationId,
    config: (options.config ?? {}) as Config,
    secrets: { get: name => presentSecret(secrets, name) },
    log: recordingLogger(logs),
    fetch: recordingFetch(options.fetch ?? globalThis.fetch, requests),
    tlsFetch: tls => recordingFetch(options.fetch ?? fetchWithTls(tls), requests),
    storage: options.storage ?? memoryStorage(clock),
    clock,
    urls: {
      webhook: name => `https://shop.example/hooks/${installationId}${name === undefined ? '' : `/${name}`}`,
      returnTo: path => new URL(path, 'https://shop.example').href,
    },
    logs,
    requests,
  };
}

/** What travels with a call that changes something outside. */
export function aCall(idempotencyKey: string, attempt = 1): CallOptions {
  return { idempotencyKey, attempt, signal: AbortSignal.timeout(15_000) };
}

function presentSecret(secrets: Readonly<Record<string, string>>, name: string): string {
  const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  if (value === undefined || value.trim() === '')
    throw PluginFailure.final(`The secret "${name}" is not set`, { code: 'secret-missing' });
  return value;
}

function recordingLogger(logs: LogEntry[]): Logger {
  const write =
    (level: LogEntry['level']): Logger['info'] =>
    (message, fields) => {
      logs.push({ level, message, ...(fields && { fields }) });
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
