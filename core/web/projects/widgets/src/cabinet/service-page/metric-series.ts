import type { ServiceMetrics } from '@hostwright/sdk/http';
import type { Locale } from '@hostwright/kit';
import { baseOf, showBytes, showRate, showShare, showSpeed } from './amounts.js';

export type Range = 'hour' | 'day' | 'week' | 'month';
export const RANGES: readonly Range[] = ['hour', 'day', 'week', 'month'];
export type MeasureName = 'cpu' | 'memory' | 'disk-read' | 'disk-write' | 'net-in' | 'net-out';

export interface Line {
  readonly name: MeasureName;
  /** Value or gap for each moment. */
  readonly values: readonly (number | null)[];
}

/** One drawing: a measure, or two that belong together. */
export interface Panel {
  readonly name: 'cpu' | 'memory' | 'disk' | 'network';
  readonly lines: readonly Line[];
  /** What the machine has in all, where that is known. */
  readonly most: number | undefined;
  readonly show: (value: number, locale: Locale) => string;
}

export interface Figures {
  readonly at: readonly number[];
  readonly panels: readonly Panel[];
}

/** What was measured, as drawings: what nobody has measured has none, and where nothing was measured there is a gap. */
export function figuresOf(metrics: ServiceMetrics): Figures {
  const known = metrics.at.map(moment => Date.parse(moment));
  const order = placesWithGaps(known);
  const column = (values: readonly (number | null)[]): (number | null)[] =>
    order.map(place => (typeof place === 'number' ? (values[place] ?? null) : null));
  const cores = metrics.cpuCores && metrics.cpuCores > 0 ? metrics.cpuCores : 1;
  const base = baseOf(metrics.memoryTotalBytes);
  const panels: readonly Panel[] = [
    {
      name: 'cpu',
      lines: [{ name: 'cpu', values: column(metrics.cpuPercent.map(value => value && value / cores)) }],
      most: metrics.cpuCores === null ? undefined : 100,
      show: showShare,
    },
    {
      name: 'memory',
      lines: [{ name: 'memory', values: column(metrics.memoryBytes) }],
      most: metrics.memoryTotalBytes ?? undefined,
      show: (value, locale) => showBytes(value, locale, base),
    },
    {
      name: 'disk',
      lines: [
        { name: 'disk-read', values: column(metrics.diskReadBytesPerSecond) },
        { name: 'disk-write', values: column(metrics.diskWriteBytesPerSecond) },
      ],
      most: undefined,
      show: showRate,
    },
    {
      name: 'network',
      lines: [
        { name: 'net-in', values: column(metrics.networkInBytesPerSecond) },
        { name: 'net-out', values: column(metrics.networkOutBytesPerSecond) },
      ],
      most: undefined,
      show: showSpeed,
    },
  ];
  return {
    at: order.map(place => (typeof place === 'number' ? known[place]! : place.at)),
    panels: panels.map(withoutEmptyLines).filter(panel => panel.lines.length > 0),
  };
}

export interface Summary {
  readonly last: number | undefined;
  readonly mean: number;
  readonly highest: number;
}

/** What a line says in three figures; undefined where it says nothing. */
export function summaryOf({ values }: Line): Summary | undefined {
  const measured = values.filter(value => value !== null);
  if (!measured.length) return undefined;
  const mean = measured.reduce((sum, value) => sum + value, 0) / measured.length;
  return { last: measured.at(-1), mean, highest: Math.max(...measured) };
}

const withoutEmptyLines = (panel: Panel): Panel => ({
  ...panel,
  lines: panel.lines.filter(({ values }) => values.some(value => value !== null)),
});

interface Gap {
  readonly at: number;
}

/** The moments by number, with a gap wherever more than twice the usual step lies between two of them. */
function placesWithGaps(moments: readonly number[]): readonly (number | Gap)[] {
  const steps = moments.slice(1).map((moment, index) => moment - moments[index]!);
  const usual = [...steps].sort((left, right) => left - right)[Math.floor(steps.length / 2)] ?? 0;
  return moments.flatMap((moment, index) => {
    const before = moments[index - 1];
    const isGap = before !== undefined && moment - before > 2 * usual;
    return isGap ? [{ at: before + usual }, index] : [index];
  });
}
