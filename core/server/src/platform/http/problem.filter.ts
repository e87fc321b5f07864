import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Optional } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { HTTP_LOG } from './http-log.js';
import { Problem } from './problem.js';
import { problemBody, toProblem } from './problem-answer.js';
import { problemPage } from './problem-page.js';
import { ProblemPages } from './problem-pages.js';
import { RouteTable } from './route-table.js';

/** Every refusal and every fault of every route ends here. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(HTTP_LOG) private readonly log: Logger,
    private readonly routes: RouteTable,
    @Optional() private readonly pages?: ProblemPages,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    void this.send(request, reply, this.understand(error, request));
  }

  private understand(error: unknown, request: FastifyRequest): Problem {
    const problem = toProblem(error);
    if (problem) return problem.code === 'not-found' ? this.missing(request, problem) : problem;
    this.log.error(
      { requestId: request.id, tenantId: request.tenant?.id, route: request.routeOptions.url, err: error },
      'A request failed',
    );
    return new Problem('internal-error', 'Tell us the number of this request and we will find out');
  }

  /** An address that takes other methods is not missing. */
  private missing(request: FastifyRequest, problem: Problem): Problem {
    if (!request.is404) return problem;
    const allowed = this.routes.methodsAt(request.url);
    return allowed.length > 0 ? new Problem('method-not-allowed', undefined, { allow: allowed }) : problem;
  }

  private send(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
    const { retryAfterSeconds, allow } = problem.extra;
    reply.code(problem.status).removeHeader('etag').header('cache-control', 'no-store');
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    if (Array.isArray(allow)) reply.header('allow', allow.join(', '));
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    if (wantsPage(request)) return this.sendPage(request, reply, problem);
    return reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problemBody(problem, request.id)));
  }

  /** In the shop's own clothes where that can be done; whatever is wrong with those must not hide the problem itself. */
  private sendPage(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
    try {
      const page = this.pages?.page(request, problem);
      if (page) return reply.header('content-security-policy', page.policy).type('text/html; charset=utf-8').send(page.html);
    } catch (error) {
      this.log.error(
        { requestId: request.id, tenantId: request.tenant?.id, err: error },
        'The page of a problem could not be drawn',
      );
    }
    return problemPage(request, reply, problem);
  }
}

/** A person who followed a link gets words, not JSON. */
function wantsPage(request: FastifyRequest): boolean {
  return !/^\/(api|hooks|health|metrics|live)(\/|$|\?)/.test(request.url) && (request.headers.accept ?? '').includes('text/html');
}
