import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Sends the answers of one turn of the event loop together, at its end. Each write wakes whoever waits at the other end,
 * which costs more than the answer itself when the writes come one at a time; a turn of a busy server holds many.
 */
export class Turn {
  private waiting: (() => void)[] = [];
  private curious: (() => void)[] = [];

  /** Fastify's `onSend`. */
  readonly onSend = (_request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done): void => {
    if (this.waiting.push(() => done(null, payload)) === 1) setImmediate(this.end);
    // Whoever awaits the reply waits for its end, for which Fastify would listen to four events of its stream.
    if (typeof payload === 'string') (reply as { then: unknown }).then = this.whenSent;
  };

  private readonly whenSent = (tell: () => void): void => {
    if (this.waiting.length === 0) tell();
    else this.curious.push(tell);
  };

  private readonly end = (): void => {
    const [sends, tells] = [this.waiting, this.curious];
    [this.waiting, this.curious] = [[], []];
    for (const send of sends) send();
    for (const tell of tells) tell();
  };
}

type Done = (error: Error | null, payload: unknown) => void;
