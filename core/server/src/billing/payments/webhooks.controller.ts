import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import { HttpMetrics, Problem, Public } from '../../platform/http/index.js';
import { Webhooks } from './webhooks.js';

/** Where gateways speak to us. The address names the installation, and the installation its tenant. */
@Controller('hooks')
export class WebhooksController {
  private readonly heard: Counter<'outcome'>;

  constructor(
    private readonly webhooks: Webhooks,
    metrics: HttpMetrics,
  ) {
    const labelNames = ['outcome'] as const;
    this.heard = new Counter({
      name: 'gateway_webhooks_total',
      help: 'Messages of gateways, by outcome',
      labelNames,
      registers: [metrics.registry],
    });
  }

  @Post(':installationId')
  @Public({ rawBody: true, tenant: false })
  async receive(
    @Param('installationId') installationId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      const answer = await this.webhooks.receive(installationId, {
        headers: joined(request.headers),
        query: joined(request.query as Fields),
        body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
        remoteAddress: request.ip,
      });
      this.heard.inc({ outcome: 'kept' });
      await reply
        .code(answer?.status ?? 200)
        .type(answer?.contentType ?? 'text/plain; charset=utf-8')
        .send(answer?.body ?? '');
    } catch (error) {
      this.heard.inc({ outcome: error instanceof Problem ? error.code : 'failed' });
      throw error;
    }
  }
}

type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One text for each name, as plugins read them. */
const joined = (fields: Fields): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
