import { Injectable, Logger } from '@nestjs/common';
import { PluginFailure } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { Daily, type DailyJob } from '../../platform/daily/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import { Jobs, type JobData } from '../../platform/jobs/index.js';
import { Plugins, type UsableInstallation } from '../../platform/plugins/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { BookedServices } from './booked-services.js';
import { compare, type Found, ghost } from './comparison.js';
import { FindingRows } from './finding-rows.js';
import { ProviderList } from './provider-list.js';
import { turnsFrom } from './schedule.js';
import { WalkRows } from './walk-rows.js';

const WALK = 'reconcile/walk';

interface WalkJob extends JobData {
  readonly installationId: string;
  /** Of a walk that staff have begun; the others begin when their turn comes. */
  readonly walkId?: string;
}

/**
 * Compares what a provider holds with our books, every six hours and whenever staff ask. It reports; it changes nothing
 * at the provider and nothing about a service. A list that breaks off changes nothing at all.
 */
@Injectable()
export class ProviderWalks {
  private readonly log = new Logger('Reconciler');

  constructor(
    private readonly db: TenantDb,
    private readonly jobs: Jobs,
    private readonly events: Events,
    private readonly tenants: Tenants,
    private readonly plugins: Plugins,
    private readonly list: ProviderList,
    private readonly booked: BookedServices,
    private readonly walks: WalkRows,
    private readonly findings: FindingRows,
    private readonly clock: Clock,
    daily: Daily,
  ) {
    daily.task('reconcile/daily', 0, job => this.plan(job));
    jobs.work<WalkJob>(WALK, job => this.walk(job), { concurrency: 2, expireSeconds: 1800, retryLimit: 3 });
  }

  /** Installations that are switched on and whose provider tells what it holds. */
  async installations(tenantId: string): Promise<readonly UsableInstallation[]> {
    const all = await this.plugins.installations(tenantId, 'server-provider');
    return all.filter(({ manifest }) => manifest.capabilities?.includes('list'));
  }

  /** The walk that is under way, or a new one, begun at once. */
  async begin(tenantId: string, installationId: string): Promise<void> {
    await this.db.run(tenantId, async () => {
      const walkId = await this.walks.begin(installationId, 'staff');
      if (walkId !== undefined) await this.jobs.send<WalkJob>(WALK, { tenantId, installationId, walkId });
    });
  }

  private async plan({ tenantId, day }: DailyJob): Promise<void> {
    const { timeZone } = await this.tenants.byId(tenantId);
    const start = new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
    for (const { id: installationId } of await this.installations(tenantId)) {
      await this.db.run(tenantId, async () => {
        for (const startAfter of turnsFrom(start, installationId).filter(turn => turn >= this.clock.now())) {
          await this.jobs.send<WalkJob>(WALK, { tenantId, installationId }, { startAfter });
        }
      });
    }
  }

  private async walk({ tenantId, installationId, walkId }: WalkJob): Promise<void> {
    const isUsable = (await this.installations(tenantId)).some(({ id }) => id === installationId);
    const id = walkId ?? (isUsable ? await this.db.run(tenantId, () => this.walks.begin(installationId, 'schedule')) : undefined);
    if (id === undefined) return;
    try {
      await this.compare(tenantId, { id, installationId });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await this.db.run(tenantId, () => this.walks.fail({ id, installationId }, reason));
      // The next walk compares everything again.
      if (!(error instanceof PluginFailure) && !(error instanceof Problem)) throw error;
      this.log.warn(`A provider did not say what it holds: ${reason}`);
    }
  }

  private async compare(tenantId: string, walk: { readonly id: string; readonly installationId: string }): Promise<void> {
    const { installationId } = walk;
    const listed = await this.list.all(tenantId, installationId);
    const booked = await this.db.run(tenantId, () => this.booked.beside(installationId, listed));
    const { findings, missing, leftAlone } = compare(installationId, listed, booked);
    const looked = await this.list.gone(
      tenantId,
      installationId,
      missing.map(({ externalId }) => externalId),
    );
    const ghosts = missing.filter(({ externalId }) => looked.gone.has(externalId)).map(ghost);
    const services = booked.filter(
      ({ installationId: place, state }) => place === installationId && state !== 'terminated',
    ).length;
    const silent = new Set([...leftAlone, ...looked.unsure]);
    await this.db.run(tenantId, () => this.write(walk, { servers: listed.length, services }, [...findings, ...ghosts], silent));
  }

  private async write(
    walk: { readonly id: string; readonly installationId: string },
    counted: { readonly servers: number; readonly services: number },
    found: readonly Found[],
    leftAlone: ReadonlySet<string>,
  ): Promise<void> {
    const running = await this.walks.lockRunning(walk.id);
    if (!running) return;
    let news = 0;
    for (const one of found) if (await this.findings.found(running, one)) news += 1;
    await this.findings.settle(running, leftAlone);
    await this.walks.finish(walk, { ...counted, findings: found.length, news });
    if (news > 0) await this.events.publish('provider.differences-found', { installationId: walk.installationId, count: news });
  }
}
