import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions, RouteOptions } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CONFIG, type Config } from '../config/index.js';
import { AnswerCheck } from './answer-check.js';
import { addBodyParsers, BODY_LIMIT } from './body-parser.js';
import { conditional } from './etag.js';
import { Gate } from './gate.js';
import { HttpMetrics } from './metrics.js';
import { Problem } from './problem.js';
import { problemBody } from './problem-answer.js';
import { requestId } from './request-id.js';
import { RequestLog } from './request-log.js';
import type { RouteFacts } from './route-facts.js';
import { misroutedOperations, RouteTable, undeclaredRoutes } from './route-table.js';
import { securityHeaders } from './security-headers.js';
import { Turn } from './turn.js';

/** What the Fastify adapter is made with: `new HttpAdapter(fastifyOptions(config))`, and `bodyParser: false` for Nest. */
export function fastifyOptions(config: Pick<Config, 'trustProxy'>): FastifyServerOptions & { skipMiddie: boolean } {
  return {
    trustProxy: config.trustProxy,
    bodyLimit: BODY_LIMIT,
    genReqId: requestId,
    requestIdHeader: false,
    logger: false,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    skipMiddie: true,
    frameworkErrors: (_, request, reply) => void refuseAddress(request, reply),
  };
}

/** Puts everything around the routes. Call it after `NestFactory.create` and before `init` or `listen`. */
export async function prepareHttp(app: NestFastifyApplication): Promise<void> {
  const instance = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const { page, data } = securityHeaders(app.get<Config>(CONFIG));
  const gate = app.get(Gate);
  const log = app.get(RequestLog);
  const metrics = app.get(HttpMetrics);
  const check = app.get(AnswerCheck);
  const routes = app.get(RouteTable);

  for (const property of ['tenant', 'actor', 'parsedInput', 'facts', 'isPlainBody', 'startedAt'])
    instance.decorateRequest(property, undefined);
  addBodyParsers(instance);
  instance.addHook('onRoute', route => {
    routes.onRoute(route);
    dress(route, check);
  });
  instance.addHook('onRequest', (request, reply, done) => {
    request.startedAt = performance.now();
    reply.headers(request.url.startsWith('/api/') ? data : page).header('x-request-id', request.id);
    gate.onRequest(request, reply, done);
  });
  instance.addHook('preHandler', gate.preHandler);
  const turn = new Turn((request, reply) => {
    metrics.observe(request, reply);
    log.write(request, reply);
  });
  instance.addHook('onSend', turn.onSend);
}

/** Refuses to go on with a route that says neither which operation it is nor that it is public. Call it after `init`. */
export function checkRoutes(app: NestFastifyApplication, filePrefixes: readonly string[] = []): void {
  const undeclared = undeclaredRoutes(app.get(RouteTable).all(), filePrefixes);
  if (undeclared.length > 0) throw new Error(`Routes with neither an operation nor @Public(): ${undeclared.join(', ')}`);
}

/** Refuses to go on while an operation of the contract has no route, or two. Call it after `init`. */
export function checkOperations(app: NestFastifyApplication): void {
  const wrong = misroutedOperations(app.get(RouteTable).all());
  if (wrong.length > 0) throw new Error(`Operations of the contract: ${wrong.join(', ')}`);
}

/** An address that the router cannot even decode reaches no hook and no filter. */
function refuseAddress(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = Problem.field('path', 'The address is not well-formed', 'malformed');
  reply.code(problem.status).header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
  return reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problemBody(problem, request.id)));
}

/** Hooks that only some routes need, so that the others do not pay for them. */
function dress(route: RouteOptions, check: AnswerCheck): void {
  const { operation } = (route.config ?? {}) as RouteFacts;
  if (!operation) return;
  if (operation.bodyLimit !== undefined) route.bodyLimit = operation.bodyLimit;
  if (operation.method === 'GET' && operation.access === 'public' && operation.tag === 'shop') route.onSend = conditional;
  if (!check.isOn) return;
  route.preSerialization = (_request: FastifyRequest, reply: FastifyReply, payload: unknown, done) => {
    try {
      if (reply.statusCode < 400) check.assert(operation, payload);
      done(null, payload);
    } catch (error) {
      // A breach of the contract; the framework takes it as an argument.
      done(error as Error);
    }
  };
}
