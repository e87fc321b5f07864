import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isPrivateAddress } from './address-key.js';
import { HttpMetrics } from './metrics.js';
import { Public } from './operation.js';
import { Problem } from './problem.js';
import { Readiness } from './readiness.js';

/** What an operator's machines ask. */
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: HttpMetrics,
  ) {}

  @Get('health/live')
  @Public({ tenant: false })
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Public({ tenant: false })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { ready, checks } = await this.readiness.report();
    reply.header('cache-control', 'no-store').code(ready ? 200 : 503);
    return { status: ready ? 'ok' : 'not-ready', checks };
  }

  /** Figures tell about the business: only the operator's own network sees them. */
  @Get('metrics')
  @Public({ tenant: false })
  async figures(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (!isPrivateAddress(request.ip)) throw new Problem('not-found');
    reply.type(this.metrics.registry.contentType).header('cache-control', 'no-store');
    return this.metrics.registry.metrics();
  }
}
