import type { Input, OperationSpec } from '@hostwright/sdk/http';
import type { Tenant } from '../tenancy/index.js';
import type { Actor } from './actor.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The shop of the host name. */
    tenant?: Tenant | undefined;
    /** Who is calling. */
    actor?: Actor | undefined;
    /** Kept by `readInput`, so that it is parsed once. */
    parsedInput?: Input<OperationSpec> | undefined;
  }
}
