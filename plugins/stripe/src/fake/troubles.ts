export type Trouble =
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'slow-down'; readonly headers: Readonly<Record<string, string>> };

/** Calls that move money, or are about to. */
const MONEY = /^\/v1\/(checkout\/sessions|payment_intents|refunds)(\/|$)/;

/** What goes wrong next, as a test has ordered it; each order holds for one request. */
export class Troubles {
  private change: Trouble | undefined;
  private read: Trouble | undefined;

  /** The next call about money is done, and the line is cut before its answer. */
  loseNextAnswer(): void {
    this.change = { kind: 'lost' };
  }

  /** The next call about money is done, and answered with 500. */
  failAfterNext(): void {
    this.change = { kind: 'failed' };
  }

  /** The next call about money is not done: too many requests. */
  slowDownNext(seconds: number): void {
    this.change = { kind: 'slow-down', headers: { 'retry-after': String(seconds) } };
  }

  /** The next question is answered with 500. */
  failNextRead(): void {
    this.read = { kind: 'failed' };
  }

  nextChange(path: string): Trouble | undefined {
    if (!MONEY.test(path)) return undefined;
    const trouble = this.change;
    this.change = undefined;
    return trouble;
  }

  nextRead(): Trouble | undefined {
    const trouble = this.read;
    this.read = undefined;
    return trouble;
  }
}
