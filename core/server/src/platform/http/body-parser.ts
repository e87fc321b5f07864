import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';
import { routeFacts } from './route-facts.js';
import { isPlainText } from './unsafe-value.js';

export const BODY_LIMIT = 256 * 1024;

/**
 * JSON, and nothing else: a form of a foreign page can send text and form data without asking, but not JSON.
 * Routes that declare `rawBody` get the bytes as they came, because signatures are made over bytes.
 */
export function addBodyParsers(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    finish(done, () => {
      if (wantsBytes(request)) return body;
      const text = textOf(body as Buffer);
      request.isPlainBody = isPlainText(text);
      return parseText(text);
    });
  });
  instance.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    finish(done, () => {
      if (wantsBytes(request)) return body;
      throw new Problem('unsupported-media-type');
    });
  });
}

export const parseJson = (bytes: Buffer): unknown => parseText(textOf(bytes));

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Problem('malformed-json', 'The body is not UTF-8');
  return bytes.toString('utf8');
}

function parseText(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
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
