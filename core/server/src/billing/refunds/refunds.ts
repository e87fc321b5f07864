import { Injectable } from '@nestjs/common';
import { moneyFromJson, type Money } from '@hostwright/sdk';
import type { AdminRefund, RefundPayment } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { isUniqueViolation, newId, TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf, Problem } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { Gateways, Outflows, type Held, type NamedGateway } from '../payments/index.js';
import { CreditNotes } from './credit-notes.js';
import { SEND, type SendJob } from './queues.js';
import { roomIn, type RefundRow } from './refund.js';
import { RefundBooks } from './refund-books.js';
import { presentRefund } from './refund.presenter.js';
import { RefundRows, type RefundFilter } from './refund-rows.js';

export interface RefundWish extends RefundPayment {
  readonly paymentId: string;
  readonly actor: string;
  readonly address: string;
}

export type RefundQuery = Omit<RefundFilter, 'after'> & { readonly cursor?: string | undefined };

/** What staff ask for: money back, in full or in part. The intent is written with the money held for it; a job does the rest. */
@Injectable()
export class Refunds {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: RefundRows,
    private readonly outflows: Outflows,
    private readonly books: RefundBooks,
    private readonly notes: CreditNotes,
    private readonly gateways: Gateways,
    private readonly customers: Customers,
    private readonly jobs: Jobs,
    private readonly audit: Audit,
  ) {}

  /** One transaction. */
  async refund(tenantId: string, wish: RefundWish): Promise<AdminRefund> {
    try {
      return await this.db.run(tenantId, () => this.write(tenantId, wish));
    } catch (error) {
      // The reference was recorded for another payment in the same moment.
      if (isUniqueViolation(error)) throw taken(wish.manualReference ?? '');
      throw error;
    }
  }

  list(tenantId: string, { cursor, ...filter }: RefundQuery): Promise<{ items: AdminRefund[]; next: string | null }> {
    return this.db.run(tenantId, async () => {
      const page = pageOf(await this.rows.list({ ...filter, after: decodeCursor(cursor) }), filter.limit);
      return { items: await this.present(page.rows), next: page.next };
    });
  }

  read(tenantId: string, refundId: string): Promise<AdminRefund> {
    return this.db.run(tenantId, async () => this.presentOne(await this.rows.read(refundId)));
  }

  /** [tx] For those who tell about it. */
  find(refundId: string): Promise<RefundRow> {
    return this.rows.read(refundId);
  }

  /** [tx] What staff should look at: refunds that failed, and those of which nothing is heard. */
  async attention(limit = 20): Promise<readonly { kind: 'refund-failed'; id: string; title: string }[]> {
    const rows = await this.rows.inDoubt(limit);
    return rows.map(({ id, invoiceNumber, note }) => ({ kind: 'refund-failed', id, title: `${invoiceNumber}: ${note}` }));
  }

  private async write(tenantId: string, wish: RefundWish): Promise<AdminRefund> {
    const held = await this.outflows.hold(wish.paymentId);
    const gateway = (await this.gateways.named(tenantId)).get(held.payment.installationId);
    const amount = await this.amount(held, wish, gateway);
    const reference = wish.manualReference ?? null;
    if (reference !== null && (await this.rows.byReference(held.payment.installationId, reference))) throw taken(reference);
    const origin = reference === null ? 'gateway' : 'manual';
    const wanted = {
      id: newId(),
      origin,
      amountMinor: amount.amount,
      reason: wish.reason,
      reference,
      createdBy: wish.actor,
    } as const;
    const row = await this.books.open(held, wanted);
    if (!row) throw new Problem('amount-mismatch', 'So much cannot be given back');
    const detail = {
      invoice: row.invoiceNumber,
      amount: row.amountMinor.toString(),
      currency: row.currency,
      reason: row.reason,
    };
    const { actor, address } = wish;
    await this.audit.record({ actor, action: 'payment.refunded', target: `payment:${row.paymentId}`, detail, address });
    return this.presentOne(await this.begin(row, held));
  }

  /** What staff have sent themselves is done; the rest is for the gateway. */
  private async begin(row: RefundRow, held: Held): Promise<RefundRow> {
    if (row.origin === 'manual') {
      const refundedMinor = held.payment.refundedMinor + row.amountMinor;
      return this.books.succeed(row, { ...held, payment: { ...held.payment, refundedMinor } });
    }
    await this.jobs.send(SEND, { tenantId: this.db.tenantId, refundId: row.id, round: 0 } satisfies SendJob);
    return row;
  }

  /** Everything that can go back, or the part of it that was asked for. */
  private async amount(held: Held, wish: RefundWish, gateway: NamedGateway | undefined): Promise<Money> {
    const { payment } = held;
    if (payment.state !== 'succeeded') throw new Problem('payment-state', `The payment is ${payment.state}`);
    const most = roomIn(await this.books.room(held));
    if (most <= 0n) throw new Problem('payment-state', 'There is nothing left to give back');
    const amount = wish.amount ? moneyFromJson(wish.amount) : { amount: most, currency: payment.currency };
    if (amount.currency !== payment.currency) throw new Problem('amount-mismatch', `The payment was in ${payment.currency}`);
    if (amount.amount <= 0n || amount.amount > most)
      throw new Problem('amount-mismatch', `Up to ${most} of the smallest units of ${payment.currency} can be given back`);
    this.checkWay(wish, gateway?.manifest?.capabilities ?? [], amount.amount < payment.receivedMinor!);
    return amount;
  }

  private checkWay({ manualReference }: RefundWish, capabilities: readonly string[], isPartial: boolean): void {
    const canRefund = capabilities.includes('refund');
    if (canRefund && manualReference !== undefined)
      throw new Problem('refund-not-possible', 'This provider gives money back by itself: leave the reference out');
    if (!canRefund && manualReference === undefined)
      throw new Problem('refund-not-possible', 'This provider gives nothing back: send the money yourself and name the transfer');
    if (canRefund && isPartial && !capabilities.includes('partial-refund'))
      throw new Problem('refund-not-possible', 'This provider gives back all of a payment or nothing');
  }

  private async presentOne(row: RefundRow): Promise<AdminRefund> {
    return (await this.present([row]))[0]!;
  }

  private async present(rows: readonly RefundRow[]): Promise<AdminRefund[]> {
    const customers = await this.customers.many(rows.map(row => row.customerId));
    const names = await this.gateways.named(this.db.tenantId);
    const numbers = await this.notes.numbers(rows.map(row => row.creditNoteId));
    return rows.map(row =>
      presentRefund(row, {
        customer: customers.get(row.customerId)!,
        gateway: names.get(row.installationId)?.label ?? '',
        creditNoteNumber: numbers.get(row.creditNoteId ?? '') ?? null,
      }),
    );
  }
}

const taken = (reference: string): Problem => new Problem('payment-state', `The reference ${reference} is another refund's`);
