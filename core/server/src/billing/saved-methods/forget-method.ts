import { Injectable, Logger } from '@nestjs/common';
import { failureKind, type SavedMethod } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Jobs, type JobCall, type JobData } from '../../platform/jobs/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { SecretBox } from '../../platform/secrets/index.js';
import { asGiven, sealPurpose } from './saved-method.js';
import { SavedMethodRows } from './saved-method-rows.js';

export const FORGET = 'saved-methods/forget';

export interface ForgetJob extends JobData {
  readonly savedMethodId: string;
  /** How often the provider could not be told. */
  readonly misses: number;
}

const MINUTE = 60_000;
const AGAIN_AFTER_MS: readonly number[] = [1, 10, 60, 360, 1440].map(minutes => minutes * MINUTE);

/** Tells the provider to forget a method that its customer removed; then we forget it too. */
@Injectable()
export class ForgetMethod {
  private readonly log = new Logger('SavedMethods');

  constructor(
    private readonly db: TenantDb,
    private readonly rows: SavedMethodRows,
    private readonly plugins: Plugins,
    private readonly box: SecretBox,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {
    jobs.work<ForgetJob>(FORGET, (job, call) => this.forget(job, call));
  }

  private async forget(job: ForgetJob, { signal }: JobCall): Promise<void> {
    const { tenantId, savedMethodId, misses } = job;
    const found = await this.db.run(tenantId, () => this.removed(savedMethodId));
    if (!found) return;
    try {
      const calls = await this.plugins.get('payment-gateway', tenantId, found.installationId);
      const idempotencyKey = `forget-${savedMethodId}`;
      await calls.forgetMethod?.(found.method, { idempotencyKey, attempt: misses + 1, signal });
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'no reason given';
      this.log.warn(`The provider has not forgotten the method ${savedMethodId}: ${reason}`);
      const delay = failureKind(error) === 'final' ? undefined : AGAIN_AFTER_MS[misses];
      if (delay !== undefined) return this.db.run(tenantId, () => this.later(job, delay));
    }
    await this.db.run(tenantId, () => this.forgotten(savedMethodId));
  }

  private async removed(id: string): Promise<{ installationId: string; method: SavedMethod } | undefined> {
    const row = await this.rows.find(id);
    if (row?.state !== 'removed' || row.tokenSealed === null) return undefined;
    const token = this.box.open(row.tokenSealed, sealPurpose(this.db.tenantId, id));
    return { installationId: row.installationId, method: asGiven(row, token) };
  }

  private later({ tenantId, savedMethodId, misses }: ForgetJob, delay: number): Promise<void> {
    const startAfter = new Date(this.clock.now().getTime() + delay);
    return this.jobs.send<ForgetJob>(FORGET, { tenantId, savedMethodId, misses: misses + 1 }, { startAfter });
  }

  private async forgotten(id: string): Promise<void> {
    const row = await this.rows.find(id);
    if (row?.state === 'removed') await this.rows.update(id, { tokenSealed: null });
  }
}
