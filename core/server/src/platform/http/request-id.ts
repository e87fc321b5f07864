import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Random once for the process; a counter tells its requests apart. A random number for each would cost more than routing it. */
const PROCESS = randomBytes(9).toString('base64url');
let count = 0;

/** Whoever stands before us may name the request, in characters that harm no log; otherwise it gets a name here. */
export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{8,100}$/.test(given) ? given : `${PROCESS}-${(count += 1).toString(36)}`;
}
