import { Injectable } from '@nestjs/common';
import { failureKind, PluginFailure } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { type JobCall, type JobData, Jobs } from '../../platform/jobs/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { ServiceRows } from '../../billing/services/index.js';
import { type FindingRow, FindingRows } from './finding-rows.js';

const END = 'reconcile/end-server';

interface EndJob extends JobData {
  readonly findingId: string;
  readonly attempt: number;
}

const NO_SERVICE = '00000000-0000-0000-0000-000000000000';

/** Before the second, third, … time that a provider is asked which did not answer. */
const AGAIN_AFTER_MS = [30_000, 120_000, 600_000, 1_800_000];

/** Ends servers that belong to nobody, after staff have typed their names. The wish is written before the provider is asked. */
@Injectable()
export class ServerEndings {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly plugins: Plugins,
    private readonly services: ServiceRows,
    private readonly findings: FindingRows,
  ) {
    jobs.work<EndJob>(END, (job, call) => this.end(job, call));
  }

  /** [tx] */
  async begin(findingId: string): Promise<void> {
    await this.jobs.send<EndJob>(END, { tenantId: this.db.tenantId, findingId, attempt: 1 });
  }

  private async end(job: EndJob, { signal }: Pick<JobCall, 'signal'>): Promise<void> {
    const { tenantId, findingId, attempt } = job;
    const finding = await this.db.run(tenantId, () => this.toEnd(findingId));
    if (!finding) return;
    try {
      const provider = await this.plugins.get('server-provider', tenantId, finding.installationId);
      await provider.terminate(finding.externalId, { idempotencyKey: `finding-${findingId}-terminate`, attempt, signal });
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      await this.db.run(tenantId, () => this.failed(job, error));
      return;
    }
    await this.db.run(tenantId, () => this.write(findingId, null));
  }

  /** Undefined when there is nothing to end any more. A server that has become somebody's in the meantime is not ended. */
  private async toEnd(findingId: string): Promise<FindingRow | undefined> {
    const finding = await this.findings.lock(findingId);
    if (finding.state !== 'ending') return undefined;
    if (!(await this.services.isTaken(finding.installationId, finding.externalId, NO_SERVICE))) return finding;
    await this.findings.ended(finding, 'A service has this server now');
    return undefined;
  }

  private async failed({ tenantId, findingId, attempt }: EndJob, error: PluginFailure): Promise<void> {
    const wait = failureKind(error) === 'final' ? undefined : AGAIN_AFTER_MS[attempt - 1];
    if (wait === undefined) return this.write(findingId, error.message);
    const startAfter = new Date(this.clock.now().getTime() + wait);
    await this.jobs.send<EndJob>(END, { tenantId, findingId, attempt: attempt + 1 }, { startAfter });
  }

  private async write(findingId: string, problem: string | null): Promise<void> {
    const finding = await this.findings.lock(findingId);
    if (finding.state === 'ending') await this.findings.ended(finding, problem);
  }
}
