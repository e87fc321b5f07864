import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { CurrentTenant, Problem, Public, setCookie } from '../../platform/http/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { homePage, legalPage, productPage, widgetPage, type WidgetPath } from './pages.js';
import { pagePolicy, payingPagePolicy } from './page-policy.js';
import { Shopfronts, type PageSource } from './shopfronts.js';
import { CURRENCY_COOKIE, LANGUAGE_COOKIE } from './visitor.js';

const YEAR_SECONDS = 31_536_000;

/** The pages of a shop, drawn on the server in the tenant's theme. */
@Controller()
export class StorefrontController {
  constructor(
    private readonly shopfronts: Shopfronts,
    private readonly plugins: Plugins,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Get('/')
  home(@CurrentTenant() tenant: Tenant, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page(tenant, request, reply, source => homePage(source, source.answers));
  }

  @Public()
  @Get('/p/:slug')
  product(
    @CurrentTenant() tenant: Tenant,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('slug') slug: string,
    @Query('plan') plan: unknown,
  ) {
    return this.page(tenant, request, reply, source => productPage(source, slug, typeof plan === 'string' ? plan : undefined));
  }

  @Public()
  @Get('/legal/:page')
  legal(
    @CurrentTenant() tenant: Tenant,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('page') page: string,
  ) {
    return this.page(tenant, request, reply, source => legalPage(source, page));
  }

  @Public()
  @Get('/cart')
  cart(@CurrentTenant() tenant: Tenant, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.widget(tenant, request, reply, '/cart');
  }

  @Public()
  @Get('/checkout')
  checkout(@CurrentTenant() tenant: Tenant, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.payingWidget(tenant, request, reply, '/checkout');
  }

  @Public()
  @Get(['/cabinet', '/cabinet/*'])
  cabinet(@CurrentTenant() tenant: Tenant, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.payingWidget(tenant, request, reply, '/cabinet');
  }

  @Public()
  @Get('/confirm-email')
  confirmEmail(@CurrentTenant() tenant: Tenant, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.widget(tenant, request, reply, '/confirm-email');
  }

  @Public()
  @Get('/reset-password')
  resetPassword(@CurrentTenant() tenant: Tenant, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.widget(tenant, request, reply, '/reset-password');
  }

  private async payingWidget(tenant: Tenant, request: FastifyRequest, reply: FastifyReply, path: WidgetPath): Promise<void> {
    const policy = payingPagePolicy(socketOf(tenant), await this.plugins.browserHosts(tenant.id));
    await this.widget(tenant, request, reply, path, policy);
  }

  private widget(tenant: Tenant, request: FastifyRequest, reply: FastifyReply, path: WidgetPath, policy?: string): Promise<void> {
    // Links in mails carry a token in the address: it must not travel on to another site, nor into a search engine.
    reply.header('referrer-policy', 'same-origin').header('x-robots-tag', 'noindex');
    return this.page(tenant, request, reply, source => widgetPage(source, path), policy);
  }

  private async page(
    tenant: Tenant,
    request: FastifyRequest,
    reply: FastifyReply,
    draw: (source: PageSource) => string | undefined,
    policy = pagePolicy(socketOf(tenant)),
  ): Promise<void> {
    const visitor = this.shopfronts.visitor(tenant, request);
    const html = draw(await this.shopfronts.of(tenant, visitor));
    if (html === undefined) throw new Problem('not-found');
    this.remember(request, reply, visitor.locale, visitor.currency);
    await reply
      .header('content-security-policy', policy)
      .header('cache-control', 'private, no-cache')
      .header('vary', 'Cookie, Accept-Language')
      .type('text/html; charset=utf-8')
      .send(html);
  }

  /** A choice made in the address is kept for the next pages. */
  private remember(request: FastifyRequest, reply: FastifyReply, locale: string, currency: string): void {
    const query = request.query as Record<string, unknown>;
    const options = {
      path: '/',
      maxAge: YEAR_SECONDS,
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.publicScheme === 'https',
    } as const;
    if (query['lang'] === locale) setCookie(reply, LANGUAGE_COOKIE, locale, options);
    if (query['currency'] === currency) setCookie(reply, CURRENCY_COOKIE, currency, options);
  }
}

const socketOf = ({ url }: Tenant): string => url.replace(/^http/, 'ws');
