import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { TenantDb } from '../database/index.js';
import type { Intent } from './idempotency-key.js';
import { Problem } from './problem.js';

/** An answer as it went out, byte for byte. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string;
}

export interface Outcome {
  readonly answer: KeptAnswer;
  readonly isReplay: boolean;
}

interface Row {
  readonly operationId: string;
  readonly bodyHash: string;
  readonly status: number | null;
  readonly answer: string | null;
}

/** A claim of a process that died is free again after this; longer than any call to a provider may take. */
const LOCK_MS = 60_000;
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 40;

/**
 * The first answer to an intent is kept, and a repetition gets it again. Only success is kept: a refusal left nothing
 * behind, so a repetition is judged afresh. That money moves once never rests on this alone; unique constraints hold it.
 */
@Injectable()
export class Idempotency {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /**
   * For work that stays in the database: the key, the effects and the answer are one transaction. A repetition that comes
   * meanwhile waits in the database for the first to end, and a crash leaves neither a key nor an effect.
   */
  inOneTransaction(tenantId: string, intent: Intent, work: () => Promise<KeptAnswer>): Promise<Outcome> {
    return this.db.run(tenantId, async () => {
      const kept = await this.claim(intent);
      if (kept !== 'claimed') return replay(intent, kept) ?? busy();
      const answer = await work();
      await this.keep(intent, answer);
      return { answer, isReplay: false };
    });
  }

  /**
   * For work that calls somebody outside: the claim is committed first, because no transaction may be open meanwhile.
   * Repetitions look again for some seconds and then say that the request is in progress.
   */
  async aroundCalls(tenantId: string, intent: Intent, work: () => Promise<KeptAnswer>): Promise<Outcome> {
    const kept = await this.claimOrWait(tenantId, intent);
    if (kept !== 'claimed') return kept;
    let answer: KeptAnswer;
    try {
      answer = await work();
    } catch (error) {
      // A refusal or a fault: the claim goes, so that the caller may try again, and the error stays the answer.
      await this.db.run(tenantId, () => this.release(intent));
      throw error;
    }
    await this.db.run(tenantId, () => this.keep(intent, answer));
    return { answer, isReplay: false };
  }

  /** Deletes answers that nobody will ask for any more; tells how many. */
  async forgetBefore(tenantId: string, moment: Date): Promise<number> {
    return this.db.run(tenantId, () =>
      this.db.execute('delete from idempotency_keys where tenant_id = $1 and created_at < $2 and locked_until < $3', [
        tenantId,
        moment,
        this.clock.now(),
      ]),
    );
  }

  private async claimOrWait(tenantId: string, intent: Intent): Promise<Outcome | 'claimed'> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const kept = await this.db.run(tenantId, () => this.claim(intent));
      if (kept === 'claimed') return kept;
      const outcome = replay(intent, kept);
      if (outcome) return outcome;
      if (performance.now() >= deadline) return busy();
      await delay(LOOK_EVERY_MS);
    }
  }

  /** Takes the key, also from a process that died with it; otherwise tells what is kept under it. */
  private async claim({ subject, key, operationId, hash }: Intent): Promise<Row | 'claimed' | undefined> {
    const now = this.clock.now();
    const taken = await this.db.execute(
      `insert into idempotency_keys as kept (tenant_id, subject, key, operation_id, body_hash, created_at, locked_until)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (tenant_id, subject, key) do update set locked_until = excluded.locked_until
       where kept.status is null and kept.locked_until < $6 and kept.operation_id = $4 and kept.body_hash = $5`,
      [this.db.tenantId, subject, key, operationId, hash, now, new Date(now.getTime() + LOCK_MS)],
    );
    if (taken > 0) return 'claimed';
    return this.db.one<Row>(
      `select operation_id, body_hash, status, answer #>> '{}' as answer from idempotency_keys where tenant_id = $1 and subject = $2 and key = $3`,
      [this.db.tenantId, subject, key],
    );
  }

  private async keep({ subject, key }: Intent, { status, body }: KeptAnswer): Promise<void> {
    const kept = this.db.execute(
      'update idempotency_keys set status = $4, answer = to_jsonb($5::text) where tenant_id = $1 and subject = $2 and key = $3',
      [this.db.tenantId, subject, key, status, body],
    );
    this.db.trail(kept);
  }

  private async release({ subject, key }: Intent): Promise<void> {
    await this.db.execute('delete from idempotency_keys where tenant_id = $1 and subject = $2 and key = $3 and status is null', [
      this.db.tenantId,
      subject,
      key,
    ]);
  }
}

/** The kept answer; undefined while there is none yet, or no longer a row. */
function replay(intent: Intent, row: Row | undefined): Outcome | undefined {
  if (!row) return undefined;
  if (row.operationId !== intent.operationId || row.bodyHash !== intent.hash) throw new Problem('idempotency-key-reused');
  if (row.status === null || row.answer === null) return undefined;
  return { answer: { status: row.status, body: row.answer }, isReplay: true };
}

function busy(): never {
  throw new Problem('request-in-progress', undefined, { retryAfterSeconds: 1 });
}
