import { money, type KeyValueStore, type Money, type RefundSnapshot } from '@hostwright/sdk';
import type { LiqPayOrder } from './liqpay-answers.js';
import { refundedOf } from './liqpay-mapping.js';

/** A refund of ours. LiqPay has no name and no key for one, so this is where it can be recognised by. */
export interface RefundRecord {
  readonly refundId: string;
  readonly orderId: string;
  readonly amount: string;
  readonly currency: string;
  /** What LiqPay had given back of the payment before this one was sent. */
  readonly before: string;
  readonly sentAt: string;
  /** `sent`: the answer is not known; `waiting`: LiqPay takes it from future income; `reserved`: it was seen set aside. */
  readonly phase: 'sent' | 'waiting' | 'reserved' | 'succeeded' | 'failed';
}

/** A stretch of what was given back of one payment: from so much to so much. */
interface Stretch {
  readonly from: string;
  readonly to: string;
  readonly refundId?: string;
}

/** The refund that a total of LiqPay's tells of. */
export interface ToldRefund {
  readonly refundId?: string;
  readonly amount: bigint;
}

/** LiqPay shows a refund at once; one that left no trace for so long was never made. */
const TRACELESS_AFTER_MS = 3_600_000;

/** Nothing was sent under a claim without a record, so it need not be kept. */
const CLAIM_MS = 600_000;

const UNFINISHED = new Set<RefundRecord['phase']>(['sent', 'waiting', 'reserved']);

export const isUnfinished = ({ phase }: RefundRecord): boolean => UNFINISHED.has(phase);

export function toRefundSnapshot(record: RefundRecord): RefundSnapshot {
  const { refundId, orderId, amount, currency, phase } = record;
  return {
    reference: `${orderId}:${refundId}`,
    state: phase === 'succeeded' || phase === 'failed' ? phase : 'pending',
    amount: money(BigInt(amount), currency),
  };
}

export const refundIdOf = (reference: string): string => reference.slice(reference.lastIndexOf(':') + 1);

/** Where a refund stands, by what LiqPay says now about its payment. Without a sure sign it stays as it is. */
export function phaseAfter(record: RefundRecord, order: LiqPayOrder, now: Date): RefundRecord['phase'] {
  const given = refundedOf(order);
  const before = BigInt(record.before);
  if (!isUnfinished(record)) return record.phase;
  if (given >= before + BigInt(record.amount)) return 'succeeded';
  if (order.isReserved || order.status === 'wait_reserve') return 'reserved';
  const isUntouched = (order.status === 'success' || order.status === 'wait_compensation') && given === before;
  if (record.phase === 'reserved' && isUntouched) return 'failed';
  const isOld = now.getTime() - new Date(record.sentAt).getTime() > TRACELESS_AFTER_MS;
  return record.phase === 'sent' && isUntouched && given === 0n && isOld ? 'failed' : record.phase;
}

/** What was sent to be given back, in the installation's memory. One refund of a payment is under way at a time. */
export class RefundBook {
  constructor(private readonly storage: KeyValueStore) {}

  find(refundId: string): Promise<RefundRecord | undefined> {
    return this.storage.get<RefundRecord>(`refund:${refundId}`);
  }

  /** Takes the payment for one refund; answers whose it is now. */
  async claim(orderId: string, refundId: string): Promise<string> {
    const isMine = await this.storage.add(openKey(orderId), refundId, { ttlMs: CLAIM_MS });
    return isMine ? refundId : ((await this.storage.get<string>(openKey(orderId))) ?? this.claim(orderId, refundId));
  }

  /** Before anything is sent, so that a crash cannot make the same refund twice. */
  async begin(orderId: string, refundId: string, amount: Money, before: bigint, now: Date): Promise<RefundRecord> {
    const record: RefundRecord = {
      refundId,
      orderId,
      amount: amount.amount.toString(),
      currency: amount.currency,
      before: before.toString(),
      sentAt: now.toISOString(),
      phase: 'sent',
    };
    await this.storage.set(openKey(orderId), refundId);
    return this.write(record);
  }

  async move(record: RefundRecord, phase: RefundRecord['phase']): Promise<RefundRecord> {
    const moved = phase === record.phase ? record : await this.write({ ...record, phase });
    if (isUnfinished(moved)) return moved;
    if (phase === 'succeeded') await this.place(record.orderId, stretchOf(record));
    if ((await this.storage.get<string>(openKey(record.orderId))) === record.refundId) await this.release(record.orderId);
    return moved;
  }

  /** LiqPay has certainly not made it: the same refund may be asked for again. */
  async drop({ refundId, orderId }: RefundRecord): Promise<void> {
    await this.storage.delete(`refund:${refundId}`);
    await this.release(orderId);
  }

  release(orderId: string): Promise<void> {
    return this.storage.delete(openKey(orderId));
  }

  /** Which refund a callback speaks of that says how much was given back in all; none if that is known from a later one. */
  async told(orderId: string, total: bigint): Promise<ToldRefund | undefined> {
    const holder = await this.storage.get<string>(openKey(orderId));
    const open = holder === undefined ? undefined : await this.find(holder);
    const own = open && stretchOf(open);
    const stretch = await this.place(orderId, own?.to === total.toString() ? own : { from: '0', to: total.toString() });
    if (!stretch) return undefined;
    return {
      amount: BigInt(stretch.to) - BigInt(stretch.from),
      ...(stretch.refundId !== undefined && { refundId: stretch.refundId }),
    };
  }

  /** A log that only grows, one key for each entry: whoever tells of the same total twice, even at once, reads the same entry. */
  private async place(orderId: string, wanted: Stretch): Promise<Stretch | undefined> {
    const to = BigInt(wanted.to);
    let from = BigInt(wanted.from);
    let index = 0;
    for (;;) {
      const key = `refunded:${orderId}:${index}`;
      const entry = await this.storage.get<Stretch>(key);
      if (!entry) {
        const placed = { ...wanted, from: from.toString() };
        if (await this.storage.add(key, placed)) return placed;
        // Another callback took the place in this moment: read what it wrote.
        continue;
      }
      const [entryFrom, entryTo] = [BigInt(entry.from), BigInt(entry.to)];
      if (entryTo === to) return entry;
      if (entryFrom < to && to < entryTo) return undefined;
      if (from < entryTo && entryTo < to) from = entryTo;
      index += 1;
    }
  }

  private async write(record: RefundRecord): Promise<RefundRecord> {
    await this.storage.set(`refund:${record.refundId}`, record);
    return record;
  }
}

const openKey = (orderId: string): string => `refund-open:${orderId}`;

function stretchOf({ refundId, before, amount }: RefundRecord): Stretch {
  return { from: before, to: (BigInt(before) + BigInt(amount)).toString(), refundId };
}
