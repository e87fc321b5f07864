import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';
import type { Config } from '../config/index.js';

/** Those of them that mean something for JSON: it embeds nothing, links to nothing, and is read through CORS. */
const FOR_DATA = ['content-security-policy', 'strict-transport-security', 'x-content-type-options'];

export interface SecurityHeaders {
  readonly page: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

/**
 * The headers that helmet would set, worked out once: they are the same for every answer. An answer that is a page sets
 * a Content-Security-Policy of its own; whatever forgets to is locked down.
 */
export function securityHeaders(config: Pick<Config, 'publicScheme'>): SecurityHeaders {
  const page = helmetHeaders(config);
  return { page, data: Object.fromEntries(Object.entries(page).filter(([name]) => FOR_DATA.includes(name))) };
}

function helmetHeaders(config: Pick<Config, 'publicScheme'>): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const apply = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"], 'base-uri': ["'none'"] },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    strictTransportSecurity: config.publicScheme === 'https' ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  });
  apply(request, response, error => {
    if (error instanceof Error) throw error;
  });
  return Object.fromEntries(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]));
}
