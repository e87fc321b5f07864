import './fastify-request.js';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../config/index.js';
import { type Tenant, Tenants } from '../tenancy/index.js';
import { bearerToken, requireAccess } from './access.js';
import { Authentication } from './actor.js';
import { changesState, corsHeaders, judgeOrigin, keyFits, type OriginPolicy, preflightHeaders } from './cors.js';
import { Problem } from './problem.js';
import { rateHeaders, RateLimits, tighter } from './rate-limits.js';
import type { RateVerdict } from './rate-window.js';
import { readInput } from './read-input.js';
import { Readiness } from './readiness.js';
import { routeFacts } from './route-facts.js';

/**
 * What every request passes before its body is read: is the server staying, whose shop is it, may this site call, how
 * often, who is it, may they.
 */
@Injectable()
export class Gate {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly tenants: Tenants,
    private readonly authentication: Authentication,
    private readonly limits: RateLimits,
    private readonly readiness: Readiness,
  ) {}

  /** Fastify's `onRequest`. Where the shop is at hand and nobody claims to be somebody, it waits for nothing. */
  readonly onRequest = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    if (this.readiness.isStopping) reply.header('connection', 'close');
    const isForShop = needsTenant(request);
    const shop = isForShop ? this.tenants.atHand(hostOf(request)) : undefined;
    if (request.headers.authorization !== undefined || (isForShop && !shop)) {
      this.ask(isForShop, request, reply).then(isAnswered => void (isAnswered || done()), done);
      return;
    }
    try {
      if (this.admit(shop && open(shop), request, reply).isAnswered) return;
      judge(request, false);
    } catch (error) {
      return done(error as Error); // a refusal; the framework takes it as an argument
    }
    done();
  };

  /**
   * Fastify's `preHandler`: the account that somebody wants to get into is known only now. What an operation does not
   * take is refused even where its handler reads nothing.
   */
  readonly preHandler = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    const { operation } = routeFacts(request);
    if (!operation) return done();
    const email = (request.body as { email?: unknown } | null | undefined)?.email;
    const verdict = email === undefined ? undefined : this.limits.account(operation.operationId, request.tenant?.id, email);
    done((verdict && refusal(verdict, reply)) ?? unreadable(request));
  };

  /** Looks up the shop, and who is calling. True when the request is answered with that. */
  private async ask(isForShop: boolean, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const tenant = isForShop ? open(await this.tenants.byHost(hostOf(request))) : undefined;
    const { isAnswered, arrival } = this.admit(tenant, request, reply);
    if (isAnswered || !isApi(request)) return isAnswered;
    const { operation } = routeFacts(request);
    const token = bearerToken(request.headers.authorization);
    if (token !== undefined && operation) request.actor = await this.authentication.authenticate(token, tenant?.id);
    if (request.actor) {
      const signedIn = this.limits.signedIn(request.actor.id, operation?.operationId);
      if (signedIn && (!arrival || tighter(signedIn, arrival))) allow(signedIn, reply);
    }
    judge(request, token !== undefined);
    return false;
  }

  /** May this site call, and how often. */
  private admit(tenant: Tenant | undefined, request: FastifyRequest, reply: FastifyReply): Admission {
    request.tenant = tenant;
    if (!isApi(request)) return ADMITTED;
    reply.header('vary', 'Origin').header('cache-control', 'no-store');
    const { origin } = request.headers;
    if (origin !== undefined && this.origin(origin, request, reply)) return { isAnswered: true };
    const { operation } = routeFacts(request);
    const arrival = this.limits.arrival({ address: request.ip, tenantId: tenant?.id, operationId: operation?.operationId });
    if (!arrival) return ADMITTED;
    allow(arrival, reply);
    return { isAnswered: false, arrival };
  }

  private origin(origin: string, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    const policy = this.policy(request);
    const verdict = judgeOrigin(origin, policy);
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (verdict === 'unlisted') {
      if (isPreflight || changesState(request.method)) throw new Problem('origin-not-allowed');
      return undefined;
    }
    if (isPreflight) return reply.code(204).headers(preflightHeaders(origin)).send();
    reply.headers(corsHeaders(origin));
    if (verdict === 'listed' && !keyFits(origin, request.headers['x-hostwright-key'], policy))
      throw new Problem('origin-not-allowed');
    return undefined;
  }

  private policy({ tenant, host, url }: FastifyRequest): OriginPolicy {
    const asked = `${this.config.publicScheme}://${host}`;
    return { own: tenant ? [tenant.url, asked] : [asked], keys: tenant?.keys ?? [], foreign: url.startsWith('/api/store/') };
  }
}

/** Parts that belong to the platform; their host may be any. */
const WITHOUT_TENANT = ['/api/platform', '/api/docs', '/api/openapi.json', '/problems', '/health', '/metrics', '/hooks'].map(
  exact => ({ exact, below: `${exact}/` }),
);

function needsTenant(request: FastifyRequest): boolean {
  if (routeFacts(request).public?.tenant === false) return false;
  const end = request.url.indexOf('?');
  const path = end === -1 ? request.url : request.url.slice(0, end);
  return !WITHOUT_TENANT.some(({ exact, below }) => path.startsWith(below) || path === exact);
}

const isApi = (request: FastifyRequest): boolean => request.url.startsWith('/api/');

/** HTTP/1.0 knows no Host. */
const hostOf = (request: FastifyRequest): string => (request.host as string | undefined) ?? '';

/** The shop, if it is there for customers. */
function open(tenant: Tenant | undefined): Tenant {
  if (!tenant || tenant.state === 'closed') throw new Problem('unknown-host');
  if (tenant.state === 'suspended') throw new Problem('shop-suspended');
  return tenant;
}

interface Admission {
  /** A preflight is answered on the spot. */
  readonly isAnswered: boolean;
  readonly arrival?: RateVerdict;
}

const ADMITTED: Admission = { isAnswered: false };

/** May they. */
function judge(request: FastifyRequest, hadToken: boolean): void {
  const { operation } = routeFacts(request);
  if (operation && isApi(request)) requireAccess(operation.access, request.actor, hadToken);
}

function allow(verdict: RateVerdict | undefined, reply: FastifyReply): void {
  if (!verdict) return;
  const problem = refusal(verdict, reply);
  if (problem) throw problem;
}

/** What is wrong with the input; the framework takes it as an argument, not as a throw. */
function unreadable(request: FastifyRequest): Problem | undefined {
  try {
    readInput(request);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function refusal(verdict: RateVerdict, reply: FastifyReply): Problem | undefined {
  reply.headers(rateHeaders(verdict));
  return verdict.allowed ? undefined : new Problem('too-many-requests', undefined, { retryAfterSeconds: verdict.resetSeconds });
}
