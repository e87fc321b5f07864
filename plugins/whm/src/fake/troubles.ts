export type Trouble =
  | { readonly kind: 'lost' | 'failed' | 'page' | 'denied' }
  | { readonly kind: 'slow-down'; readonly seconds: number }
  | { readonly kind: 'refusal'; readonly reason: string };

/** What goes wrong next, as somebody has ordered it; each order holds for one request. */
export class Troubles {
  private change: Trouble | undefined;
  private read: Trouble | undefined;

  /** The next change is made, and the line is cut before its answer. */
  loseNextAnswer(): void {
    this.change = { kind: 'lost' };
  }

  /** The next change is made, and answered with 500. */
  failAfterNext(): void {
    this.change = { kind: 'failed' };
  }

  /** The next change is not made: too many requests. */
  slowDownNext(seconds: number): void {
    this.change = { kind: 'slow-down', seconds };
  }

  /** The next change is not made, and WHM says why, with status 200. */
  refuseNext(reason: string): void {
    this.change = { kind: 'refusal', reason };
  }

  /** The next question is answered with a page of HTML, and status 200. */
  showPageNext(): void {
    this.read = { kind: 'page' };
  }

  /** The next question is answered as by WHM's door-keeper: without metadata. */
  denyNext(): void {
    this.read = { kind: 'denied' };
  }

  next(isRead: boolean): Trouble | undefined {
    const trouble = isRead ? this.read : this.change;
    if (isRead) this.read = undefined;
    else this.change = undefined;
    return trouble;
  }
}
