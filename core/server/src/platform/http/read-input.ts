import './fastify-request.js';
import type { FastifyRequest } from 'fastify';
import type { Input, Operation, OperationSpec } from '@hostwright/sdk/http';
import type { z } from 'zod';
import { fieldErrors } from './field-errors.js';
import { type FieldError, Problem } from './problem.js';
import { routeFacts } from './route-facts.js';
import { findUnsafe } from './unsafe-value.js';

export type AnyInput = Input<OperationSpec>;

/** The request as its operation's schemas read it; parsed once, however often it is asked for. */
export function readInput(request: FastifyRequest): AnyInput {
  const { operation } = routeFacts(request);
  if (!operation) throw new Error(`${request.routeOptions.url} is no operation and has no input`);
  return (request.parsedInput ??= parseInput(operation, request));
}

/** Throws `invalid-input` with every field that is wrong, wherever it stood. */
export function parseInput(
  operation: Operation,
  raw: { params: unknown; query: unknown; body: unknown; isPlainBody?: boolean | undefined },
): AnyInput {
  const errors: FieldError[] = [];
  const part = (name: 'params' | 'query' | 'body', schema: z.ZodType | undefined): unknown => {
    const value = raw[name];
    const unsafe = name === 'body' && raw.isPlainBody ? undefined : findUnsafe(value);
    if (unsafe) errors.push(unsafe);
    else if (schema) return check(schema, value, errors);
    else refuseAnything(name, value, errors);
    return undefined;
  };
  const input = {
    params: part('params', operation.params),
    query: part('query', operation.query),
    body: part('body', operation.body),
  };
  if (errors.length > 0) throw new Problem('invalid-input', undefined, { errors });
  return input as AnyInput;
}

function check(schema: z.ZodType, value: unknown, errors: FieldError[]): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  errors.push(...fieldErrors(result.error));
  return undefined;
}

/** An operation without a schema for a part takes none of it. An empty object says nothing and harms nobody. */
function refuseAnything(name: string, value: unknown, errors: FieldError[]): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'object') return void errors.push({ field: name, code: 'unexpected', message: 'must be left out' });
  for (const key of Object.keys(value)) errors.push({ field: key, code: 'unrecognized_keys', message: 'is not a field of this' });
}
