import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Sends the answers of one turn of the event loop together, at its end. Each write wakes whoever waits at the other end,
 * which costs more than the answer itself when the writes come one at a time; a turn of a busy server holds many.
 */
export class Turn {
  private waiting: (() => void)[] = [];

  /** Fastify's `onSend`. */
  readonly onSend = (_request: FastifyRequest, _reply: FastifyReply, payload: unknown, done: Done): void => {
    if (this.waiting.push(() => done(null, payload)) === 1) setImmediate(this.end);
  };

  private readonly end = (): void => {
    const ready = this.waiting;
    this.waiting = [];
    for (const send of ready) send();
  };
}

type Done = (error: Error | null, payload: unknown) => void;
