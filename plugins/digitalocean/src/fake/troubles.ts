export type Trouble =
  | { readonly kind: 'lost' | 'failed' | 'page' }
  | { readonly kind: 'slow-down'; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'refusal'; readonly status: number; readonly id: string; readonly message: string };

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
  slowDownNext(headers: Readonly<Record<string, string>>): void {
    this.change = { kind: 'slow-down', headers };
  }

  /** The next change is not made, for this reason. */
  refuseNext(status: number, id: string, message: string): void {
    this.change = { kind: 'refusal', status, id, message };
  }

  /** The next question is answered with 502 and a page of HTML. */
  failNextRead(): void {
    this.read = { kind: 'page' };
  }

  next(method: string): Trouble | undefined {
    const trouble = method === 'GET' ? this.read : this.change;
    if (method === 'GET') this.read = undefined;
    else this.change = undefined;
    return trouble;
  }
}
