import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem, Public } from '../http/index.js';
import { PluginRegistry } from './plugin-registry.js';

/** A drawing and nothing else, wherever it is opened. */
const ICON_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** The files of plugins that browsers load: icons, product types for the calculator, elements for the checkout. */
@Controller('plugins/:pluginId')
export class PluginFilesController {
  constructor(private readonly registry: PluginRegistry) {}

  @Get('icon.svg')
  @Public({ tenant: false })
  icon(@Param('pluginId') pluginId: string, @Res() reply: FastifyReply): void {
    const icon = this.registry.find(pluginId)?.icon;
    if (!icon) throw new Problem('not-found');
    void reply
      .type('image/svg+xml')
      .headers({
        'content-security-policy': ICON_POLICY,
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': 'public, max-age=86400',
      })
      .send(icon);
  }

  /** Widgets on any site import it: it is public, the same for everybody, and named by its content. */
  @Get(':file')
  @Public({ tenant: false })
  browserModule(@Param('pluginId') pluginId: string, @Param('file') file: string, @Res() reply: FastifyReply): void {
    const module = this.registry.browserFile(pluginId, file);
    if (!module) throw new Problem('not-found');
    void reply
      .type('text/javascript; charset=utf-8')
      .headers({
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=31536000, immutable',
      })
      .send(module.body);
  }
}
