import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Sends the answers of one turn of the event loop together, at its end. Each write wakes whoever waits at the other end,
 * which costs more than the answer itself when the writes come one at a time; a turn of a busy server holds many.
 */
export class Turn {
  private waiting: Waiting[] = [];
  private curious: (() => void)[] = [];

  /** `onSent` hears of every answer when it is on its way; of a stream, when its end is. */
  constructor(private readonly onSent: (request: FastifyRequest, reply: FastifyReply) => void) {}

  /** Fastify's `onSend`. */
  readonly onSend = (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done): void => {
    if (this.waiting.push({ request, reply, payload, done }) === 1) setImmediate(this.end);
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
    for (const { done, payload } of sends) done(null, payload);
    for (const tell of tells) tell();
    for (const { request, reply, payload } of sends) {
      if (isStream(payload)) reply.raw.once('close', () => this.onSent(request, reply));
      else this.onSent(request, reply);
    }
  };
}

interface Waiting {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly payload: unknown;
  readonly done: Done;
}

type Done = (error: Error | null, payload: unknown) => void;

const isStream = (payload: unknown): boolean => typeof (payload as { pipe?: unknown } | null)?.pipe === 'function';
