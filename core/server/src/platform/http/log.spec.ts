import { describe, expect, it } from 'vitest';
import { createLog, nestLogger } from './log.js';

const logged = (write: (log: ReturnType<typeof createLog>) => void): string => {
  const lines: string[] = [];
  write(createLog({ logLevel: 'info' }, { write: line => void lines.push(line) }));
  return lines.join('');
};

describe('the log', () => {
  it('keeps secrets out, however deep they stand', () => {
    const text = logged(log => {
      log.info({
        password: 'hunter2',
        headers: { authorization: 'Bearer x1', cookie: 'hw_refresh=x2' },
        a: { b: { token: 'x3', 'set-cookie': 'x4' } },
      });
    });

    expect(text).not.toMatch(/hunter2|x1|x2|x3|x4/);
    expect(text.match(/\[secret\]/g)).toHaveLength(5);
  });

  it('carries what Nest says, with its context', () => {
    const line = JSON.parse(logged(log => nestLogger(log).warn('Queue is full', 'Jobs'))) as object;

    expect(line).toMatchObject({ level: 'warn', context: 'Jobs', msg: 'Queue is full' });
  });
});
