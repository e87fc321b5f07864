import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { CurrentTenant, Public } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Themes, tokenSheet } from '../../platform/themes/index.js';
import { consolePage, consolePolicy } from './console-page.js';

/** The page with a console in it. It knows nothing before it has shown its ticket at the socket. */
@Controller()
export class ConsolePageController {
  constructor(
    private readonly themes: Themes,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicScheme'>,
  ) {}

  @Public()
  @Get('/console')
  page(@CurrentTenant() tenant: Tenant, @Req() request: FastifyRequest, @Res() reply: FastifyReply): FastifyReply {
    const theme = this.themes.of(tenant);
    const tokens = `${theme.tokens}\n${tokenSheet(theme.tokenTypes, tenant.brand.tokens ?? {})}`;
    const socketScheme = this.config.publicScheme === 'https' ? 'wss' : 'ws';
    return reply
      .header('content-security-policy', consolePolicy(tenant.url.replace(/^http/, 'ws'), `${socketScheme}://${request.host}`))
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('cache-control', 'private, no-cache')
      .header('x-robots-tag', 'noindex')
      .type('text/html; charset=utf-8')
      .send(consolePage({ shopName: tenant.name, locale: localeOf(tenant, request), tokens }));
  }
}

/** The language that the address asks for, else the browser's, else the shop's. */
function localeOf({ locale, locales }: Tenant, request: FastifyRequest): string {
  const known: readonly string[] = locales;
  const { lang } = request.query as Readonly<Record<string, unknown>>;
  const wishes = [...(typeof lang === 'string' ? [lang] : []), ...accepted(request.headers['accept-language'])];
  return wishes.find(wish => known.includes(wish)) ?? locale;
}

const accepted = (header = ''): readonly string[] =>
  header
    .slice(0, 500)
    .split(',')
    .map(range => range.trim().toLowerCase().split(/[-;]/)[0]!);
