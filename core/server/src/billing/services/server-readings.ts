import { Injectable } from '@nestjs/common';
import type { DiskSnapshot, MetricsRange, ServerMetrics, ServerUsage } from '@hostwright/sdk';
import type { ServiceMetrics, ServiceSnapshot, ServiceUsage } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { BriefMemory } from './brief-memory.js';
import { asked, ServerAccess } from './server-access.js';
import type { Orderer } from './service-orders.js';

const SECOND = 1000;

/** What only the provider knows of a server: read on the click, kept for a moment, never stored. */
@Injectable()
export class ServerReadings {
  private readonly memory: BriefMemory;

  constructor(
    clock: Clock,
    private readonly db: TenantDb,
    private readonly access: ServerAccess,
    private readonly audit: Audit,
  ) {
    this.memory = new BriefMemory(clock);
  }

  async snapshots(reader: Orderer, serviceId: string): Promise<{ items: ServiceSnapshot[] }> {
    const { provider, externalId, stamp } = await this.access.open(reader, serviceId, 'snapshots');
    const key = `snapshots:${serviceId}:${stamp}`;
    const list = await this.memory.of(key, 10 * SECOND, () => asked(provider.listSnapshots!(externalId)));
    return { items: list.map(presentSnapshot).sort((left, right) => right.createdAt.localeCompare(left.createdAt)) };
  }

  async metrics(reader: Orderer, serviceId: string, range: MetricsRange): Promise<ServiceMetrics> {
    const { provider, externalId } = await this.access.open(reader, serviceId, 'metrics');
    const key = `metrics:${serviceId}:${range}`;
    return presentMetrics(await this.memory.of(key, 15 * SECOND, () => asked(provider.metrics!(externalId, range))));
  }

  async usage(reader: Orderer, serviceId: string): Promise<ServiceUsage> {
    const { provider, externalId } = await this.access.open(reader, serviceId, 'usage');
    return presentUsage(await this.memory.of(`usage:${serviceId}`, 60 * SECOND, () => asked(provider.usage!(externalId))));
  }

  /** The way into the panel is made for this click alone. */
  async panel(reader: Orderer, serviceId: string): Promise<{ url: string; expiresAt: string }> {
    const { service, provider, externalId } = await this.access.open(reader, serviceId, 'panel');
    if (service.state !== 'active') throw new Problem('service-state', 'The service is suspended');
    const { url, expiresAt } = await asked(provider.openPanel!(externalId));
    const entry = { actor: `${reader.kind}:${reader.id}`, action: 'service.panel-opened', target: `service:${serviceId}` };
    await this.db.run(reader.tenantId, () => this.audit.record(entry));
    return { url, expiresAt: expiresAt.toISOString() };
  }
}

const presentSnapshot = ({ id, name, createdAt, sizeBytes, ready }: DiskSnapshot): ServiceSnapshot => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  sizeBytes: sizeBytes?.toString() ?? null,
  ready,
});

function presentMetrics({ points, cpuCores, memoryTotalBytes }: ServerMetrics): ServiceMetrics {
  type Measure = Exclude<keyof (typeof points)[number], 'at'>;
  const column = (name: Measure): (number | null)[] => points.map(point => point[name] ?? null);
  return {
    at: points.map(({ at }) => at.toISOString()),
    cpuPercent: column('cpuPercent'),
    memoryBytes: column('memoryBytes'),
    diskReadBytesPerSecond: column('diskReadBytesPerSecond'),
    diskWriteBytesPerSecond: column('diskWriteBytesPerSecond'),
    networkInBytesPerSecond: column('networkInBytesPerSecond'),
    networkOutBytesPerSecond: column('networkOutBytesPerSecond'),
    cpuCores: cpuCores ?? null,
    memoryTotalBytes: memoryTotalBytes ?? null,
  };
}

const presentUsage = ({ meters, resetsAt }: ServerUsage): ServiceUsage => ({
  meters: meters.map(({ code, unit, used, limit }) => ({ code, unit, used: String(used), limit: limit?.toString() ?? null })),
  resetsAt: resetsAt?.toISOString() ?? null,
});
