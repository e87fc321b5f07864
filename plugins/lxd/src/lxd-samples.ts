import type { MetricsPoint, MetricsRange } from '@hostwright/sdk';

/** Counters at one moment, in milliseconds since 1970 and bytes; written short because hundreds are kept. */
export interface Sample {
  readonly t: number;
  /** Nanoseconds of processor time since the start. */
  readonly c: number;
  readonly m: number;
  /** Bytes received and sent since the start. */
  readonly i: number;
  readonly o: number;
  /** The first process: another one means that the counters began anew. */
  readonly p: number;
}

const HOUR = 3_600_000;
const RANGES: Readonly<Record<MetricsRange, number>> = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, month: 31 * 24 * HOUR };

/** The older, the further apart: how old a sample may be, and how much time lies between two of that age. */
const SPACING: readonly (readonly [olderThan: number, apart: number])[] = [
  [2 * HOUR, 5 * 60_000],
  [26 * HOUR, 30 * 60_000],
  [8 * 24 * HOUR, 2 * HOUR],
];
const CLOSEST = 15_000;
export const MOST_SAMPLES = 1500;

/** The ring with one more sample in it; what is too old, too close or too much is left out. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const all = [...samples.filter(({ t }) => t < sample.t && sample.t - t <= RANGES.month), sample];
  const kept: Sample[] = [];
  for (const candidate of all) {
    const previous = kept.at(-1);
    const isNewest = candidate === sample;
    if (!previous || isNewest || candidate.t - previous.t >= apartAt(sample.t - candidate.t)) kept.push(candidate);
  }
  return kept.slice(-MOST_SAMPLES);
}

/** Rates between neighbours; where the container started anew in between, its counters count from zero. */
export function pointsOf(samples: readonly Sample[], now: number, range: MetricsRange): readonly MetricsPoint[] {
  const from = now - RANGES[range];
  return samples.flatMap((sample, index) => {
    if (sample.t < from || sample.t > now) return [];
    const previous = samples[index - 1];
    const base = { at: new Date(sample.t), memoryBytes: sample.m };
    if (!previous || sample.t - previous.t < 1000) return [base];
    const seconds = (sample.t - previous.t) / 1000;
    const perSecond = (now: number, then: number): number => delta(now, then, sample.p === previous.p) / seconds;
    return [
      {
        ...base,
        cpuPercent: round(perSecond(sample.c, previous.c) / 1e7),
        networkInBytesPerSecond: Math.round(perSecond(sample.i, previous.i)),
        networkOutBytesPerSecond: Math.round(perSecond(sample.o, previous.o)),
      },
    ];
  });
}

/** What was counted since then; a counter that is lower than before began anew. */
export const delta = (now: number, then: number, isSameRun: boolean): number => (isSameRun && now >= then ? now - then : now);

const apartAt = (age: number): number => SPACING.findLast(([olderThan]) => age > olderThan)?.[1] ?? CLOSEST;
const round = (value: number): number => Math.round(value * 10) / 10;
