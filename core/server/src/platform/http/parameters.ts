import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Tenant } from '../tenancy/index.js';
import type { Actor, CustomerActor, OperatorActor, StaffActor } from './actor.js';
import { readInput } from './read-input.js';

const requestOf = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();

/** `{ params, query, body }`, parsed by the operation's schemas: `@In() input: Input<typeof operations.signUp>`. */
export const In = createParamDecorator((_: unknown, context: ExecutionContext) => readInput(requestOf(context)));

/** The shop of the host name. */
export const CurrentTenant = createParamDecorator((_: unknown, context: ExecutionContext): Tenant =>
  tenantOf(requestOf(context)),
);

export const CurrentCustomer = createParamDecorator(
  (_: unknown, context: ExecutionContext) => actorOf(context, 'customer') as CustomerActor,
);
export const CurrentStaff = createParamDecorator(
  (_: unknown, context: ExecutionContext) => actorOf(context, 'staff') as StaffActor,
);
export const CurrentOperator = createParamDecorator(
  (_: unknown, context: ExecutionContext) => actorOf(context, 'operator') as OperatorActor,
);

/** Whoever is signed in on a route that needs nobody: `CustomerActor | undefined`. */
export const MaybeCustomer = createParamDecorator((_: unknown, context: ExecutionContext): CustomerActor | undefined => {
  const { actor } = requestOf(context);
  return actor?.kind === 'customer' ? actor : undefined;
});

export function tenantOf(request: FastifyRequest): Tenant {
  if (!request.tenant) throw new Error(`The route ${request.url.split('?')[0]} asks for a shop, but none was looked up for it`);
  return request.tenant;
}

function actorOf(context: ExecutionContext, kind: Actor['kind']): Actor {
  const { actor } = requestOf(context);
  if (actor?.kind !== kind) throw new Error(`A handler asks for a ${kind}, but its operation does not require one`);
  return actor;
}
