import { signal } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';

/** One thing that is read from the server: what it is, or why it is not there. The last question wins. */
export class Reading<T> {
  private readonly latest = signal<T | undefined>(undefined);
  private readonly refused = signal<ApiProblem | undefined>(undefined);
  private turn = 0;

  readonly value = this.latest.asReadonly();
  readonly problem = this.refused.asReadonly();

  /** What is shown stays until the answer is here, so that a refresh does not blink. */
  async read(question: () => Promise<T>): Promise<void> {
    const turn = ++this.turn;
    try {
      const value = await question();
      if (turn !== this.turn) return;
      this.latest.set(value);
      this.refused.set(undefined);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (turn === this.turn) this.refused.set(error);
    }
  }

  forget(): void {
    this.turn++;
    this.latest.set(undefined);
    this.refused.set(undefined);
  }
}
