import type { z } from 'zod';
import type { Permission } from './identity.js';
import { ROUTES, type OperationId } from './routes.js';

/** Who may call: anyone, a signed-in customer, staff with a permission, any staff, or an operator of the platform. */
export type Access = 'public' | 'customer' | 'staff' | 'operator' | Permission;

export interface OperationSpec {
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly status: 200 | 201 | 202 | 204;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType | 'application/pdf';
  /** Codes of `PROBLEMS` that this call can end with, besides those that every call can. */
  readonly problems?: readonly string[];
  /** The call makes something: it takes an `Idempotency-Key` and answers a repetition with the first answer. */
  readonly idempotencyKey?: 'required' | 'accepted';
  /** Bytes that the body may have, where it is more than every call's. */
  readonly bodyLimit?: number;
}

export type Operation<Spec extends OperationSpec = OperationSpec> = Spec & {
  readonly operationId: OperationId;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
};

/** Joins what an operation takes and answers with its method and path. */
export function operation<const Spec extends OperationSpec>(operationId: OperationId, spec: Spec): Operation<Spec> {
  const [method, path] = ROUTES[operationId].split(' ') as [Operation['method'], string];
  return { ...spec, operationId, method, path };
}

type Part<Spec, Key extends 'params' | 'query' | 'body', Side extends 'in' | 'out'> = Spec extends {
  readonly [K in Key]: infer Schema extends z.ZodType;
}
  ? Side extends 'in'
    ? z.input<Schema>
    : z.output<Schema>
  : undefined;

/** What a handler gets, parsed. */
export interface Input<Spec> {
  readonly params: Part<Spec, 'params', 'out'>;
  readonly query: Part<Spec, 'query', 'out'>;
  readonly body: Part<Spec, 'body', 'out'>;
}

export type Body<Spec> = Part<Spec, 'body', 'in'>;
export type Query<Spec> = Part<Spec, 'query', 'in'>;
export type Answer<Spec> = Spec extends { readonly answer: infer Schema extends z.ZodType } ? z.output<Schema> : Uint8Array;
