import { computed, signal } from '@angular/core';
import { ApiProblem, AttemptKey, type Api } from '@hostwright/kit';
import type { MoneyJson } from '@hostwright/sdk';
import type { Credit, CreditPayment, Invoice } from '@hostwright/sdk/http';
import { Reading } from '../platform/reading.js';

/** What the shop owes the customer, and putting it into invoices. */
export class CreditPurse {
  private readonly reading = new Reading<Credit>();
  private readonly working = signal(false);
  private readonly refused = signal<ApiProblem | undefined>(undefined);
  private readonly key = new AttemptKey();

  readonly entries = computed(() => this.reading.value()?.items);
  readonly balances = computed(() => this.reading.value()?.balances.filter(balance => BigInt(balance.amount) > 0n) ?? []);
  readonly busy = this.working.asReadonly();
  readonly problem = computed(() => this.refused() ?? this.reading.problem());

  constructor(private readonly api: Pick<Api, 'call'>) {}

  load(): Promise<void> {
    return this.reading.read(() => this.api.call('getCredit'));
  }

  /** What of the credit would go into the invoice; undefined where there is none in its currency. */
  usableFor({ due }: Pick<Invoice, 'due'>): MoneyJson | undefined {
    const balance = this.balances().find(({ currency }) => currency === due.currency);
    if (!balance || BigInt(due.amount) <= 0n) return undefined;
    return BigInt(balance.amount) < BigInt(due.amount) ? balance : due;
  }

  async pay(invoiceId: string): Promise<CreditPayment | undefined> {
    if (this.working()) return undefined;
    this.working.set(true);
    this.refused.set(undefined);
    try {
      const idempotencyKey = this.key.for(invoiceId);
      const answer = await this.api.call('payInvoiceWithCredit', { params: { invoiceId }, idempotencyKey });
      this.key.answered();
      await this.load();
      return answer;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status !== 0 && error.code !== 'request-in-progress') this.key.answered();
      this.refused.set(error);
      return undefined;
    } finally {
      this.working.set(false);
    }
  }
}
