import { applyDecorators, HttpCode, RequestMapping, RequestMethod, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { Operation as OperationContract } from '@hostwright/sdk/http';
import { IdempotencyInterceptor, RepeatInOneTransaction } from './idempotency.interceptor.js';
import type { PublicOptions } from './route-facts.js';

export interface OperationOptions {
  /**
   * The handler does all its work in the database and calls nobody outside. Its `Idempotency-Key` is then kept in the
   * same transaction as its effects: both or neither, and repetitions wait for each other in the database.
   */
  readonly oneTransaction?: boolean;
}

/** Binds a handler to an operation of the contract: route, status, access, schemas, repetition. */
export function Operation(operation: OperationContract, options: OperationOptions = {}): MethodDecorator {
  const decorators = [
    RequestMapping({ method: RequestMethod[operation.method], path: operation.path }),
    HttpCode(operation.status),
    RouteConfig({ operation }),
  ];
  if (operation.idempotencyKey)
    decorators.push(UseInterceptors(options.oneTransaction ? RepeatInOneTransaction : IdempotencyInterceptor));
  return applyDecorators(...decorators);
}

/** A route that is no operation of the API: a page, a probe, a webhook. Anyone may call it. */
export const Public = (options: PublicOptions = {}): MethodDecorator & ClassDecorator => RouteConfig({ public: options });
