import type { FastifyRequest } from 'fastify';
import type { Operation } from '@hostwright/sdk/http';

export interface PublicOptions {
  /** The handler gets the bytes of the body, whatever their type. */
  readonly rawBody?: boolean;
  /** False where the route serves the platform rather than a shop; no host name is asked for then. */
  readonly tenant?: boolean;
}

/** What a route says about itself: exactly one of the two, or the server does not start. */
export interface RouteFacts {
  readonly operation?: Operation;
  readonly public?: PublicOptions;
}

/** Since the request was let in. */
export const elapsedMs = ({ startedAt }: FastifyRequest): number => (startedAt === undefined ? 0 : performance.now() - startedAt);

/** Asked for at every station of a request; the framework would put its answer together anew each time. */
export const routeFacts = (request: FastifyRequest): RouteFacts => (request.facts ??= request.routeOptions.config as RouteFacts);
