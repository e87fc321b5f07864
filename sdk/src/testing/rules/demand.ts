import { isDeepStrictEqual } from 'node:util';
import { PluginFailure, type FailureKind } from '../../failure.js';
import { BrokenRule } from './rule.js';

/** Ends the rule with the sentence when its condition does not hold. */
export function demand(holds: boolean, otherwise: string | (() => string)): asserts holds {
  if (!holds) throw new BrokenRule(typeof otherwise === 'string' ? otherwise : otherwise());
}

export function demandEqual(actual: unknown, expected: unknown, what: string): void {
  demand(isDeepStrictEqual(actual, expected), () => `${what} should be ${shown(expected)} and is ${shown(actual)}`);
}

export function demandNothing(found: readonly string[], what: string): void {
  demand(found.length === 0, () => `${what}: ${found.join(', ')}`);
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** What became of a call, so that a rule can look at an answer and at a failure alike. */
export async function outcomeOf<T>(call: Promise<T> | (() => Promise<T>)): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await (typeof call === 'function' ? call() : call) };
  } catch (error) {
    return { ok: false, error };
  }
}

/** The call must have failed, as a PluginFailure of one of these kinds. */
export function demandFailure(outcome: Outcome<unknown>, kinds: readonly FailureKind[], when: string): PluginFailure {
  demand(!outcome.ok, () => `${when}, the call answers ${shown((outcome as { value: unknown }).value)} instead of failing`);
  const { error } = outcome as { readonly error: unknown };
  demand(error instanceof PluginFailure, () => `${when}, the plugin throws ${shown(error)}, which is no PluginFailure`);
  demand(kinds.includes(error.kind), () => `${when}, the failure should be ${kinds.join(' or ')} and is ${shown(error)}`);
  return error;
}

export function demandBadSignature(outcome: Outcome<unknown>, when: string): void {
  const failure = demandFailure(outcome, ['final'], when);
  demandEqual(failure.code, 'bad-signature', `${when}, the code of the failure`);
}

const LONGEST = 240;

/** A value in one line of a report. */
export function shown(value: unknown): string {
  if (value instanceof PluginFailure) return `${value.kind} '${value.code}' (${value.message})`;
  if (value instanceof Error) return `${value.name} (${value.message})`;
  const text = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
