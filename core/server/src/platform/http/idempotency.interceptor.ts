import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from '@hostwright/sdk/http';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { AnswerCheck } from './answer-check.js';
import { Idempotency, type KeptAnswer, type Outcome } from './idempotency.js';
import { type Intent, readIntent } from './idempotency-key.js';
import { tenantOf } from './parameters.js';
import { readInput } from './read-input.js';
import { routeFacts } from './route-facts.js';

type Remember = (tenantId: string, intent: Intent, work: () => Promise<KeptAnswer>) => Promise<Outcome>;

/** Answers a repetition with the first answer. The request is read first: what is not even valid takes no key. */
abstract class Repeat implements NestInterceptor {
  constructor(private readonly check: AnswerCheck) {}

  protected abstract readonly remember: Remember;

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return from(this.answer(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), next));
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const operation = routeFacts(request).operation!;
    const intent = readIntent(request, operation, readInput(request));
    const handle = (): Promise<unknown> => lastValueFrom(next.handle());
    if (!intent) return handle();
    const work = async (): Promise<KeptAnswer> => ({ status: operation.status, body: this.write(operation, await handle()) });
    const { answer, isReplay } = await this.remember(tenantOf(request).id, intent, work);
    if (isReplay) reply.header('idempotent-replay', 'true');
    reply.code(answer.status).header('content-type', 'application/json; charset=utf-8');
    return answer.body;
  }

  private write(operation: Operation, answer: unknown): string {
    this.check.assert(operation, answer);
    return JSON.stringify(answer);
  }
}

@Injectable()
export class IdempotencyInterceptor extends Repeat {
  protected readonly remember: Remember;

  constructor(idempotency: Idempotency, check: AnswerCheck) {
    super(check);
    this.remember = (...intent) => idempotency.aroundCalls(...intent);
  }
}

@Injectable()
export class RepeatInOneTransaction extends Repeat {
  protected readonly remember: Remember;

  constructor(idempotency: Idempotency, check: AnswerCheck) {
    super(check);
    this.remember = (...intent) => idempotency.inOneTransaction(...intent);
  }
}
