import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentTenant, Problem, Public } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Themes } from '../../platform/themes/index.js';
import { brandSheet, logo } from './page-frame.js';
import { PICTURE_POLICY } from './page-policy.js';
import { robots, siteMap } from './site-map.js';
import { Shopfronts } from './shopfronts.js';

const FOR_EVER = 'public, max-age=31536000, immutable';
const SHORTLY = 'public, max-age=300';

/** Everything beside the pages: style sheets, scripts, fonts, the logo, and what robots read. */
@Controller()
export class AssetsController {
  constructor(
    private readonly themes: Themes,
    private readonly shopfronts: Shopfronts,
  ) {}

  /** The hash in the name is the version, so a browser asks once. Other sites may use the fonts: widgets on them do. */
  @Public()
  @Get('/theme/*')
  async asset(@CurrentTenant() tenant: Tenant, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const path = request.url.split('?')[0]!;
    reply.header('cache-control', FOR_EVER).header('access-control-allow-origin', '*');
    const own = [brandSheet(tenant, this.themes.of(tenant)), logo(tenant)].find(file => file?.path === path);
    if (own) return void (await reply.header('content-security-policy', PICTURE_POLICY).type(own.contentType).send(own.body));
    const asset = this.themes.asset(path);
    if (!asset) throw new Problem('not-found');
    reply.type(asset.contentType).header('vary', 'Accept-Encoding');
    const takesBrotli = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
    if (!asset.brotli || !takesBrotli) return void (await reply.send(asset.body));
    await reply.header('content-encoding', 'br').send(asset.brotli);
  }

  @Public()
  @Get(['/brand/logo.svg', '/favicon.ico', '/favicon.svg'])
  async logo(@CurrentTenant() tenant: Tenant, @Res() reply: FastifyReply): Promise<void> {
    const file = logo(tenant);
    if (!file) throw new Problem('not-found');
    await reply
      .header('cache-control', SHORTLY)
      .header('access-control-allow-origin', '*')
      .header('content-security-policy', PICTURE_POLICY)
      .type(file.contentType)
      .send(file.body);
  }

  @Public()
  @Get('/robots.txt')
  async robots(@CurrentTenant() tenant: Tenant, @Res() reply: FastifyReply): Promise<void> {
    await reply.header('cache-control', SHORTLY).type('text/plain; charset=utf-8').send(robots(tenant));
  }

  @Public()
  @Get('/sitemap.xml')
  async siteMap(@CurrentTenant() tenant: Tenant, @Res() reply: FastifyReply): Promise<void> {
    const { texts, products } = await this.shopfronts.of(tenant, { locale: tenant.locale, currency: tenant.currency });
    const paths = ['/', ...products.map(product => product.href), ...Object.keys(texts.pages).map(page => `/legal/${page}`)];
    await reply.header('cache-control', SHORTLY).type('application/xml; charset=utf-8').send(siteMap(tenant, paths));
  }
}
