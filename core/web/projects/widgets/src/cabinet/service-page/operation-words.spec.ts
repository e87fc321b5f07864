import { describe, expect, it } from 'vitest';
import type { SharedTexts } from '../../platform/texts.js';
import { stepsOf } from '../../service/operation-steps.js';
import { messages as cabinet } from '../texts/en.js';
import { messages as own } from '../texts/service.en.js';
import { failureOf, titleOf, triedSteps, waitingWords } from './operation-words.js';
import { anOperation } from './service.testing.js';

const all: Readonly<Record<string, unknown>> = { ...cabinet, ...own };
const find = (key: string, values: Readonly<Record<string, string | number>> = {}): string | undefined => {
  const text = all[key];
  return typeof text === 'string' ? text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])) : undefined;
};
const texts = { find, text: (key: string, values = {}) => find(key, values) ?? '', moment: (at: string) => at } as SharedTexts;
const step = (code: string, detail: string | null = null) => ({ code, at: '2026-11-23T04:00:00Z', detail });

describe('words of an operation', () => {
  it('say in plain words why it failed and what happens next', () => {
    const failed = anOperation({ kind: 'reinstall', state: 'failed', error: { code: 'deadline', message: 'Timed out' } });

    expect(titleOf(failed, texts)).toBe('Reinstallation: did not work');
    expect(failureOf(failed, texts)).toEqual([own['failure.deadline'], own['after-failed']]);
  });

  it('use the words that the provider has for customers, and none of its codes', () => {
    const refused = anOperation({ kind: 'create', state: 'failed', error: { code: 'sold_out_x', message: 'Tallinn is full' } });

    expect(failureOf(refused, texts)).toEqual(['Tallinn is full', own['after-failed.create']]);
    expect(failureOf({ ...refused, error: { code: 'e_77', message: '' } }, texts)).toEqual([own['after-failed.create']]);
  });

  it('tell those who wait what is waited for', () => {
    const wait = (more: Parameters<typeof anOperation>[0]): string => waitingWords(anOperation(more), texts);

    expect(wait({ state: 'unknown' })).toBe(own['wait-unknown']);
    expect(wait({ state: 'waiting', attempt: 2, steps: [step('provider-unreachable', 'http-503')] })).toBe(own['wait-provider']);
    expect(wait({ state: 'creating', steps: [step('hand-work', 'Mount it')] })).toBe(own['wait-hands']);
    expect(wait({ state: 'waiting' })).toBe(own['wait-turn']);
    expect(wait({ state: 'started' })).toBe('');
  });

  it('show how far a provider is, and never its codes', () => {
    const steps = [step('asked'), step('asks-to-wait', 'quota_exceeded'), step('copying-image', '40 %')];

    const labels = stepsOf(anOperation({ kind: 'create', state: 'creating', steps }), texts).map(({ label }) => label);

    expect(labels).toEqual(['Ordered from the data centre', own['step.asks-to-wait'], 'Copying the system, 40 %']);
    const after = stepsOf(anOperation({ kind: 'create', state: 'failed', steps }), texts);
    expect(after.at(-2)?.label).toBe('Copying the system');
  });

  it('end with what was done, and a failure with the last thing that was tried', () => {
    const done = anOperation({ kind: 'resize', state: 'succeeded', steps: [step('asked'), step('ready')] });
    const failed = anOperation({ kind: 'resize', state: 'failed', steps: [step('asked'), step('failed', 'x_1')] });

    expect(stepsOf(done, texts).map(({ label }) => label)).toEqual(['Ordered from the data centre', 'Size changed']);
    expect(triedSteps(failed, texts).map(({ label }) => label)).toEqual(['Ordered from the data centre']);
  });
});
