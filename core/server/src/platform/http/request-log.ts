import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { HTTP_LOG } from './http-log.js';
import { elapsedMs, routeFacts } from './route-facts.js';

/** One line for each request: who asked what, how it ended, how long it took. Never a body, a header or a query. */
@Injectable()
export class RequestLog {
  constructor(@Inject(HTTP_LOG) private readonly log: Logger) {}

  write(request: FastifyRequest, reply: FastifyReply): void {
    const level = reply.statusCode >= 500 ? 'warn' : 'info';
    if (!this.log.isLevelEnabled(level)) return;
    const { tenant, actor } = request;
    this.log[level]({
      requestId: request.id,
      tenantId: tenant?.id,
      actor: actor && `${actor.kind}:${actor.id}`,
      operation: routeFacts(request).operation?.operationId,
      method: request.method,
      path: request.url.split('?')[0],
      status: reply.statusCode,
      durationMs: Math.round(elapsedMs(request) * 10) / 10,
      address: request.ip,
    });
  }
}
