import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Contract } from './rule.js';

/** The edge to the test runner: one test for each rule, named like it. */
export function describeContract(contract: Contract): void {
  describe(contract.title, () => {
    beforeAll(() => contract.open());
    afterAll(() => contract.close());
    for (const rule of contract.rules) it(rule.name, () => rule.run());
  });
}
