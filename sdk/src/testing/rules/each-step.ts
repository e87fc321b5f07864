import { outcomeOf, type Outcome } from './demand.js';
import { BrokenRule } from './rule.js';
import type { Fault, Line } from './line.js';

/** A copy of the plugin on a line of its own. */
export interface Copy {
  readonly line: Line;
}

const MOST_REQUESTS = 20;

/**
 * Makes the call again and again, each time prepared anew and on a fresh line that breaks one request later, until the
 * call needs fewer requests than that. Answers how many requests there were to break: none, for a call that asks nobody.
 */
export async function breakEachStep<One extends Copy, Prepared, Answer>(parts: {
  readonly fault: Fault;
  /** Whether every later request meets the fault as well: a library may try again by itself. */
  readonly lasts?: boolean;
  readonly prepare: () => Promise<Prepared> | Prepared;
  readonly copy: () => One;
  readonly call: (copy: One, prepared: Prepared) => Promise<Answer>;
  readonly after: (outcome: Outcome<Answer>, copy: One, prepared: Prepared) => Promise<void> | void;
}): Promise<number> {
  for (let step = 1; step <= MOST_REQUESTS; step += 1) {
    const prepared = await parts.prepare();
    const copy = parts.copy();
    copy.line.breakAt(step, parts.fault, parts.lasts);
    const outcome = await outcomeOf(() => parts.call(copy, prepared));
    if (!copy.line.wasBroken) return step - 1;
    copy.line.mend();
    await parts.after(outcome, copy, prepared);
  }
  throw new BrokenRule(`one call makes more than ${MOST_REQUESTS} requests`);
}
