import { HttpException } from '@nestjs/common';
import { PluginFailure } from '@hostwright/sdk';
import { z } from 'zod';
import { fieldErrors } from './field-errors.js';
import { Problem } from './problem.js';

/** RFC 9457 problem details. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly instance: string;
  readonly [key: string]: unknown;
}

/** Frameworks name their refusals by status; a code of our own stands for each. */
const BY_STATUS: Readonly<Record<number, Problem['code']>> = {
  401: 'not-signed-in',
  403: 'not-allowed',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  415: 'unsupported-media-type',
  421: 'unknown-host',
  429: 'too-many-requests',
  503: 'not-ready',
};

/** The refusal behind an error, or undefined when it is a fault of ours. */
export function toProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof z.ZodError) return new Problem('invalid-input', undefined, { errors: fieldErrors(error) });
  if (error instanceof PluginFailure) return fromPlugin(error);
  const status = statusOf(error);
  if (status !== undefined) return fromStatus(status, error);
  if (error instanceof Error && error.name.startsWith('SequelizeConnection')) {
    return new Problem('not-ready', 'The database does not answer', { retryAfterSeconds: 2 });
  }
  return undefined;
}

export function problemBody(problem: Problem, requestId: string): ProblemBody {
  const { code, title, status, detail, extra } = problem;
  const { retryAfterSeconds: _, ...members } = extra;
  return {
    type: `/problems/${code}`,
    title,
    status,
    code,
    ...(detail !== undefined && { detail }),
    instance: requestId,
    ...members,
  };
}

/** A provider's own words may name what is none of the customer's business; only the public ones go out. */
function fromPlugin(failure: PluginFailure): Problem {
  return new Problem(failure.kind === 'final' ? 'gateway-refused' : 'gateway-unreachable', failure.publicMessage);
}

function fromStatus(status: number, error: unknown): Problem | undefined {
  if (status >= 500 && status !== 503) return undefined;
  if (isMalformedJson(error)) return new Problem('malformed-json');
  const code = BY_STATUS[status];
  if (code) return new Problem(code);
  return new Problem('invalid-input', error instanceof Error ? error.message : undefined);
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return undefined;
  const { statusCode } = error as { statusCode?: unknown };
  return error.name === 'FastifyError' && typeof statusCode === 'number' ? statusCode : undefined;
}

function isMalformedJson(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SyntaxError || (cause as { code?: unknown }).code === 'FST_ERR_CTP_INVALID_JSON_BODY') return true;
  }
  return false;
}
