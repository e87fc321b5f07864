import type { FastifyRequest } from 'fastify';
import type { Problem } from './problem.js';

/** Who can draw a problem in the clothes of a shop; a feature may provide one. */
export abstract class ProblemPages {
  /** Undefined where a plain page of no brand is the better answer. */
  abstract page(request: FastifyRequest, problem: Problem): { readonly html: string; readonly policy: string } | undefined;
}
