import type { MeterCode, MetricsPoint, MetricsRange, ServerMetrics } from '../../kinds/server-extras.js';
import { demand, demandEqual, demandNothing, shown } from '../rules/demand.js';
import type { ServerRule } from './server-stage.js';

const HOUR_MS = 3_600_000;

const RANGE_MS: Readonly<Record<MetricsRange, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 168 * HOUR_MS,
  month: 744 * HOUR_MS,
};

/** Providers round the ends of a range to their own steps. */
const ROUNDING = 1.25;

const UNITS: Readonly<Record<MeterCode, 'bytes' | 'count'>> = {
  traffic: 'bytes',
  disk: 'bytes',
  memory: 'bytes',
  mailboxes: 'count',
  databases: 'count',
  domains: 'count',
  inodes: 'count',
};

/** An exabyte: whoever reads a meter in a wrong unit soon gets there. */
const MOST_USED = 10n ** 18n;

export const metricsRules: readonly ServerRule[] = [
  {
    name: 'measures over an hour, a day, a week and a month, in order of time and within it',
    run: async stage => {
      const { externalId } = await stage.aServer();
      let points = 0;
      for (const range of ['hour', 'day', 'week', 'month', 'hour'] as const) {
        const metrics = await stage.watch.hear(stage.provider.metrics!(externalId, range));
        demandOrder(metrics, range);
        if (stage.bench.clock) demandPresence(metrics, range, stage.bench.clock.now());
        demandSense(metrics, range);
        points += metrics.points.length;
      }
      demand(points > 0, 'no point was measured, whatever the range');
    },
  },
];

export const usageRules: readonly ServerRule[] = [
  {
    name: 'meters each thing once, in its unit, and no more than can be',
    run: async stage => {
      const { externalId } = await stage.aServer();

      const { meters, resetsAt } = await stage.watch.hear(stage.provider.usage!(externalId));

      demand(meters.length > 0, 'nothing is metered');
      const codes = meters.map(({ code }) => code);
      demandNothing(
        codes.filter((code, index) => codes.indexOf(code) !== index),
        'what is metered twice',
      );
      for (const { code, unit, used, limit } of meters) {
        demandEqual(unit, UNITS[code], `the unit of ${code}`);
        demand(used >= 0n && used < MOST_USED, () => `${code} is used by ${shown(used)}, which cannot be`);
        demand(limit === undefined || limit >= 0n, () => `the limit of ${code} is ${shown(limit)}, which is less than nothing`);
      }
      demand(resetsAt === undefined || !Number.isNaN(resetsAt.getTime()), 'resetsAt is no moment');
    },
  },
];

function demandOrder({ points }: ServerMetrics, range: MetricsRange): void {
  const times = points.map(({ at }) => at.getTime());
  const isOrdered = times.every((time, index) => index === 0 || time > times[index - 1]!);
  demand(isOrdered, `the points of one ${range} are not in order of time, or are there twice`);
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  demand(span <= RANGE_MS[range] * ROUNDING, `the points of one ${range} reach over ${Math.round(span / HOUR_MS)} hours`);
}

/** Only a bench with a clock knows what time it is at the provider. */
function demandPresence({ points }: ServerMetrics, range: MetricsRange, now: Date): void {
  const outside = points.filter(({ at }) => at > now || now.getTime() - at.getTime() > RANGE_MS[range] * ROUNDING);
  demandNothing(
    outside.map(({ at }) => at.toISOString()),
    `moments outside of the ${range} that ends at ${now.toISOString()}`,
  );
}

function demandSense({ points, cpuCores, memoryTotalBytes }: ServerMetrics, range: MetricsRange): void {
  for (const point of points) {
    const { at: _, ...values } = point satisfies MetricsPoint;
    const bad = Object.entries(values).filter(([, value]) => !Number.isFinite(value) || value < 0);
    demandNothing(
      bad.map(([name, value]) => `${name} ${value}`),
      `measured over one ${range}, and cannot be`,
    );
    const { cpuPercent = 0, memoryBytes = 0 } = point;
    demand(
      cpuCores === undefined || cpuPercent <= cpuCores * 100 * ROUNDING,
      () => `cpuPercent is ${cpuPercent} on ${cpuCores} cores, of which each is 100`,
    );
    demand(
      memoryTotalBytes === undefined || memoryBytes <= memoryTotalBytes * ROUNDING,
      () => `memoryBytes is ${memoryBytes} of ${memoryTotalBytes}`,
    );
  }
}
