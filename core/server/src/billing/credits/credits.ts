import { Injectable } from '@nestjs/common';
import { money, moneyToJson, type Money } from '@hostwright/sdk';
import type { Credit, CreditEntry } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf, Problem } from '../../platform/http/index.js';
import { accounts, Ledger } from '../ledger/index.js';

export interface CreditMove {
  /** The same key moves once, whoever repeats it. */
  readonly key: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly kind: CreditEntry['kind'];
  /** What the move is about, as the ledger names it. */
  readonly reference: string;
  readonly invoice?: { readonly id: string; readonly number: string };
  readonly paymentId?: string;
  readonly refundId?: string;
}

interface EntryRow {
  readonly id: string;
  readonly kind: CreditEntry['kind'];
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly createdAt: Date;
}

/**
 * What customers have with us besides their invoices. One row for a customer and a currency is both the balance and the
 * lock, and it never falls below zero; each move has an entry and a posting. Everything here runs inside `TenantDb.run`.
 */
@Injectable()
export class Credits {
  constructor(
    private readonly db: TenantDb,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  /** The balance, held until the commit: others who want to spend wait. */
  async lock(customerId: string, currency: string): Promise<bigint> {
    const row = await this.db.one<{ balanceMinor: bigint }>(
      'select balance_minor from customer_credits where tenant_id = $1 and customer_id = $2 and currency = $3 for update',
      [this.db.tenantId, customerId, currency],
    );
    return row?.balanceMinor ?? 0n;
  }

  /** What is left of the surplus that a payment brought, if it was not spent: the balance says whether it was. */
  async ofPayment(paymentId: string): Promise<bigint> {
    const row = await this.db.one<{ brought: string }>(
      'select coalesce(sum(amount_minor), 0)::text as brought from credit_entries where tenant_id = $1 and payment_id = $2',
      [this.db.tenantId, paymentId],
    );
    return BigInt(row!.brought);
  }

  /** More credit, out of an account. */
  async give(move: CreditMove, from: string): Promise<void> {
    const { customerId, amount, key, reference } = move;
    if (amount.amount === 0n || !(await this.write(move, amount.amount))) return;
    await this.db.execute(
      `insert into customer_credits (tenant_id, customer_id, currency, balance_minor) values ($1, $2, $3, $4)
       on conflict (tenant_id, customer_id, currency) do update set balance_minor = customer_credits.balance_minor + excluded.balance_minor`,
      [this.db.tenantId, customerId, amount.currency, amount.amount],
    );
    const postings = [{ source: from, destination: accounts.credit(customerId), amount }];
    await this.ledger.post({ key: `credit:${key}`, reference, postings });
  }

  /** Less credit, into an account; refused when there is not enough. */
  async take(move: CreditMove, to: string): Promise<void> {
    const { customerId, amount, key, reference } = move;
    if (amount.amount === 0n || !(await this.write(move, -amount.amount))) return;
    const taken = await this.db.execute(
      `update customer_credits set balance_minor = balance_minor - $4
       where tenant_id = $1 and customer_id = $2 and currency = $3 and balance_minor >= $4`,
      [this.db.tenantId, customerId, amount.currency, amount.amount],
    );
    if (taken === 0) throw new Problem('no-credit');
    const postings = [{ source: accounts.credit(customerId), destination: to, amount }];
    await this.ledger.post({ key: `credit:${key}`, reference, postings });
  }

  /** What is there, and how it came to be. */
  async show(customerId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Credit> {
    const balances = await this.db.query<{ currency: string; balanceMinor: bigint }>(
      `select currency, balance_minor from customer_credits
       where tenant_id = $1 and customer_id = $2 and balance_minor > 0 order by currency`,
      [this.db.tenantId, customerId],
    );
    const after = decodeCursor(cursor);
    const rows = await this.db.query<EntryRow>(
      `select id, kind, amount_minor, currency, invoice_id, invoice_number, created_at from credit_entries
       where tenant_id = $1 and customer_id = $2 and ($3::timestamptz is null or (created_at, id) < ($3::timestamptz, $4::uuid))
       order by created_at desc, id desc limit $5`,
      [this.db.tenantId, customerId, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
    const page = pageOf(rows, limit);
    return {
      balances: balances.map(({ currency, balanceMinor }) => moneyToJson(money(balanceMinor, currency))),
      items: page.rows.map(present),
      next: page.next,
    };
  }

  /** Whether the move is new. */
  private async write(move: CreditMove, amountMinor: bigint): Promise<boolean> {
    const { key, customerId, kind, amount, invoice, paymentId, refundId } = move;
    const written = await this.db.execute(
      `insert into credit_entries (tenant_id, id, key, customer_id, currency, kind, amount_minor, invoice_id, invoice_number,
         payment_id, refund_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (tenant_id, key) do nothing`,
      [
        ...[this.db.tenantId, newId(), key, customerId, amount.currency, kind, amountMinor],
        ...[invoice?.id ?? null, invoice?.number ?? null, paymentId ?? null, refundId ?? null, this.clock.now()],
      ],
    );
    return written > 0;
  }
}

const present = ({ id, kind, amountMinor, currency, invoiceId, invoiceNumber, createdAt }: EntryRow): CreditEntry => ({
  id,
  kind,
  amount: moneyToJson(money(amountMinor, currency)),
  invoiceId,
  invoiceNumber,
  at: createdAt.toISOString(),
});
