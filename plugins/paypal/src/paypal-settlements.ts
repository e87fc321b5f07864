import { PluginFailure, type Clock, type SettledPage, type SettledPayment, type SettledQuery } from '@hostwright/sdk';
import { fromPayPal } from './paypal-amounts.js';
import type { PayPalClient } from './paypal-client.js';
import { isMissing } from './paypal-failures.js';
import type { PayPalMemory } from './paypal-memory.js';
import type { PayPalTransaction } from './paypal-transactions.js';

const PAGE_SIZE = 100;
/** PayPal answers for 31 days at most. */
const WINDOW_MS = 31 * 86_400_000;
const SECOND_MS = 1000;
const ASK_AGAIN_MS = 3_600_000;
/** The history lags by up to three hours, and callers know that; a day means that PayPal has stopped writing it. */
const STALE_MS = 86_400_000;

/** Completed, or completed and given back later: either way the money came. */
const SETTLED: ReadonlySet<string> = new Set(['S', 'V']);

/** Payments to the account are T00xx; refunds, holds, fees and payouts have other codes. */
const PAYMENT = /^T00\d\d$/;

/** Our payments are named by UUIDs; whatever else goes through the account is none of ours. */
const PAYMENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Place {
  readonly from: Date;
  readonly page: number;
}

/** What PayPal's own history of the account says. */
export class PayPalSettlements {
  constructor(
    private readonly client: PayPalClient,
    private readonly memory: PayPalMemory,
    private readonly clock: Clock,
  ) {}

  async list({ from, until, cursor }: SettledQuery): Promise<SettledPage> {
    const place = cursor === undefined ? { from: wholeSecond(from.getTime()), page: 1 } : readCursor(cursor);
    const now = this.clock.now().getTime();
    const last = Math.min(until.getTime(), now + SECOND_MS);
    const end = new Date(Math.min(last, place.from.getTime() + WINDOW_MS));
    if (end <= place.from) return { settled: [] };
    const { transactions, pages, refreshedAt } = await this.page(place, end);
    if (refreshedAt && refreshedAt.getTime() + STALE_MS < Math.min(end.getTime(), now)) throw incomplete(refreshedAt);
    const settled: SettledPayment[] = [];
    for (const transaction of transactions.filter(isOurs)) settled.push(...(await this.settled(transaction)));
    const next =
      place.page < pages ? { ...place, page: place.page + 1 } : end.getTime() < last ? { from: end, page: 1 } : undefined;
    return { settled, ...(next && { cursor: `${next.from.toISOString()}|${next.page}` }) };
  }

  /** The capture of a payment that was begun at this time, if PayPal took money for it. */
  async captureOf(paymentId: string, begunAt: Date): Promise<string | undefined> {
    const from = wholeSecond(begunAt.getTime() - 600_000);
    const end = new Date(begunAt.getTime() + 86_400_000);
    for (let page = 1, pages = 1; page <= pages; page++) {
      const answer = await this.page({ from, page }, end);
      const found = answer.transactions.find(({ customId, eventCode }) => customId === paymentId && PAYMENT.test(eventCode));
      if (found) return found.id;
      pages = answer.pages;
    }
    return undefined;
  }

  /** PayPal's history knows whole seconds and counts the last one in; our periods end before theirs. */
  private async page({ from, page }: Place, end: Date) {
    const until = wholeSecond(end.getTime() - 1);
    try {
      return await this.client.transactions({ from, until, page, size: PAGE_SIZE });
    } catch (error) {
      if (!(error instanceof PluginFailure) || error.code !== 'not-authorized') throw error;
      throw PluginFailure.final('Transaction Search is not switched on for this app at PayPal', {
        code: 'transaction-search-off',
        cause: error,
      });
    }
  }

  private async settled(transaction: PayPalTransaction): Promise<readonly SettledPayment[]> {
    const paymentId = transaction.customId!;
    const reference = await this.orderOf(transaction.id, paymentId);
    if (reference === undefined) return [];
    const fee = transaction.fee && fromPayPal(transaction.fee);
    return [
      {
        reference,
        paymentId,
        received: fromPayPal(transaction.amount),
        ...(fee && { fee: { ...fee, amount: fee.amount < 0n ? -fee.amount : fee.amount } }),
      },
    ];
  }

  private async orderOf(captureId: string, paymentId: string): Promise<string | undefined> {
    const known = (await this.memory.orderOf(captureId)) ?? (await this.memory.payment(paymentId))?.orderId;
    if (known !== undefined) return known;
    try {
      const { orderId } = await this.client.capture(captureId);
      if (orderId !== undefined) await this.memory.captured(orderId, captureId);
      return orderId;
    } catch (error) {
      // A line that is no capture of this app, whatever it looks like.
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
}

const wholeSecond = (time: number): Date => new Date(time - (time % SECOND_MS));

const isOurs = ({ eventCode, status, customId, amount }: PayPalTransaction): boolean =>
  PAYMENT.test(eventCode) && SETTLED.has(status) && PAYMENT_ID.test(customId ?? '') && !amount.value.startsWith('-');

function readCursor(cursor: string): Place {
  const [from = '', page = ''] = cursor.split('|');
  const time = Date.parse(from);
  if (Number.isNaN(time) || !/^[1-9]\d{0,5}$/.test(page))
    throw PluginFailure.final('This cursor is not one of ours', { code: 'bad-cursor' });
  return { from: new Date(time), page: Number(page) };
}

/** Half a list would look like money that is missing. */
const incomplete = (refreshedAt: Date): PluginFailure =>
  PluginFailure.retryable(`PayPal's history is complete only up to ${refreshedAt.toISOString()}`, {
    code: 'history-incomplete',
    retryAfterMs: ASK_AGAIN_MS,
  });
