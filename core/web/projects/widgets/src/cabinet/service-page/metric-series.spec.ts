import type { ServiceMetrics } from '@hostwright/sdk/http';
import { describe, expect, it } from 'vitest';
import { figuresOf, summaryOf } from './metric-series.js';

const MINUTE = 60_000;
const START = Date.parse('2026-11-23T04:00:00Z');

function measured(minutes: readonly number[], more: Partial<ServiceMetrics> = {}): ServiceMetrics {
  const nothing = minutes.map(() => null);
  return {
    at: minutes.map(minute => new Date(START + minute * MINUTE).toISOString()),
    cpuPercent: nothing,
    memoryBytes: nothing,
    diskReadBytesPerSecond: nothing,
    diskWriteBytesPerSecond: nothing,
    networkInBytesPerSecond: nothing,
    networkOutBytesPerSecond: nothing,
    cpuCores: null,
    memoryTotalBytes: null,
    ...more,
  };
}

describe('figuresOf', () => {
  it('draws only what was measured', () => {
    const figures = figuresOf(measured([0, 1], { cpuPercent: [10, 20], networkOutBytesPerSecond: [1, null] }));

    expect(figures.panels.map(({ name, lines }) => [name, lines.map(line => line.name)])).toEqual([
      ['cpu', ['cpu']],
      ['network', ['net-out']],
    ]);
  });

  it('has nothing to draw of a server that was never measured', () => {
    expect(figuresOf(measured([])).panels).toEqual([]);
    expect(figuresOf(measured([0, 1])).panels).toEqual([]);
  });

  it('tells the load of the whole machine, not of one core', () => {
    const [cpu] = figuresOf(measured([0, 1], { cpuPercent: [400, 0], cpuCores: 4 })).panels;

    expect(cpu).toMatchObject({ most: 100, lines: [{ values: [100, 0] }] });
  });

  it('leaves a gap where moments are missing', () => {
    const figures = figuresOf(measured([0, 1, 2, 10, 11], { cpuPercent: [1, 2, 3, 4, 5] }));

    expect(figures.panels[0]?.lines[0]?.values).toEqual([1, 2, 3, null, 4, 5]);
    expect(figures.at[3]).toBe(START + 3 * MINUTE);
  });

  it('leaves a gap where a moment has no value', () => {
    expect(figuresOf(measured([0, 1, 2], { memoryBytes: [1, null, 3] })).panels[0]?.lines[0]?.values).toEqual([1, null, 3]);
  });

  it('counts memory as the plan does', () => {
    const inTwos = figuresOf(measured([0], { memoryBytes: [2 ** 30], memoryTotalBytes: 2 ** 31 })).panels[0]!;
    const inTens = figuresOf(measured([0], { memoryBytes: [1e9], memoryTotalBytes: 2e9 })).panels[0]!;

    expect(inTwos.show(inTwos.most!, 'en')).toBe('2 GB');
    expect(inTens.show(inTens.most!, 'en')).toBe('2 GB');
  });
});

describe('summaryOf', () => {
  it('says the latest, the mean and the highest of what was measured', () => {
    expect(summaryOf({ name: 'cpu', values: [2, null, 6, 4, null] })).toEqual({ last: 4, mean: 4, highest: 6 });
    expect(summaryOf({ name: 'cpu', values: [null] })).toBeUndefined();
  });
});
