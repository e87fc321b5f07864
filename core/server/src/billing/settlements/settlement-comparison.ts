import { Injectable, Logger } from '@nestjs/common';
import { PluginFailure, type SettledPayment } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { Daily, type DailyJob } from '../../platform/daily/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Jobs, type JobData } from '../../platform/jobs/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { Gateways, Inquiry } from '../payments/index.js';
import { Books } from './books.js';
import { compare, missingThere, type BookedPayment, type Difference } from './comparison.js';
import { DifferenceRows } from './difference-rows.js';
import { RunRows, type RunRow } from './run-rows.js';

const COMPARE = 'settlements/compare';

interface CompareJob extends JobData {
  readonly installationId: string;
  readonly day: string;
}

/** Days that are listed, and those of them in which everything we booked must be on the list: providers settle late. */
const LISTED = 7;
const JUDGED = { from: 6, until: 2 } as const;

/** A provider whose cursor leads nowhere must not be followed for ever. */
const MOST_PAGES = 500;

/** Asks each provider every night what it settled and lays it beside the books. It reports; it books nothing. */
@Injectable()
export class SettlementComparison {
  private readonly log = new Logger('Settlements');

  constructor(
    private readonly db: TenantDb,
    private readonly gateways: Gateways,
    private readonly inquiry: Inquiry,
    private readonly books: Books,
    private readonly runs: RunRows,
    private readonly differences: DifferenceRows,
    private readonly events: Events,
    private readonly tenants: Tenants,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    daily: Daily,
  ) {
    daily.task('settlements/nightly', 4, job => this.begin(job));
    jobs.work<CompareJob>(COMPARE, job => this.compare(job), { concurrency: 1, expireSeconds: 1800, retryLimit: 3 });
  }

  private async begin({ tenantId, day }: DailyJob): Promise<void> {
    const offered = await this.gateways.offered(tenantId, undefined);
    const telling = offered.filter(({ manifest }) => manifest.capabilities?.includes('settlements'));
    const jobs = telling.map(({ id }) => ({ tenantId, installationId: id, day }) satisfies CompareJob);
    await this.db.run(tenantId, () => this.jobs.sendAll(COMPARE, jobs));
  }

  private async compare({ tenantId, installationId, day }: CompareJob): Promise<void> {
    const { timeZone } = await this.tenants.byId(tenantId);
    const daysBefore = (days: number): Date =>
      new Date(Temporal.PlainDate.from(day).subtract({ days }).toZonedDateTime(timeZone).epochMilliseconds);
    const run = await this.db.run(tenantId, () => this.runs.begin(installationId, day, daysBefore(LISTED), this.clock.now()));
    if (!run) return;
    let settled: readonly SettledPayment[];
    try {
      settled = await this.listed(tenantId, run);
    } catch (error) {
      await this.db.run(tenantId, () => this.runs.fail(run.id, error instanceof Error ? error.message : String(error)));
      // The next night's list reaches back over this one.
      if (error instanceof PluginFailure) return this.log.warn(`A provider did not say what it settled: ${error.message}`);
      throw error;
    }
    const found: Difference[] = [];
    const agreed: string[] = [];
    for (const one of settled) {
      const difference = compare(one, await this.booked(tenantId, installationId, one));
      if (difference) found.push(difference);
      else agreed.push(one.reference);
    }
    const ours = await this.db.run(tenantId, () =>
      this.books.received(installationId, daysBefore(JUDGED.from), daysBefore(JUDGED.until)),
    );
    found.push(...notListed(ours, settled));
    await this.db.run(tenantId, () => this.write(run, settled.length, found, agreed));
  }

  /** All pages; the same reference on two of them is one payment. */
  private async listed(tenantId: string, { installationId, fromAt, untilAt }: RunRow): Promise<readonly SettledPayment[]> {
    const { calls } = await this.gateways.at(tenantId, installationId);
    const all = new Map<string, SettledPayment>();
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await calls.listSettled!({ from: fromAt, until: untilAt, ...(cursor !== undefined && { cursor }) });
      for (const one of answer.settled) all.set(one.reference, one);
      if (answer.cursor === undefined) return [...all.values()];
      cursor = answer.cursor;
    }
    throw PluginFailure.final(`The list does not end within ${MOST_PAGES} pages`, { code: 'endless-list' });
  }

  /** A payment that still waits for its answer is asked about first: the list says that there is one. */
  private async booked(tenantId: string, installationId: string, one: SettledPayment): Promise<BookedPayment | undefined> {
    const find = () => this.db.run(tenantId, () => this.books.find(installationId, one));
    const known = await find();
    if (!known || known.state === 'succeeded') return known;
    await this.inquiry.askAbout(tenantId, known.id);
    return find();
  }

  private async write(run: RunRow, compared: number, found: readonly Difference[], agreed: readonly string[]): Promise<void> {
    let news = 0;
    await this.differences.agreed(run.installationId, agreed);
    for (const difference of found) {
      await this.differences.agreed(run.installationId, [difference.reference], difference.kind);
      if (await this.differences.found(run, difference)) news += 1;
    }
    await this.runs.finish(run.id, { compared, differences: found.length });
    if (news === 0) return;
    const { id: runId, installationId } = run;
    await this.events.publish('settlement.differences-found', { runId, installationId, count: news });
  }
}

function notListed(ours: readonly BookedPayment[], settled: readonly SettledPayment[]): Difference[] {
  const references = new Set(settled.map(({ reference }) => reference));
  const ids = new Set(settled.map(({ paymentId }) => paymentId));
  return ours.filter(({ id, reference }) => !ids.has(id) && !(reference !== null && references.has(reference))).map(missingThere);
}
