import { createHash } from 'node:crypto';

/**
 * Names bookings by what they are, so that the same booking has the same name in every statement that holds it. Two that
 * are alike to the letter, in one file, are told apart by their order.
 */
export class BookingIds {
  private readonly seen = new Map<string, number>();

  constructor(private readonly format: string) {}

  next(...parts: readonly string[]): string {
    const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
    const count = (this.seen.get(digest) ?? 0) + 1;
    this.seen.set(digest, count);
    return `${this.format}-${digest}${count === 1 ? '' : `-${count}`}`;
  }
}
