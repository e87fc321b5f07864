import { expect, it } from 'vitest';
import { judge } from './dispute.js';

it.each([
  ['opened', 'opened', 'nothing-new'],
  ['opened', 'won', 'win'],
  ['opened', 'lost', 'lose'],
  ['won', 'opened', 'nothing-new'],
  ['won', 'won', 'nothing-new'],
  ['won', 'lost', 'contradiction'],
  ['lost', 'opened', 'nothing-new'],
  ['lost', 'lost', 'nothing-new'],
  ['lost', 'won', 'contradiction'],
] as const)('a dispute that is %s and told %s: %s', (known, told, verdict) => {
  expect(judge(known, told)).toBe(verdict);
});
