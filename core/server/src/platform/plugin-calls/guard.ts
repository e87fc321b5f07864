import { PluginFailure, type CallOptions, type PluginKind, type PluginKinds } from '@hostwright/sdk';
import type { Clock } from '../clock/index.js';
import type { Redactor } from '../secrets/index.js';
import { Breaker } from './breaker.js';
import { withDeadline } from './deadline.js';
import { METHODS, type Effect, type Method } from './methods.js';
import { guardPure, places } from './pure.js';
import { Slots } from './slots.js';

export interface GuardOptions {
  readonly pluginId: string;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** Whether a database transaction is open, in which no call may be made to the outside. */
  readonly isInTransaction: () => boolean;
  /** Custom elements that the manifest names; a step may ask for no other. */
  readonly elements?: readonly string[];
  /** Shorter limits for tests. */
  readonly limitMs?: number;
}

const SLOTS = 24;
const LONGEST_LINE = 200;
const PATIENCE_MS = 10_000;

type Work = (...all: unknown[]) => unknown;

/**
 * The object of a plugin with a fence around every method: a deadline, a breaker, a bound on calls at once, answers of
 * the agreed shape, and no failure that is unclassified or shows a secret.
 */
export function guarded<Kind extends PluginKind>(kind: Kind, built: PluginKinds[Kind], options: GuardOptions): PluginKinds[Kind] {
  const pure = guardPure(kind, options.pluginId, built);
  if (kind === 'product-type') return pure as PluginKinds[Kind];
  const guard = new Guard(options);
  const all = Object.entries(METHODS[kind as Exclude<PluginKind, 'product-type'>]);
  const present = all.filter(([name]) => typeof (built as unknown as Record<string, unknown>)[name] === 'function');
  const fenced = present.map(([name, method]) => [name, guard.fence(name, method, built)] as const);
  return { ...Object.fromEntries(fenced), ...pure } as unknown as PluginKinds[Kind];
}

class Guard {
  private readonly breakers: Readonly<Record<Exclude<Effect, 'webhook'>, Breaker>>;
  private readonly slots = { calls: new Slots(SLOTS, LONGEST_LINE), webhooks: new Slots(SLOTS, LONGEST_LINE) };

  constructor(private readonly options: GuardOptions) {
    this.breakers = { change: new Breaker(options.clock), read: new Breaker(options.clock) };
  }

  fence(name: string, method: Method, built: object): Work {
    const work = (built as Record<string, Work>)[name]!;
    return async (...all) => {
      if (this.options.isInTransaction())
        throw new Error(`${this.options.pluginId}.${name} must not be called inside a transaction`);
      const slots = method.effect === 'webhook' ? this.slots.webhooks : this.slots.calls;
      if (!(await slots.take(PATIENCE_MS)))
        throw PluginFailure.retryable(`Too many calls of ${this.options.pluginId} at once`, {
          code: 'too-many-calls',
          retryAfterMs: 1000,
        });
      try {
        return await this.watched(name, method, (...given) => work.apply(built, given), all);
      } finally {
        slots.giveBack();
      }
    };
  }

  /** Strangers send webhooks: what they send must not open the breaker for everybody else. */
  private async watched(name: string, method: Method, work: Work, all: unknown[]): Promise<unknown> {
    if (method.effect === 'webhook') return this.call(name, method, work, all);
    const breaker = this.breakers[method.effect];
    const waitMs = breaker.enter();
    if (waitMs > 0)
      throw PluginFailure.retryable(`${this.options.pluginId} is left alone after several failures`, {
        code: 'circuit-open',
        retryAfterMs: waitMs,
      });
    try {
      const answer = await this.call(name, method, work, all);
      breaker.succeeded();
      return answer;
    } catch (error) {
      const failure = error as PluginFailure;
      if (failure.code === 'caller-left') breaker.left();
      else if (failure.kind === 'final') breaker.succeeded();
      else breaker.failed();
      throw error;
    }
  }

  private async call(name: string, method: Method, work: Work, all: unknown[]): Promise<unknown> {
    const limitMs = this.options.limitMs ?? method.limitMs;
    const callers = method.call === undefined ? undefined : (all[method.call] as CallOptions | undefined);
    const late = (isOver: boolean): PluginFailure =>
      this.lost(
        method,
        `${this.options.pluginId}.${name} ${isOver ? `took longer than ${limitMs} ms` : 'was left by its caller'}`,
        isOver ? 'deadline' : 'caller-left',
      );
    const perform = async (signal: AbortSignal): Promise<unknown> =>
      this.checked(
        name,
        method,
        await work(...all.map((argument, index) => (index === method.call ? { ...callers, signal } : argument))),
      );
    try {
      return await withDeadline(limitMs, callers?.signal, perform, late);
    } catch (error) {
      throw this.clean(name, error);
    }
  }

  private checked(name: string, method: Method, answer: unknown): unknown {
    const result = method.answer.safeParse(answer);
    if (!result.success) {
      throw PluginFailure.unknown(
        `${this.options.pluginId}.${name} answered with something else than agreed: ${places(result.error)}`,
        { code: 'bad-answer' },
      );
    }
    const stranger = this.strangeElement(result.data);
    if (stranger !== undefined) {
      throw PluginFailure.unknown(
        `${this.options.pluginId}.${name} asks for the element ${stranger}, which its manifest does not name`,
        { code: 'bad-answer' },
      );
    }
    return withCleanRaw(result.data, this.options.redactor);
  }

  private strangeElement(answer: unknown): string | undefined {
    const { next, element } = (answer ?? {}) as { readonly next?: unknown; readonly element?: unknown };
    if (next !== 'embed' || typeof element !== 'string') return undefined;
    return this.options.elements?.includes(element) ? undefined : element;
  }

  /** After a read there is nothing to look up: it may be made again. */
  private lost(method: Method, message: string, code: string): PluginFailure {
    return method.effect === 'change' ? PluginFailure.unknown(message, { code }) : PluginFailure.retryable(message, { code });
  }

  private clean(name: string, error: unknown): PluginFailure {
    const { redactor, pluginId } = this.options;
    if (!(error instanceof PluginFailure)) {
      const message = redactor.text(error instanceof Error ? error.message : String(error));
      return PluginFailure.unknown(`${pluginId}.${name} failed: ${message}`, {
        code: 'unclassified',
        cause: redactor.value(error),
      });
    }
    const publicMessage = error.publicMessage === undefined ? undefined : redactor.text(error.publicMessage);
    return PluginFailure[error.kind](redactor.text(error.message), {
      code: error.code,
      ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
      ...(publicMessage !== undefined && { publicMessage }),
      ...(error.cause !== undefined && { cause: redactor.value(error.cause) }),
    });
  }
}

const LARGEST_RAW = 32_768;

/** The provider's own words are kept for staff: without secrets, in a form that JSON holds, and not without end. */
function withCleanRaw(answer: unknown, redactor: Redactor): unknown {
  if (typeof answer !== 'object' || answer === null || answer instanceof Date) return answer;
  if (Array.isArray(answer)) return answer.map(item => withCleanRaw(item, redactor));
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      name === 'raw' ? kept(redactor.value(value)) : withCleanRaw(value, redactor),
    ]),
  );
}

const kept = (raw: unknown): unknown => ((JSON.stringify(raw)?.length ?? 0) > LARGEST_RAW ? '[too large to keep]' : raw);
