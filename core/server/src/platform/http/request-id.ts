import type { IncomingMessage } from 'node:http';
import { newId } from '../database/index.js';

/** Whoever stands before us may name the request, in characters that harm no log; otherwise it gets a name here. */
export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{8,100}$/.test(given) ? given : newId();
}
