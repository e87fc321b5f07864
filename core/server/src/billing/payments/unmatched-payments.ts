import { Injectable } from '@nestjs/common';
import { moneyToJson, type GatewayEvent, type Money } from '@hostwright/sdk';
import type { UnmatchedPayment } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf, Problem } from '../../platform/http/index.js';
import { Invoices, type InvoiceRow } from '../invoices/index.js';
import { Gateways, type NamedGateway } from './gateways.js';
import { eventFromJson } from './inbox-event.js';
import { PaymentRows } from './payment-rows.js';
import { Settlement } from './settlement.js';

interface StrayRow {
  readonly id: string;
  readonly installationId: string;
  readonly event: unknown;
  readonly state: string;
  readonly problem: string | null;
  readonly note: string | null;
  readonly paymentId: string | null;
  readonly invoiceId: string | null;
  readonly receivedAt: Date;
}

export interface Deed {
  readonly unmatchedId: string;
  readonly actor: string;
  readonly address: string;
}

interface StrayQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly state: UnmatchedPayment['state'];
}

const SELECT = `select w.id, w.installation_id, w.event, w.state, w.problem, w.note, w.payment_id, p.invoice_id, w.received_at
  from webhook_inbox w left join payments p on p.tenant_id = w.tenant_id and p.id = w.payment_id`;

/** What gateways told that found no place here. Staff say which invoice the money is for, or that it is none of ours. */
@Injectable()
export class UnmatchedPayments {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly invoices: Invoices,
    private readonly gateways: Gateways,
    private readonly settlement: Settlement,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(
    tenantId: string,
    { cursor, limit, state }: StrayQuery,
  ): Promise<{ items: UnmatchedPayment[]; next: string | null }> {
    return this.db.run(tenantId, async () => {
      const after = decodeCursor(cursor);
      const rows = await this.db.query<StrayRow>(
        `${SELECT} where w.tenant_id = $1 and w.state = $2 and w.problem is not null
           and ($3::timestamptz is null or (w.received_at, w.id) < ($3::timestamptz, $4::uuid))
         order by w.received_at desc, w.id desc limit $5`,
        [tenantId, state, after?.createdAt ?? null, after?.id ?? null, limit + 1],
      );
      const page = pageOf(
        rows.map(row => ({ ...row, createdAt: row.receivedAt })),
        limit,
      );
      const names = await this.gateways.named(tenantId);
      return { items: page.rows.map(row => present(row, names)), next: page.next };
    });
  }

  /** [tx] For the first page of the panel. */
  async attention(limit = 20): Promise<readonly { kind: 'payment-unmatched'; id: string; title: string }[]> {
    const rows = await this.db.query<StrayRow>(
      `${SELECT} where w.tenant_id = $1 and w.state = 'unmatched' and w.problem is not null order by w.received_at desc, w.id desc limit $2`,
      [this.db.tenantId, limit],
    );
    return rows.map(row => {
      const { reference, problem } = present(row, new Map());
      return { kind: 'payment-unmatched', id: row.id, title: `${reference}: ${problem}` };
    });
  }

  /** The same invoice once more changes nothing; another one is refused. */
  async match(tenantId: string, invoiceId: string, deed: Deed): Promise<UnmatchedPayment> {
    return this.db.run(tenantId, async () => {
      const row = await this.lock(deed.unmatchedId);
      if (row.state === 'matched' && row.invoiceId === invoiceId) return this.presentOne(row);
      const event = this.open(row);
      if (event.type !== 'payment' || !event.payment.received)
        throw new Problem('payment-state', 'Only money that has arrived can be matched to an invoice');
      const invoice = await this.invoices.lock(invoiceId);
      const { reference, received } = event.payment;
      if (received.currency !== invoice.currency)
        throw new Problem('amount-mismatch', `Invoice ${invoice.number} is in ${invoice.currency}`);
      if (await this.rows.byReference(row.installationId, reference))
        throw new Problem('payment-state', 'A payment under this reference has become known meanwhile');
      const paymentId = await this.book(row, invoice, event.payment, received);
      await this.close(row.id, 'matched', { paymentId, note: null });
      await this.record('payment.matched', deed, { invoice: invoice.number, reference });
      return this.presentOne(await this.read(row.id));
    });
  }

