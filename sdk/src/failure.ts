/**
 * What the caller may do next:
 * - `retryable`: the provider certainly did nothing; the same call may be made again.
 * - `final`: the provider certainly refused; repeating the call is pointless.
 * - `unknown`: the provider may or may not have acted; look before you leap (`fetch…`), never repeat blindly.
 */
export type FailureKind = 'retryable' | 'final' | 'unknown';

export interface FailureDetails {
  /** A short stable word for tables and tests: 'card-expired', 'http-503'. */
  readonly code: string;
  readonly retryAfterMs?: number;
  /** May be shown to the customer; never holds a secret or an internal address. */
  readonly publicMessage?: string;
  readonly cause?: unknown;
}

/** Shared by every copy of this module: a plugin may have brought its own, and its failures still mean what they say. */
const BRAND = Symbol.for('hostwright.plugin-failure');

export class PluginFailure extends Error {
  override readonly name = 'PluginFailure';
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  readonly publicMessage: string | undefined;
  readonly [BRAND] = true;

  private constructor(
    readonly kind: FailureKind,
    message: string,
    details: FailureDetails,
  ) {
    super(message, { cause: details.cause });
    this.code = details.code;
    this.retryAfterMs = details.retryAfterMs;
    this.publicMessage = details.publicMessage;
  }

  static retryable(message: string, details: FailureDetails): PluginFailure {
    return new PluginFailure('retryable', message, details);
  }

  static final(message: string, details: FailureDetails): PluginFailure {
    return new PluginFailure('final', message, details);
  }

  static unknown(message: string, details: FailureDetails): PluginFailure {
    return new PluginFailure('unknown', message, details);
  }

  static override [Symbol.hasInstance](value: unknown): value is PluginFailure {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

/** Anything a plugin did not classify itself counts as `unknown`: money and servers may have moved. */
export function failureKind(error: unknown): FailureKind {
  return error instanceof PluginFailure ? error.kind : 'unknown';
}
