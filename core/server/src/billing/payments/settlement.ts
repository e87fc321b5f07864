import { Injectable } from '@nestjs/common';
import { failureKind, moneyToJson, PluginFailure, type Money, type PaymentSnapshot } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Live } from '../../platform/live/index.js';
import { Invoices } from '../invoices/index.js';
import {
  ABSENCE_PROVED_AFTER_MS,
  furthest,
  isOpen,
  judge,
  NEVER_ARRIVED,
  type PaymentRow,
  type StoredStep,
  type Verdict,
} from './payment.js';
import { PaymentRows, type PaymentChanges } from './payment-rows.js';
import { Strays } from './strays.js';

type Received = Extract<Verdict, { kind: 'received' }>;

/** A start may be under way this long; until then a gateway that knows nothing proves nothing. */
const START_TAKES_AT_MOST_MS = 60_000;

/** A payment before and after the gateway spoke of it. */
export interface Told {
  readonly before: PaymentRow;
  readonly after: PaymentRow;
  readonly told: PaymentSnapshot;
}

/** No name that a gateway could give. */
const TAKEN = Symbol('the reference of another payment');

/**
 * Writes what a gateway says about a payment, whoever heard it: the answer to a start, a webhook, a look. The row's lock
 * puts them one after another, and only a step forward has effects. Every method runs inside `TenantDb.run`.
 */
