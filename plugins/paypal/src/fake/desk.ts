import type { Clock } from '@hostwright/sdk';
import {
  newId,
  type Book,
  type FakeCapture,
  type FakeDispute,
  type FakeMoney,
  type FakeOrder,
  type FakeRefund,
  type FakeVaultToken,
} from './book.js';
import type { Deliveries } from './deliveries.js';
import { unprocessable } from './http.js';
import { feeOf, sumOf, unitsOf } from './sums.js';
import { PAYER_EMAIL, type Told } from './told.js';

const TAKEN: ReadonlySet<string> = new Set(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED']);

/** Where money moves, whoever asks for it: the interface, the payer's page, or a test. Every move is told to the shops. */
export class Desk {
  /** The next refund waits until `settleRefund`. */
  refundsWait = false;
  /** Saved methods become known by a later message only. */
  vaultsLater = false;

  constructor(
    private readonly book: Book,
    private readonly told: Told,
    private readonly deliveries: Deliveries,
    private readonly clock: Clock,
  ) {}

  async approve(order: FakeOrder, changes: Partial<Pick<FakeOrder, 'refusal' | 'isReviewed'>> = {}): Promise<FakeOrder> {
    const approved = this.book.put({ ...order, status: 'APPROVED', ...changes });
    await this.tellOfOrder('CHECKOUT.ORDER.APPROVED', approved);
    return approved;
  }

  /** Answers when the money is taken; the shops hear of it beside that. */
  capture(order: FakeOrder): { readonly order: FakeOrder; readonly telling: Promise<void> } {
    if (order.captures.length > 0) throw unprocessable('ORDER_ALREADY_CAPTURED');
    if (order.status !== 'APPROVED') throw unprocessable('ORDER_NOT_APPROVED');
    if (order.refusal !== undefined) throw unprocessable(order.refusal);
    const capture: FakeCapture = {
      id: newId(),
      status: order.isReviewed ? 'PENDING' : 'COMPLETED',
      reason: order.isReviewed ? 'PENDING_REVIEW' : undefined,
      amount: order.amount,
      fee: feeOf(order.amount),
      createdAt: this.now(),
    };
    const captured = this.book.put({ ...order, status: 'COMPLETED', captures: [capture] });
    if (order.savesMethod && !this.vaultsLater) this.vault(captured);
    return { order: captured, telling: this.tellOfCapture(captured) };
  }

  /** What the review of a capture came to. */
  async review(order: FakeOrder, status: 'COMPLETED' | 'DECLINED'): Promise<void> {
    const captures = order.captures.map(capture => ({ ...capture, status, reason: undefined }));
    await this.tellOfCapture(this.book.put({ ...order, captures }));
  }

  refund(
    order: FakeOrder,
    captureId: string,
    amount: FakeMoney | undefined,
    customId: string | undefined,
  ): { readonly refund: FakeRefund; readonly telling: Promise<void> } {
    const capture = order.captures.find(({ id }) => id === captureId)!;
    if (capture.status === 'PENDING') throw unprocessable('PENDING_CAPTURE');
    if (capture.status === 'REFUNDED') throw unprocessable('CAPTURE_FULLY_REFUNDED');
    if (!TAKEN.has(capture.status)) throw unprocessable('REFUND_NOT_ALLOWED');
    const left = unitsOf(capture.amount) - givenBack(order);
    const wanted = amount ?? sumOf(left, capture.amount.currency_code);
    if (wanted.currency_code !== capture.amount.currency_code) throw unprocessable('REFUND_CAPTURE_CURRENCY_MISMATCH');
    if (unitsOf(wanted) > left) throw unprocessable('REFUND_AMOUNT_EXCEEDED');
    const status = this.refundsWait ? 'PENDING' : 'COMPLETED';
    this.refundsWait = false;
    const refund = { id: newId(), captureId, status, amount: wanted, customId, createdAt: this.now() };
    const after = this.putRefund(order, refund);
    const eventType = status === 'PENDING' ? 'PAYMENT.REFUND.PENDING' : 'PAYMENT.CAPTURE.REFUNDED';
    return { refund, telling: this.deliveries.tell(after.account, eventType, 'refund', this.told.refund(refund)) };
  }

  async settleRefund(order: FakeOrder, refund: FakeRefund, status: 'COMPLETED' | 'FAILED'): Promise<void> {
    const settled = { ...refund, status };
    this.putRefund(order, settled);
    const eventType = status === 'FAILED' ? 'PAYMENT.REFUND.FAILED' : 'PAYMENT.CAPTURE.REFUNDED';
    await this.deliveries.tell(order.account, eventType, 'refund', this.told.refund(settled));
  }

  /** A bank takes the money back. */
  async reverse(order: FakeOrder): Promise<void> {
    const capture = order.captures[0]!;
    const reversal = {
      id: newId(),
      captureId: capture.id,
      status: 'COMPLETED',
      amount: capture.amount,
      customId: order.unit['custom_id'],
      createdAt: this.now(),
    };
    await this.deliveries.tell(order.account, 'PAYMENT.CAPTURE.REVERSED', 'refund', this.told.refund(reversal));
  }

  async openDispute(order: FakeOrder, amount: FakeMoney): Promise<FakeDispute> {
    const dispute = this.putDispute({
      id: `PP-R-${newId(3)}-${newId(10)}`,
      account: order.account,
      captureId: order.captures[0]!.id,
      status: 'OPEN',
      outcome: undefined,
      amount,
      fee: undefined,
      createdAt: this.now(),
    });
    await this.tellOfDispute('CUSTOMER.DISPUTE.CREATED', dispute, order);
    return dispute;
  }

  async resolveDispute(dispute: FakeDispute, order: FakeOrder, outcome: string, fee: FakeMoney | undefined): Promise<void> {
    const resolved = this.putDispute({ ...dispute, status: 'RESOLVED', outcome, fee });
    await this.tellOfDispute('CUSTOMER.DISPUTE.RESOLVED', resolved, order);
  }

  /** Keeps the way to pay, and tells of it. */
  async vaultNow(order: FakeOrder): Promise<void> {
    const token = this.vault(order);
    await this.deliveries.tell(order.account, 'VAULT.PAYMENT-TOKEN.CREATED', 'payment_token', {
      id: token.id,
      customer: { id: 'fakecustomer' },
      payment_source: { paypal: { email_address: PAYER_EMAIL } },
      metadata: { order_id: order.id },
      time_created: this.now(),
      links: [],
    });
  }

  vaultTokenOf(order: FakeOrder): string | undefined {
    return [...this.book.tokens.values()].find(token => token.orderId === order.id)?.id;
  }

  tellOfOrder(eventType: string, order: FakeOrder): Promise<void> {
    const resource = this.told.order(order, this.vaultTokenOf(order));
    return this.deliveries.tell(order.account, eventType, 'checkout-order', resource);
  }

  tellOfCapture(order: FakeOrder): Promise<void> {
    const capture = order.captures[0]!;
    return this.deliveries.tell(order.account, captureEvent(capture), 'capture', this.told.capture(order, capture));
  }

  private tellOfDispute(eventType: string, dispute: FakeDispute, order: FakeOrder): Promise<void> {
    return this.deliveries.tell(order.account, eventType, 'dispute', this.told.dispute(dispute, order));
  }

  private vault(order: FakeOrder): FakeVaultToken {
    const token = { id: newId(10).toLowerCase(), account: order.account, orderId: order.id };
    this.book.tokens.set(token.id, token);
    this.book.save();
    return token;
  }

  private putDispute(dispute: FakeDispute): FakeDispute {
    this.book.disputes.set(dispute.id, dispute);
    this.book.save();
    return dispute;
  }

  private putRefund(order: FakeOrder, refund: FakeRefund): FakeOrder {
    const refunds = [...order.refunds.filter(({ id }) => id !== refund.id), refund];
    const changed = { ...order, refunds };
    const captures = order.captures.map(capture =>
      capture.id === refund.captureId ? { ...capture, status: statusAfter(changed, capture) } : capture,
    );
    return this.book.put({ ...changed, captures });
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}

export const captureEvent = ({ status }: FakeCapture): string =>
  ({ PENDING: 'PAYMENT.CAPTURE.PENDING', DECLINED: 'PAYMENT.CAPTURE.DENIED' })[status] ?? 'PAYMENT.CAPTURE.COMPLETED';

function statusAfter(order: FakeOrder, capture: FakeCapture): string {
  const back = givenBack(order);
  if (back === 0n) return 'COMPLETED';
  return back === unitsOf(capture.amount) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
}

const givenBack = ({ refunds }: FakeOrder): bigint =>
  refunds.filter(({ status }) => status !== 'FAILED').reduce((sum, { amount }) => sum + unitsOf(amount), 0n);
