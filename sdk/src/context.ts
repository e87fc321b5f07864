import type { TlsIdentity } from './kinds/server-extras.js';
import type { CurrencyCode } from './money.js';

export interface TenantInfo {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly locale: string;
  readonly currency: CurrencyCode;
  readonly timeZone: string;
}

export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/**
 * The WHATWG fetch, kept in bounds: only hosts named in the manifest, never a private address unless the operator
 * allows it, 15 s unless a signal says otherwise. Hand it to the vendor's library wherever that takes one.
 * A refused connection is thrown as a `retryable` PluginFailure, a time-out after sending as `unknown`.
 * Any HTTP status is a response.
 */
export type BoundedFetch = typeof globalThis.fetch;

/** The plugin's own small memory, one namespace for each installation. Values are JSON. */
export interface KeyValueStore {
  get<T>(key: string): Promise<T | undefined>;
  set<T>(key: string, value: T, options?: { readonly ttlMs?: number }): Promise<void>;
  /** Writes only if the key is free; tells whether it did. */
  add<T>(key: string, value: T, options?: { readonly ttlMs?: number }): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/** Values of the config properties marked `writeOnly`; they never appear in `config`, in logs or in an API answer. */
export interface Secrets {
  /** Throws a `final` failure 'secret-missing' when it is not set or empty: an empty key must never verify anything. */
  get(name: string): string;
}

export interface Clock {
  now(): Date;
}

export interface PluginUrls {
  /** Public address of this installation's webhook. */
  webhook(name?: string): string;
  /** Where the customer's browser goes back to. */
  returnTo(path: string): string;
}

export interface PluginContext<Config = unknown> {
  readonly tenant: TenantInfo;
  readonly installationId: string;
  readonly config: Readonly<Config>;
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly fetch: BoundedFetch;
  /**
   * The same fetch, in the same bounds, for a far end with a certificate of its own, or one that wants ours. Throws a
   * `final` failure 'bad-tls' for a certificate, key or fingerprint that cannot be read.
   */
  readonly tlsFetch: (tls: TlsIdentity) => BoundedFetch;
  readonly storage: KeyValueStore;
  readonly clock: Clock;
  readonly urls: PluginUrls;
}

/** Travels with every call that changes something outside. */
export interface CallOptions {
  /** The same for every attempt of one intent, different for every intent. */
  readonly idempotencyKey: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
}
