import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Weak, because a compressed answer is another sequence of bytes with the same meaning. */
export const etagOf = (body: string): string => `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;

export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some(part => strength(part) === strength(etag));
}

const strength = (tag: string): string => tag.trim().replace(/^W\//, '');

/** Fastify's `onSend` for reads that many clients repeat: who has it already gets 304 and no body. */
export function conditional(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: Error | null, payload?: unknown) => void,
): void {
  if (reply.statusCode !== 200 || typeof payload !== 'string') return done(null, payload);
  const etag = etagOf(payload);
  reply.header('etag', etag).header('cache-control', 'public, max-age=0, must-revalidate');
  if (!matches(request.headers['if-none-match'], etag)) return done(null, payload);
  reply.code(304).removeHeader('content-type').removeHeader('content-length');
  done(null, null);
}
