import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Contract } from './rule.js';

/** A rule makes many requests, each of them to a fake that may share its machine with much else. */
const PATIENCE_MS = 60_000;

/** The edge to the test runner: one test for each rule, named like it. */
export function describeContract(contract: Contract): void {
  describe(contract.title, () => {
    beforeAll(() => contract.open(), PATIENCE_MS);
    afterAll(() => contract.close(), PATIENCE_MS);
    for (const rule of contract.rules) it(rule.name, () => rule.run(), PATIENCE_MS);
  });
}
