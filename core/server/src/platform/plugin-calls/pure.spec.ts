import { PluginFailure, type ProductType } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import { guardPure } from './pure.js';

const productType = (methods: Partial<Record<keyof ProductType, unknown>>): ProductType =>
  guardPure('product-type', 'box', methods as ProductType) as ProductType;

describe('guardPure', () => {
  it('hands the methods on that are there', () => {
    const type = productType({ check: () => [{ field: 'ram', code: 'too-small', message: 'needs 2 GB' }] });

    expect(type.check({}, {})).toEqual([{ field: 'ram', code: 'too-small', message: 'needs 2 GB' }]);
    expect(type.canChange).toBeUndefined();
  });

  it.each([
    ['a plan that is none', { action: 'dance' }],
    ['a server without a provider', { action: 'server', installationId: 'the first', spec: { plan: 's', hostname: 'a' } }],
    ['nothing', undefined],
  ])('refuses %s', (_, plan) => {
    expect(() => productType({ fulfil: () => plan }).fulfil({}, {}, { id: 's', hostname: 'h' })).toThrow(PluginFailure);
  });

  it('calls a throw final, because nothing outside can have happened', () => {
    const type = productType({
      check: () => {
        throw new Error('oops');
      },
    });

    expect(() => type.check({}, {})).toThrow(expect.objectContaining({ kind: 'final', code: 'plugin-error' }) as Error);
  });
});
