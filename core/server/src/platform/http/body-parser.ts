import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';
import { routeFacts } from './route-facts.js';

export const BODY_LIMIT = 256 * 1024;

/**
 * JSON, and nothing else: a form of a foreign page can send text and form data without asking, but not JSON.
 * Routes that declare `rawBody` get the bytes as they came, because signatures are made over bytes.
 */
export function addBodyParsers(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    finish(done, () => (wantsBytes(request) ? body : parseJson(body as Buffer)));
  });
  instance.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    finish(done, () => {
      if (wantsBytes(request)) return body;
      throw new Problem('unsupported-media-type');
    });
  });
}

export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new Problem('malformed-json', 'The body is not UTF-8');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // JSON.parse has one reason to throw, and its words quote the input.
    throw new Problem('malformed-json');
  }
}

function finish(done: (error: Error | null, body?: unknown) => void, parse: () => unknown): void {
  let body: unknown;
  try {
    body = parse();
  } catch (error) {
    // A refusal of the parser; the framework takes it as an argument, not as a throw.
    return done(error as Error);
  }
  done(null, body);
}

const wantsBytes = (request: FastifyRequest): boolean => routeFacts(request).public?.rawBody === true;
