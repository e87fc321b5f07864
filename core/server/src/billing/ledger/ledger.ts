import { Injectable } from '@nestjs/common';
import type { Money } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';

export interface Posting {
  readonly source: string;
  readonly destination: string;
  readonly amount: Money;
}

export interface LedgerEntry {
  /** The same key posts once, whoever repeats it. */
  readonly key: string;
  /** What the entry is about, such as `invoice:<id>`. */
  readonly reference: string;
  readonly postings: readonly Posting[];
}

/**
 * Double entry. A posting takes from one account and gives to another, so all accounts together are always zero. Nothing is
 * ever changed; a correction is a reversed posting. Which accounts there are and who posts to them: `accounts.ts`.
 */
@Injectable()
export class Ledger {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** Posts all of the entry or, when its key is known, none of it. Postings of nothing are left out. */
  async post({ key, reference, postings }: LedgerEntry): Promise<void> {
    const moving = postings.filter(posting => posting.amount.amount !== 0n);
    if (moving.length === 0) return;
    const [createdAt, transactionId, tenantId] = [this.clock.now(), newId(), this.db.tenantId];
    const bind: unknown[] = [];
    const tuples = moving.map(({ source, destination, amount }, index) => {
      const values = [
        tenantId,
        newId(),
        transactionId,
        source,
        destination,
        amount.amount,
        amount.currency,
        reference,
        `${key}#${index}`,
        createdAt,
      ];
      return `(${values.map(value => `$${bind.push(value)}`).join(', ')})`;
    });
    const written = this.db.execute(
      `insert into ledger_postings (tenant_id, id, transaction_id, source, destination, amount_minor, currency, reference, idempotency_key, created_at)
       values ${tuples.join(', ')} on conflict (tenant_id, idempotency_key) do nothing`,
      bind,
    );
    this.db.trail(written);
  }

  /** Posts an entry the other way round. One that was never posted has nothing to reverse. */
  async reverse({
    key,
    reference,
    by,
  }: {
    readonly key: string;
    readonly reference: string;
    readonly by: string;
  }): Promise<void> {
    const postings = await this.db.query<{ source: string; destination: string; amountMinor: bigint; currency: string }>(
      `select source, destination, amount_minor, currency from ledger_postings
       where tenant_id = $1 and reference = $2 and transaction_id =
         (select transaction_id from ledger_postings where tenant_id = $1 and idempotency_key = $3)
       order by idempotency_key`,
      [this.db.tenantId, reference, `${key}#0`],
    );
    const reversed = postings.map(({ source, destination, amountMinor, currency }) => ({
      source: destination,
      destination: source,
      amount: { amount: amountMinor, currency },
    }));
    await this.post({ key: by, reference, postings: reversed });
  }

  /** What an account holds in a currency, in minor units: everything given to it less everything taken. */
  async balance(account: string, currency: string): Promise<bigint> {
    const row = await this.db.one<{ balance: string }>(
      `select (coalesce((select sum(amount_minor) from ledger_postings where tenant_id = $1 and destination = $2 and currency = $3), 0)
             - coalesce((select sum(amount_minor) from ledger_postings where tenant_id = $1 and source = $2 and currency = $3), 0))::text as balance`,
      [this.db.tenantId, account, currency],
    );
    return BigInt(row?.balance ?? 0);
  }
}