@Injectable()
export class Settlement {
  private readonly listeners: ((told: Told) => Promise<void>)[] = [];

  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly invoices: Invoices,
    private readonly events: Events,
    private readonly live: Live,
    private readonly strays: Strays,
    private readonly clock: Clock,
  ) {}

  /** Takes part in whatever a gateway says, inside its transaction. */
  onTold(listener: (told: Told) => Promise<void>): void {
    this.listeners.push(listener);
  }

  async tell(paymentId: string, told: PaymentSnapshot, step?: StoredStep): Promise<PaymentRow> {
    // Whoever needs both locks takes the invoice's first.
    if (told.state === 'succeeded') await this.invoices.lock((await this.rows.read(paymentId)).invoiceId);
    const before = await this.rows.lock(paymentId);
    const after = await this.write(before, told, step);
    for (const listener of this.listeners) await listener({ before, after, told });
    return after;
  }

  private async write(row: PaymentRow, told: PaymentSnapshot, step?: StoredStep): Promise<PaymentRow> {
    const verdict = judge(row, told);
    const named = await this.reference(row, told, verdict);
    if (named === TAKEN)
      return this.contradict(row, `The gateway names ${told.reference}, which is another payment`, told.received);
    const changes: PaymentChanges = { ...(step && !row.step && { step }), ...(named !== row.reference && { reference: named }) };
    if (verdict.kind === 'received') return this.receive(row, verdict, changes);
    if (verdict.kind === 'contradiction') return this.contradict(row, verdict.note, told.received);
    if (verdict.kind === 'forward') return this.forward(row, { ...changes, ...settledBy(verdict.state, told, this.clock.now()) });
    return Object.keys(changes).length === 0 ? row : this.changed(await this.rows.update(row.id, changes));
  }

  /** The start came back without an answer that can be used. Only a first start that certainly did nothing ends the payment. */
  async failed(paymentId: string, error: unknown): Promise<PaymentRow> {
    const row = await this.rows.lock(paymentId);
    const kind = failureKind(error);
    const isOver = kind !== 'unknown' && row.state === 'created' && row.starts === 1;
    const state = furthest(row.state, isOver ? 'failed' : 'unknown');
    if (state === row.state) return row;
    const failure = error instanceof PluginFailure ? error : undefined;
    return this.changed(
      await this.rows.update(row.id, {
        state,
        problemCode: failure?.code ?? 'unclassified',
        message: isOver ? (failure?.publicMessage ?? null) : null,
        mayRetry: kind !== 'final',
        settledAt: isOver ? this.clock.now() : null,
      }),
    );
  }

  /** The gateway knows nothing of it. Said twice, some time apart and long after the start, there is nothing to wait for. */
  async absent(paymentId: string): Promise<PaymentRow> {
    const row = await this.rows.lock(paymentId);
    const now = this.clock.now();
    const isNew = now.getTime() - row.createdAt.getTime() < START_TAKES_AT_MOST_MS;
    if (isNew || row.reference !== null || !isOpen(row.state)) return row;
    if (row.absentAt === null) return this.rows.update(row.id, { absentAt: now });
    if (now.getTime() - row.absentAt.getTime() < ABSENCE_PROVED_AFTER_MS) return row;
    const state = furthest(row.state, 'failed');
    return this.changed(await this.rows.update(row.id, { state, problemCode: NEVER_ARRIVED, mayRetry: true, settledAt: now }));
  }

  /** Money that a gateway has taken or that staff have seen arrive. */
  async receive(
    row: PaymentRow,
    { received, matches, sameCurrency }: Received,
    changes: PaymentChanges = {},
  ): Promise<PaymentRow> {
    const counts = sameCurrency && received.amount > 0n;
    const { invoiceId, id: paymentId, installationId } = row;
    const receipt = counts ? await this.invoices.receive({ invoiceId, paymentId, installationId, received }) : undefined;
    const settled = await this.rows.update(row.id, {
      ...changes,
      state: 'succeeded',
      receivedMinor: received.amount,
      receivedCurrency: received.currency,
      appliedMinor: receipt?.applied.amount ?? 0n,
      problemCode: matches ? null : 'amount-mismatch',
      message: null,
      mayRetry: false,
      ...(!matches && { note: `Asked for ${row.amountMinor} ${row.currency}, received ${received.amount} ${received.currency}` }),
      settledAt: this.clock.now(),
    });
    if (counts) await this.events.publish('payment.succeeded', { paymentId, invoiceId, amount: moneyToJson(received) });
    if (!matches) await this.publishMismatch(row, received);
    if (settled.reference !== null) await this.strays.wake(installationId, settled.reference);
    this.tellInvoice(row);
    return this.changed(settled);
  }

  private async forward(row: PaymentRow, changes: PaymentChanges): Promise<PaymentRow> {
    const settled = await this.rows.update(row.id, changes);
    if (settled.state === 'declined') {
      const code = settled.problemCode ?? 'declined';
      await this.events.publish('payment.declined', { paymentId: row.id, invoiceId: row.invoiceId, code });
    }
    return this.changed(settled);
  }

  /** Nothing is settled by itself here: staff decide. */
  private async contradict(row: PaymentRow, note: string, received: Money | undefined): Promise<PaymentRow> {
    if (row.note === note) return row;
    if (received) await this.publishMismatch(row, received);
    return this.changed(await this.rows.update(row.id, { note }));
  }

  private async publishMismatch({ id: paymentId, invoiceId, amountMinor, currency }: PaymentRow, received: Money): Promise<void> {
    const expected = moneyToJson({ amount: amountMinor, currency });
    await this.events.publish('payment.mismatched', { paymentId, invoiceId, expected, received: moneyToJson(received) });
  }

  /** The gateway's name for the payment: the first one it gave, or the one under which it took the money. */
  private async reference(
    row: PaymentRow,
    { reference }: PaymentSnapshot,
    { kind }: Verdict,
  ): Promise<string | null | typeof TAKEN> {
    if (reference === row.reference || (row.reference !== null && kind !== 'received')) return row.reference;
    const holder = await this.rows.byReference(row.installationId, reference);
    return holder && holder.id !== row.id ? TAKEN : reference;
  }

  private changed(row: PaymentRow): PaymentRow {
    const audience = { tenantId: this.db.tenantId, customerId: row.customerId };
    this.db.afterCommit(() => this.live.changed(audience, { name: 'payment.changed', id: row.id }));
    return row;
  }

  private tellInvoice({ customerId, invoiceId }: PaymentRow): void {
    const audience = { tenantId: this.db.tenantId, customerId };
    this.db.afterCommit(() => this.live.changed(audience, { name: 'invoice.changed', id: invoiceId }));
  }
}

/** What a new state without money says about the payment. */
function settledBy(state: PaymentRow['state'], { decline }: PaymentSnapshot, now: Date): PaymentChanges {
  if (isOpen(state)) return { state, problemCode: null, message: null, mayRetry: true, settledAt: null };
  return {
    state,
    problemCode: decline?.code ?? state,
    message: decline?.publicMessage ?? null,
    mayRetry: decline?.mayRetry ?? true,
    settledAt: now,
  };
}
