import { signal } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';

/** Something staff ask the server to do: one at a time, and the refusal is kept for the screen. */
export class Attempt {
  private readonly running = signal(false);
  private readonly refused = signal<ApiProblem | undefined>(undefined);

  readonly isBusy = this.running.asReadonly();
  readonly problem = this.refused.asReadonly();

  /** The answer, or undefined when it was refused or another attempt is on its way. */
  async run<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
    if (this.running()) return undefined;
    this.running.set(true);
    this.refused.set(undefined);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.refused.set(error);
      return undefined;
    } finally {
      this.running.set(false);
    }
  }

  forget(): void {
    this.refused.set(undefined);
  }
}

/**
 * An attempt that must have its effect once. The key stays the same until the server has given a clear answer, so asking
 * again after a lost answer cannot do the thing twice; another body is another intent and gets another key.
 */
export class OnceAttempt {
  private readonly attempt = new Attempt();
  private intent: { readonly key: string; readonly body: string } | undefined;

  readonly isBusy = this.attempt.isBusy;
  readonly problem = this.attempt.problem;

  constructor(private readonly newKey: () => string = () => crypto.randomUUID()) {}

  async run<Body, Answer>(
    body: Body,
    send: (body: Body, idempotencyKey: string) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    if (this.isBusy()) return undefined;
    const written = JSON.stringify(body);
    if (this.intent?.body !== written) this.intent = { key: this.newKey(), body: written };
    const { key } = this.intent;
    const answer = await this.attempt.run(() => send(body, key));
    const problem = this.problem();
    if (!problem || isClear(problem)) this.intent = undefined;
    return answer;
  }
}

/** The server has surely decided; without an answer, or while it is still busy with the first request, it may not have. */
function isClear(problem: ApiProblem): boolean {
  return problem.status >= 400 && problem.status < 500 && problem.code !== 'request-in-progress' && problem.status !== 429;
}
