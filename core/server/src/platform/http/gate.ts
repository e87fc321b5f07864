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

  /** Fastify's `onRequest`. */
  readonly onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> => {
    if (this.readiness.isStopping) reply.header('connection', 'close');
    const path = pathOf(request.url);
    if (this.needsTenant(path, request)) request.tenant = await this.tenantOf(request);
    if (!path.startsWith('/api/')) return;
    reply.header('vary', 'Origin').header('cache-control', 'no-store');
    const { origin } = request.headers;
    if (origin !== undefined) {
      const answered = this.origin(origin, path, request, reply);
      if (answered) return answered;
    }
    await this.caller(request, reply);
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

  private needsTenant(path: string, request: FastifyRequest): boolean {
    if (routeFacts(request).public?.tenant === false) return false;
    return !WITHOUT_TENANT.some(prefix => path === prefix || path.startsWith(`${prefix}/`));
  }

  private async tenantOf(request: FastifyRequest): Promise<Tenant> {
    // HTTP/1.0 knows no Host.
    const tenant = await this.tenants.byHost((request.host as string | undefined) ?? '');
    if (!tenant || tenant.state === 'closed') throw new Problem('unknown-host');
    if (tenant.state === 'suspended') throw new Problem('shop-suspended');
    return tenant;
  }

  private origin(origin: string, path: string, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    const policy = this.policy(path, request);
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

  private policy(path: string, { tenant, host }: FastifyRequest): OriginPolicy {
    const asked = `${this.config.publicScheme}://${host}`;
    return { own: tenant ? [tenant.url, asked] : [asked], keys: tenant?.keys ?? [], foreign: path.startsWith('/api/store/') };
  }

  private async caller(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { operation } = routeFacts(request);
    const tenantId = request.tenant?.id;
    const arrival = this.limits.arrival({ address: request.ip, tenantId, operationId: operation?.operationId });
    allow(arrival, reply);
    const token = bearerToken(request.headers.authorization);
    if (token !== undefined && operation) request.actor = await this.authentication.authenticate(token, tenantId);
    if (request.actor) {
      const signedIn = this.limits.signedIn(request.actor.id, operation?.operationId);
      if (signedIn && (!arrival || tighter(signedIn, arrival))) allow(signedIn, reply);
    }
    if (operation) requireAccess(operation.access, request.actor, token !== undefined);
  }
}

/** Parts that belong to the platform; their host may be any. */
const WITHOUT_TENANT = ['/api/platform', '/api/docs', '/api/openapi.json', '/problems', '/health', '/metrics', '/hooks'];

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
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
