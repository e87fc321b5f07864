export type Trouble =
  | { readonly kind: 'lost' | 'failed' | 'page' }
  | { readonly kind: 'slow-down'; readonly seconds: number }
  | { readonly kind: 'exit'; readonly code: number; readonly acts: boolean };

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

  /** The next change is made, and its command ends with this code all the same: a service did not restart. */
  exitAfterNext(code: number): void {
    this.change = { kind: 'exit', code, acts: true };
  }

  /** The next change is not made; its command ends with this code. */
  refuseNext(code: number): void {
    this.change = { kind: 'exit', code, acts: false };
  }

  /** The next question is answered with a page of HTML. */
  showPageNext(): void {
    this.read = { kind: 'page' };
  }

  next(isRead: boolean): Trouble | undefined {
    const trouble = isRead ? this.read : this.change;
    if (isRead) this.read = undefined;
    else this.change = undefined;
    return trouble;
  }
}
