import type { Input, OperationSpec } from '@hostwright/sdk/http';
import type { Tenant } from '../tenancy/index.js';
import type { Actor } from './actor.js';
import type { RouteFacts } from './route-facts.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The shop of the host name. */
    tenant?: Tenant | undefined;
    /** Who is calling. */
    actor?: Actor | undefined;
    /** Milliseconds of the process's own clock. */
    startedAt?: number | undefined;
    /** Kept by `routeFacts`. */
    facts?: RouteFacts | undefined;
    /** The body's text holds nothing that `findUnsafe` would have to look for. */
    isPlainBody?: boolean | undefined;
    /** Kept by `readInput`, so that it is parsed once. */
    parsedInput?: Input<OperationSpec> | undefined;
  }
}
