import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Charge, Refund } from './charge.js';

export interface Remembered {
  readonly bodyHash: string;
  readonly id: string;
}

interface Snapshot {
  readonly charges: readonly Charge[];
  readonly refunds: readonly Refund[];
  readonly keys: readonly (readonly [string, Remembered])[];
}

/** What the sandbox remembers; with a file, also after a restart. */
export class ChargeBook {
  private readonly charges = new Map<string, Charge>();
  private readonly refunds = new Map<string, Refund>();
  private readonly keys = new Map<string, Remembered>();

  constructor(private readonly file: string | undefined) {
    if (file === undefined || !existsSync(file)) return;
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
    for (const charge of kept.charges) this.charges.set(charge.id, charge);
    for (const refund of kept.refunds) this.refunds.set(refund.id, refund);
    for (const [key, remembered] of kept.keys) this.keys.set(key, remembered);
  }

  all(): readonly Charge[] {
    return [...this.charges.values()];
  }

  charge(id: string): Charge | undefined {
    return this.charges.get(id);
  }

  refund(id: string): Refund | undefined {
    return this.refunds.get(id);
  }

  byPayment(paymentId: string, account?: string): readonly Charge[] {
    return this.all().filter(
      charge => charge.metadata['payment_id'] === paymentId && (account === undefined || charge.account === account),
    );
  }

  put(charge: Charge): Charge {
    this.charges.set(charge.id, charge);
    this.save();
    return charge;
  }

  putRefund(refund: Refund): Refund {
    this.refunds.set(refund.id, refund);
    this.save();
    return refund;
  }

  /** What a key of an account was used for; the same key with another body is a mistake of the caller. */
  recall(account: string, key: string): Remembered | undefined {
    return this.keys.get(`${account}/${key}`);
  }

  remember(account: string, key: string, body: string, id: string): void {
    this.keys.set(`${account}/${key}`, { bodyHash: hashOf(body), id });
    this.save();
  }

  private save(): void {
    if (this.file === undefined) return;
    const snapshot: Snapshot = {
      charges: this.all(),
      refunds: [...this.refunds.values()],
      keys: [...this.keys],
    };
    writeFileSync(`${this.file}.new`, JSON.stringify(snapshot));
    renameSync(`${this.file}.new`, this.file);
  }
}

export const hashOf = (body: string): string => createHash('sha256').update(body).digest('hex');

export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
