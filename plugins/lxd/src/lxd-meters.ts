import { PluginFailure, type Meter, type MetricsRange, type ServerMetrics, type ServerUsage } from '@hostwright/sdk';
import type { LxdInstance } from './lxd-answers.js';
import type { LxdClient } from './lxd-client.js';
import { nicsOf } from './lxd-mapping.js';
import { delta, pointsOf, withSample, type Sample } from './lxd-samples.js';
import type { LxdContext } from './lxd-settings.js';
import { bytesOf, coresOf } from './lxd-sizes.js';

interface Traffic {
  readonly month: string;
  readonly used: number;
  readonly last: Sample;
}

/** The daemon tells counters of this moment and no history: what was asked for before is kept in the plugin's own memory. */
export class Meters {
  constructor(
    private readonly context: LxdContext,
    private readonly client: LxdClient,
  ) {}

  async metrics(name: string, range: MetricsRange): Promise<ServerMetrics> {
    const instance = await this.demand(name);
    const sample = this.sampleOf(instance);
    const samples = withSample((await this.context.storage.get<readonly Sample[]>(samplesKey(name))) ?? [], sample);
    await this.context.storage.set(samplesKey(name), samples);
    const [memory, cores] = [bytesOf(instance.config['limits.memory']), coresOf(instance.config['limits.cpu'])];
    return {
      ...(memory !== undefined && { memoryTotalBytes: memory }),
      ...(cores !== undefined && { cpuCores: cores }),
      points: pointsOf(samples, sample.t, range),
    };
  }

  async usage(name: string): Promise<ServerUsage> {
    const instance = await this.demand(name);
    const sample = this.sampleOf(instance);
    const traffic = await this.traffic(name, sample);
    return {
      meters: [
        meter('disk', instance.state.diskBytes, bytesOf(instance.allDevices['root']?.['size'])),
        meter('memory', instance.state.memoryBytes, bytesOf(instance.config['limits.memory'])),
        meter('traffic', traffic.used, undefined),
      ],
      resetsAt: nextMonth(new Date(sample.t)),
    };
  }

  async forget(name: string): Promise<void> {
    await this.context.storage.delete(samplesKey(name));
    await this.context.storage.delete(trafficKey(name));
  }

  /** Counted from one look to the next, so the month's sum survives restarts of the container. */
  private async traffic(name: string, sample: Sample): Promise<Traffic> {
    const before = await this.context.storage.get<Traffic>(trafficKey(name));
    const month = new Date(sample.t).toISOString().slice(0, 7);
    const last = before?.last;
    const isSameRun = last !== undefined && last.p === sample.p;
    const added = delta(sample.i + sample.o, last ? last.i + last.o : 0, isSameRun);
    const traffic: Traffic = { month, used: (before?.month === month ? before.used : 0) + added, last: sample };
    await this.context.storage.set(trafficKey(name), traffic);
    return traffic;
  }

  private sampleOf({ state, ...instance }: LxdInstance): Sample {
    const networks = nicsOf({ state, ...instance }).flatMap(({ interfaceName }) => state.network[interfaceName] ?? []);
    return {
      t: this.context.clock.now().getTime(),
      c: state.cpuNanoseconds,
      m: state.memoryBytes,
      i: networks.reduce((sum, { received }) => sum + received, 0),
      o: networks.reduce((sum, { sent }) => sum + sent, 0),
      p: state.processId,
    };
  }

  private async demand(name: string): Promise<LxdInstance> {
    const instance = await this.client.instance(name);
    if (!instance) throw PluginFailure.final('There is no such container', { code: 'no-such-server' });
    return instance;
  }
}

const samplesKey = (name: string): string => `samples:${name}`;
const trafficKey = (name: string): string => `traffic:${name}`;

const meter = (code: Meter['code'], used: number, limit: number | undefined): Meter => ({
  code,
  unit: 'bytes',
  used: BigInt(Math.round(used)),
  ...(limit !== undefined && { limit: BigInt(limit) }),
});

const nextMonth = (day: Date): Date => new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1));
