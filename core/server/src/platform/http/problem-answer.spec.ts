import { BadRequestException, NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { PluginFailure } from '@hostwright/sdk';
import { z } from 'zod';
import { Problem } from './problem.js';
import { problemBody, toProblem } from './problem-answer.js';

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('what an error means to the caller', () => {
  it.each([
    ['a problem', new Problem('price-changed'), 'price-changed'],
    ['a missing route', new NotFoundException('Cannot GET /x'), 'not-found'],
    ['a body that is too large', new PayloadTooLargeException(), 'body-too-large'],
    ['broken JSON', new BadRequestException('x', { cause: thrownBy(() => JSON.parse('{')) }), 'malformed-json'],
    ['a plugin that refuses', PluginFailure.final('no', { code: 'x' }), 'gateway-refused'],
    ['a plugin that does not know', PluginFailure.unknown('no', { code: 'x' }), 'gateway-unreachable'],
    ['a database that is away', Object.assign(new Error('x'), { name: 'SequelizeConnectionRefusedError' }), 'not-ready'],
  ])('%s', (_, error, code) => {
    expect(toProblem(error)?.code).toBe(code);
  });

  it.each([new Error('x'), new TypeError('x'), 'text', undefined, Object.assign(new Error('x'), { statusCode: 400 })])(
    '%s is a fault of ours',
    error => {
      expect(toProblem(error)).toBeUndefined();
    },
  );

  it('names every field by its path', () => {
    const schema = z.strictObject({ billing: z.strictObject({ city: z.string() }), items: z.array(z.number()) });
    const error = schema.safeParse({ billing: { city: 1, extra: 1 }, items: [1, 'x'], more: 1 }).error;

    const fields = toProblem(error)!.extra.errors!.map(entry => entry.field);

    expect(fields.sort()).toEqual(['billing.city', 'billing.extra', 'items.1', 'more']);
  });

  it('is written as RFC 9457 asks, with what belongs to the problem', () => {
    const problem = new Problem('price-changed', 'It is 12.00 now', {
      total: { amount: '1200', currency: 'EUR' },
      retryAfterSeconds: 5,
    });

    expect(problemBody(problem, 'request-1')).toEqual({
      type: '/problems/price-changed',
      title: 'The price has changed',
      status: 409,
      code: 'price-changed',
      detail: 'It is 12.00 now',
      instance: 'request-1',
      total: { amount: '1200', currency: 'EUR' },
    });
  });
});
