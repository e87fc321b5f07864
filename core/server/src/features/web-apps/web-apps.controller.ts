import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, Public } from '../../platform/http/index.js';
import { WebApps, type WebFile } from './web-apps.js';

/** Scripts only from here; the components bring their styles as elements, so those may stand in the page. */
const ADMIN_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' ws: wss:",
  "frame-src 'self' blob:",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const YEAR = 'public, max-age=31536000, immutable';

/** The widgets, for any site, the admin panel and what the console's page needs, for the shop's own host. */
@Controller()
export class WebAppsController {
  constructor(private readonly apps: WebApps) {}

  @Public()
  @Get('/widgets/*')
  widgets(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const file = this.apps.find('widgets', nameIn(request), takesBrotli(request));
    if (!file) throw new Problem('not-found');
    return send(reply.header('access-control-allow-origin', '*'), file, file.isFixed ? YEAR : 'public, max-age=300');
  }

  @Public()
  @Get('/console/assets/*')
  console(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const file = this.apps.find('console', nameIn(request), takesBrotli(request));
    if (!file) throw new Problem('not-found');
    return send(reply, file, file.isFixed ? YEAR : 'public, max-age=300');
  }

  /** Every address of the panel that is no file is the panel: it finds its own way. */
  @Public()
  @Get(['/admin', '/admin/*'])
  admin(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const name = nameIn(request);
    const file = /\.\w+$/.test(name)
      ? this.apps.find('admin', name, takesBrotli(request))
      : this.apps.find('admin', 'index.html', takesBrotli(request));
    if (!file) throw new Problem('not-found');
    return send(reply.header('content-security-policy', ADMIN_POLICY), file, file.isFixed ? YEAR : 'no-cache');
  }
}

const nameIn = (request: FastifyRequest): string => (request.params as { '*'?: string })['*'] ?? '';

const takesBrotli = (request: FastifyRequest): boolean => String(request.headers['accept-encoding'] ?? '').includes('br');

function send(reply: FastifyReply, file: WebFile, cacheControl: string): FastifyReply {
  reply.header('content-type', file.contentType).header('cache-control', cacheControl).header('vary', 'accept-encoding');
  if (file.encoding) reply.header('content-encoding', file.encoding);
  return reply.send(file.body);
}
