import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemPages, type Problem } from '../../platform/http/index.js';
import { messagePage } from './pages.js';
import { pagePolicy } from './page-policy.js';
import { Shopfronts } from './shopfronts.js';

/** Refusals and faults in the clothes of the shop whose page was asked for. */
@Injectable()
export class ThemedProblemPages extends ProblemPages {
  constructor(private readonly shopfronts: Shopfronts) {
    super();
  }

  page(request: FastifyRequest, problem: Problem) {
    const { tenant } = request;
    if (!tenant || (problem.status !== 404 && problem.status < 500)) return undefined;
    const front = this.shopfronts.bare(tenant, this.shopfronts.visitor(tenant, request));
    const html = messagePage(front, problem.status === 404 ? 'notFound' : 'error', problem.status);
    return { html, policy: pagePolicy(tenant.url.replace(/^http/, 'ws')) };
  }
}
