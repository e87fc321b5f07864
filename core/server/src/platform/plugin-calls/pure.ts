import { PluginFailure, type PluginKind, type PluginKinds } from '@hostwright/sdk';
import type { z } from 'zod';
import { PURE } from './methods.js';

/** The methods that answer at once, with their answers checked. They reach nothing, so whatever goes wrong is final. */
export function guardPure<Kind extends PluginKind>(
  kind: Kind,
  pluginId: string,
  built: PluginKinds[Kind],
): Partial<PluginKinds[Kind]> {
  const methods = Object.entries(PURE[kind]).filter(
    ([name]) => typeof (built as unknown as Record<string, unknown>)[name] === 'function',
  );
  return Object.fromEntries(methods.map(([name, answer]) => [name, checked(pluginId, name, built, answer)])) as Partial<
    PluginKinds[Kind]
  >;
}

function checked(pluginId: string, name: string, built: object, answer: z.ZodType) {
  const method = (built as Record<string, (...all: unknown[]) => unknown>)[name]!;
  return (...all: unknown[]): unknown => {
    const result = answer.safeParse(attempt(pluginId, name, () => method.apply(built, all)));
    if (result.success) return result.data;
    throw PluginFailure.final(`${pluginId}.${name} answered with something else than agreed: ${places(result.error)}`, {
      code: 'bad-answer',
    });
  };
}

function attempt(pluginId: string, name: string, work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof PluginFailure) throw error;
    throw PluginFailure.final(`${pluginId}.${name} failed`, { code: 'plugin-error', cause: error });
  }
}

/** Where an answer is wrong and how; never what it holds. */
export const places = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map(issue => `${issue.path.join('.') || 'the whole'} (${issue.code})`)
    .join(', ');
