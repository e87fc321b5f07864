import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** Names under `.localhost` are this machine (RFC 6761, section 6.3): browsers know it, the system's resolver often does not. */
function find(host: string, options: LookupOptions, found: Found): void {
  if (host !== 'localhost' && !host.endsWith('.localhost')) return lookup(host, options, found);
  if (options.all) return found(null, [{ address: '127.0.0.1', family: 4 }]);
  found(null, '127.0.0.1', 4);
}

export interface Letter {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly signal: AbortSignal;
}

/** Posts without following redirects; answers with the status, or 0 when nobody answered. */
export function post(url: string, { headers, body, signal }: Letter): Promise<number> {
  return new Promise(resolve => {
    const send = url.startsWith('https:') ? secure : plain;
    const request = send(url, { method: 'POST', headers, signal, lookup: find as never }, answer => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    request.once('error', () => resolve(0));
    request.end(body);
  });
}
