import {
  PluginFailure,
  type ConsoleSession,
  type DiskSnapshot,
  type MetricsPoint,
  type MetricsRange,
  type PluginContext,
  type ServerMetrics,
  type ServerUsage,
} from '@hostwright/sdk';
import { fieldsOf, optionalFields, type HetznerServer } from './answers.js';
import type { HetznerClient } from './hetzner-client.js';
import { toDiskSnapshot } from './hetzner-mapping.js';
import type { HetznerConfig } from './settings.js';

const SECONDS = 1000;
const CONSOLE_FOR_MS = 60 * SECONDS;

const WINDOWS: Readonly<Record<MetricsRange, { readonly seconds: number; readonly step: number }>> = {
  hour: { seconds: 3600, step: 60 },
  day: { seconds: 86_400, step: 600 },
  week: { seconds: 7 * 86_400, step: 3600 },
  month: { seconds: 30 * 86_400, step: 14_400 },
};

/** Hetzner's series, and what we call them; those of further disks and networks are added. */
const SERIES: readonly { readonly name: RegExp; readonly field: Exclude<keyof MetricsPoint, 'at'> }[] = [
  { name: /^cpu$/, field: 'cpuPercent' },
  { name: /^disk\.\d+\.bandwidth\.read$/, field: 'diskReadBytesPerSecond' },
  { name: /^disk\.\d+\.bandwidth\.write$/, field: 'diskWriteBytesPerSecond' },
  { name: /^network\.\d+\.bandwidth\.in$/, field: 'networkInBytesPerSecond' },
  { name: /^network\.\d+\.bandwidth\.out$/, field: 'networkOutBytesPerSecond' },
];

/** What is only looked at. */
export class Extras {
  constructor(
    private readonly context: PluginContext<HetznerConfig>,
    private readonly client: HetznerClient,
  ) {}

  async metrics(server: HetznerServer, range: MetricsRange): Promise<ServerMetrics> {
    const { seconds, step } = WINDOWS[range];
    const now = this.context.clock.now();
    const start = new Date(now.getTime() - seconds * SECONDS).toISOString();
    const answer = await this.client.metrics(server.id, { start, end: now.toISOString(), step });
    const { cores, memoryGb } = server.type;
    return { cpuCores: cores, memoryTotalBytes: memoryGb * 1024 ** 3, points: pointsOf(answer) };
  }

  usage({ outgoingBytes = 0n, includedBytes }: HetznerServer): ServerUsage {
    const now = this.context.clock.now();
    return {
      meters: [
        { code: 'traffic', unit: 'bytes', used: outgoingBytes, ...(includedBytes !== undefined && { limit: includedBytes }) },
      ],
      resetsAt: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)),
    };
  }

  async openConsole(serverId: string): Promise<ConsoleSession> {
    const { url, password } = await this.client.console(serverId);
    return { protocol: 'vnc', url, password, expiresAt: new Date(this.context.clock.now().getTime() + CONSOLE_FOR_MS) };
  }

  async snapshots(serverId: string): Promise<readonly DiskSnapshot[]> {
    return (await this.client.snapshotsOf(serverId)).map(toDiskSnapshot);
  }

  /** Throws when the snapshot is not of this server: an id alone opens nobody's disk to somebody else. */
  async demandSnapshot(serverId: string, snapshotId: string): Promise<void> {
    if ((await this.client.snapshotsOf(serverId)).some(({ id }) => id === snapshotId)) return;
    throw PluginFailure.final('The server has no such snapshot', {
      code: 'no-such-snapshot',
      publicMessage: 'This snapshot does not exist any more.',
    });
  }
}

/** Values of all series at one time make one point. */
export function pointsOf(metrics: unknown): readonly MetricsPoint[] {
  const points = new Map<number, { at: Date } & { -readonly [Field in Exclude<keyof MetricsPoint, 'at'>]?: number }>();
  for (const [name, series] of Object.entries(optionalFields(fieldsOf(metrics, 'metrics')['time_series']) ?? {})) {
    const field = SERIES.find(known => known.name.test(name))?.field;
    const values = optionalFields(series)?.['values'];
    if (field === undefined || !Array.isArray(values)) continue;
    for (const [seconds, value] of values.map(pairOf)) {
      if (!Number.isFinite(seconds) || !Number.isFinite(value)) continue;
      const point = points.get(seconds) ?? { at: new Date(seconds * SECONDS) };
      point[field] = (point[field] ?? 0) + Math.max(0, value);
      points.set(seconds, point);
    }
  }
  return [...points.values()].sort((left, right) => left.at.getTime() - right.at.getTime());
}

/** `[1435781470.622, "42"]`: a time in seconds and a number in a text. */
const pairOf = (pair: unknown): readonly [number, number] =>
  Array.isArray(pair) ? [Number(pair[0]), Number(pair[1])] : [Number.NaN, Number.NaN];
