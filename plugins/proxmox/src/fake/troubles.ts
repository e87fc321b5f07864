import type { ServerResponse } from 'node:http';

type Trouble =
  | { readonly kind: 'lost' }
  | { readonly kind: 'after'; readonly status: number; readonly message: string }
  | { readonly kind: 'instead'; readonly status: number; readonly message: string };

/** Misfortunes that a test orders for the next change that it asks for. */
export class Troubles {
  private readonly ordered: Trouble[] = [];

  /** It is done, and the connection breaks before the answer. */
  loseNextAnswer(): void {
    this.ordered.push({ kind: 'lost' });
  }

  /** It is done, and answered with this: 500 of something in front, 596 of another node. */
  answerAfterActing(status: number, message: string): void {
    this.ordered.push({ kind: 'after', status, message });
  }

  /** It is not done. */
  answerInstead(status: number, message: string): void {
    this.ordered.push({ kind: 'instead', status, message });
  }

  next(verb: string): Trouble | undefined {
    return verb === 'GET' ? undefined : this.ordered.shift();
  }
}

export function breakOff(response: ServerResponse): void {
  response.socket?.destroy();
}
