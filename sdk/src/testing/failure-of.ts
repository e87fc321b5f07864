import { PluginFailure } from '../failure.js';

/** How a call failed; throws when it went through, or failed as no plugin may. */
export async function failureOf(call: Promise<unknown>): Promise<PluginFailure> {
  const answer = await call.catch((error: unknown) => {
    if (error instanceof PluginFailure) return error;
    throw error;
  });
  if (answer instanceof PluginFailure) return answer;
  throw new Error('It has not failed');
}
