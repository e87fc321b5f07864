import { describe, expect, it } from 'vitest';
import { failureKind, PluginFailure } from './failure.js';

describe('PluginFailure', () => {
  it('carries what the caller needs to go on', () => {
    const cause = new Error('socket');
    const failure = PluginFailure.retryable('Busy', { code: 'busy', retryAfterMs: 3000, publicMessage: 'Try later', cause });

    expect(failure).toMatchObject({ kind: 'retryable', code: 'busy', retryAfterMs: 3000, publicMessage: 'Try later', cause });
    expect(failure).toBeInstanceOf(Error);
  });

  it('counts whatever nobody classified as unknown', () => {
    expect(failureKind(new Error('?'))).toBe('unknown');
    expect(failureKind('text')).toBe('unknown');
    expect(failureKind(null)).toBe('unknown');
    expect(failureKind(PluginFailure.final('No', { code: 'no' }))).toBe('final');
  });

  it('recognizes a failure made by another copy of the SDK', async () => {
    const address = './failure.js?other-copy';
    const copy = (await import(address)) as typeof import('./failure.js');

    const failure = copy.PluginFailure.final('No', { code: 'no' });

    expect(copy.PluginFailure).not.toBe(PluginFailure);
    expect(failure instanceof PluginFailure).toBe(true);
    expect(failureKind(failure)).toBe('final');
  });
});