  async dismiss(tenantId: string, note: string, deed: Deed): Promise<UnmatchedPayment> {
    return this.db.run(tenantId, async () => {
      const row = await this.lock(deed.unmatchedId);
      if (row.state === 'dismissed' && row.note === note) return this.presentOne(row);
      this.open(row);
      await this.close(row.id, 'dismissed', { paymentId: null, note });
      await this.record('payment.dismissed', deed, { note });
      return this.presentOne(await this.read(row.id));
    });
  }

  /** A payment of its own, as if it had been begun for this invoice. The method that paid is nobody's to keep. */
  private async book(
    { installationId }: StrayRow,
    { id: invoiceId, number: invoiceNumber, customerId, currency }: InvoiceRow,
    { savedMethod: _savedMethod, ...told }: Extract<GatewayEvent, { type: 'payment' }>['payment'],
    received: Money,
  ): Promise<string> {
    const createdAt = this.clock.now();
    const id = newId(createdAt.getTime());
    const fresh = { id, invoiceId, invoiceNumber, customerId, installationId, currency, returnUrl: '', createdAt };
    await this.rows.insert({ ...fresh, amountMinor: received.amount });
    await this.settlement.tell(id, told);
    return id;
  }

  /** Locked first and read then: whoever waited for the lock sees what the other has done, in both tables. */
  private async lock(id: string): Promise<StrayRow> {
    const bind = [this.db.tenantId, id];
    await this.db.query('select id from webhook_inbox where tenant_id = $1 and id = $2 for update', bind);
    return this.read(id);
  }

  private async read(id: string): Promise<StrayRow> {
    const row = await this.db.one<StrayRow>(`${SELECT} where w.tenant_id = $1 and w.id = $2 and w.problem is not null`, [
      this.db.tenantId,
      id,
    ]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  private open(row: StrayRow): GatewayEvent {
    if (row.state !== 'unmatched') throw new Problem('payment-state', `This has been ${row.state} already`);
    return eventFromJson(row.event);
  }

  private async close(
    id: string,
    state: 'matched' | 'dismissed',
    { paymentId, note }: { readonly paymentId: string | null; readonly note: string | null },
  ): Promise<void> {
    await this.db.execute(
      'update webhook_inbox set state = $3, payment_id = $4, note = $5, applied_at = $6 where tenant_id = $1 and id = $2',
      [this.db.tenantId, id, state, paymentId, note, this.clock.now()],
    );
  }

  private record(action: string, { actor, address, unmatchedId }: Deed, detail: object): Promise<void> {
    return this.audit.record({ actor, action, target: `unmatched:${unmatchedId}`, detail, address });
  }

  private async presentOne(row: StrayRow): Promise<UnmatchedPayment> {
    return present(row, await this.gateways.named(this.db.tenantId));
  }
}

function present(row: StrayRow, names: ReadonlyMap<string, NamedGateway>): UnmatchedPayment {
  const event = eventFromJson(row.event);
  const [reference, amount] = about(event);
  return {
    id: row.id,
    kind: event.type,
    state: row.state as UnmatchedPayment['state'],
    gateway: names.get(row.installationId)?.label ?? '',
    reference,
    amount: amount ? moneyToJson(amount) : null,
    problem: row.problem ?? '',
    note: row.note,
    paymentId: row.paymentId,
    invoiceId: row.invoiceId,
    receivedAt: row.receivedAt.toISOString(),
  };
}

function about(event: GatewayEvent): [string, Money | undefined] {
  if (event.type === 'payment') return [event.payment.reference, event.payment.received];
  if (event.type === 'refund') return [event.refund.reference, event.refund.amount];
  return [event.disputeReference, event.amount];
}
