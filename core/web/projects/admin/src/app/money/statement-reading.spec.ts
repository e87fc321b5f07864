import type { StatementReadLine, StatementVerdict } from '@hostwright/sdk/http';
import { expect, it } from 'vitest';
import { base64Of, countVerdicts, newLines } from './statement-reading.js';

const lines = (...verdicts: StatementVerdict[]) => ({
  lines: verdicts.map((verdict, index) => ({ line: index + 1, verdict }) as StatementReadLine),
});

it('counts the bookings by what is to be done with them, what needs staff first', () => {
  expect(countVerdicts(lines('matched', 'unmatched', 'matched', 'outgoing'))).toEqual([
    ['unmatched', 1],
    ['matched', 2],
    ['outgoing', 1],
  ]);
  expect(newLines(lines('matched', 'unmatched', 'already-imported', 'outgoing', 'amount-differs'))).toBe(3);
});

it('hands a file over byte by byte, whatever its encoding and size', () => {
  const bytes = Uint8Array.from({ length: 100_003 }, (_, index) => (index * 7) % 256);

  expect(Uint8Array.from(atob(base64Of(bytes)), letter => letter.charCodeAt(0))).toEqual(bytes);
});
