import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Operation } from '@hostwright/sdk/http';
import type { Actor } from './actor.js';
import { addressKey } from './address-key.js';
import { Problem } from './problem.js';
import type { AnyInput } from './read-input.js';

/** One intent of one caller: under the same key the same request, or none. */
export interface Intent {
  readonly subject: string;
  readonly key: string;
  readonly operationId: string;
  /** Of the operation, the ids in its path and the body, so that a key cannot be carried over to anything else. */
  readonly hash: string;
}

const HEADER = 'idempotency-key';

/** The intent that the request declares; undefined where the key is optional and absent. */
export function readIntent(request: FastifyRequest, operation: Operation, input: AnyInput): Intent | undefined {
  const key = request.headers[HEADER];
  if (key === undefined) {
    if (operation.idempotencyKey === 'required') throw new Problem('idempotency-key-missing');
    return undefined;
  }
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,200}$/.test(key)) {
    throw Problem.field('Idempotency-Key', 'must be 8 to 200 printable ASCII characters without spaces', 'invalid_format');
  }
  const { operationId } = operation;
  return {
    subject: subjectOf(request.actor, request.ip),
    key,
    operationId,
    hash: hashOf({ operationId, params: input.params, body: input.body }),
  };
}

/** Guests have no name; their address keeps one guest's guess of a key away from another guest's answer. */
export function subjectOf(actor: Actor | undefined, address: string): string {
  return actor ? `${actor.kind}:${actor.id}` : `guest:${sha256(addressKey(address)).slice(0, 32)}`;
}

/** The same for two spellings of one request: key order and white space do not count. */
export const hashOf = (value: unknown): string => sha256(JSON.stringify(canonical(value)));

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, canonical(part)]));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
