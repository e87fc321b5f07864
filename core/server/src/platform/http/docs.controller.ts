import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PROBLEMS } from '@hostwright/sdk/http';
import { docsPage, DOCS_POLICY } from './docs-page.js';
import { type OpenApi, openApi } from './openapi.js';
import { Public } from './operation.js';
import { Problem } from './problem.js';

/** The contract for machines and for people. */
@Controller()
export class DocsController {
  private page: string | undefined;

  @Get('api/openapi.json')
  @Public({ tenant: false })
  document(@Res({ passthrough: true }) reply: FastifyReply): OpenApi {
    reply.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=300');
    return openApi();
  }

  @Get('api/docs')
  @Public({ tenant: false })
  read(@Res({ passthrough: true }) reply: FastifyReply): string {
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', DOCS_POLICY)
      .header('cache-control', 'public, max-age=300');
    return (this.page ??= docsPage(openApi()));
  }

  /** The `type` of every problem leads to its explanation. */
  @Get('problems/:code')
  @Public({ tenant: false })
  problem(@Param('code') code: string, @Res() reply: FastifyReply): void {
    if (!Object.hasOwn(PROBLEMS, code)) throw new Problem('not-found');
    void reply.redirect(`/api/docs#problem-${code}`, 302);
  }
}
