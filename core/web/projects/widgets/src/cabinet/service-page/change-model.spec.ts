import type { PlanAnswer } from '@hostwright/sdk/http';
import { describe, expect, it, vi } from 'vitest';
import { json, refusal } from '../../platform/small-shop.testing.js';
import { carried, ChangeModel, isMovable, type Options, type PlanOption, type Preview } from './change-model.js';
import { aControl } from './service.testing.js';

const size: PlanOption = { id: 'ram', kind: 'number', label: 'Memory', unit: 'GB', min: 2, max: 8, step: 2, included: 2 };
const place: PlanOption = {
  id: 'place',
  kind: 'choice',
  label: 'Place',
  values: [
    { value: 'tallinn', label: 'Tallinn' },
    { value: 'riga', label: 'Riga' },
  ],
};
const aPlan = (id: string, options: readonly PlanOption[]): PlanAnswer => ({
  ...{ id, code: id, name: id, description: '', version: 1, base: { model: 'flat', amounts: {} } },
  ...{ options: [...options], periods: ['month:1'], stock: null },
});
const euros = (amount: string) => ({ amount, currency: 'EUR' });

const options = (): Options => ({
  ...{ planId: 'small', selection: { ram: 2, place: 'tallinn' }, period: { unit: 'month', count: 1 }, currency: 'EUR' },
  ...{ renewal: euros('500'), hindrance: null, open: null },
  product: {
    ...{ id: 'p', slug: 'p', name: 'P', description: '', moduleUrl: null, asksHostname: true, settings: {} },
    plans: [aPlan('small', [size, place]), aPlan('large', [{ ...size, min: 4, max: 16 } as PlanOption, place])],
  },
});

const previewOf = (body: unknown, total = '300'): Preview => ({
  ...(body as Pick<Preview, 'planId' | 'selection'>),
  ...{ planName: 'Small', period: { unit: 'month', count: 1 }, now: [], then: [] },
  renewal: { now: euros('500'), then: euros('800') },
  due: { lines: [], total: euros(total), from: '2026-11-23T00:00:00Z', until: '2026-12-23T00:00:00Z' },
  ...{ renewsFrom: '2026-12-23T00:00:00Z', problems: [], token: `token-${total}`, expiresAt: '2026-11-23T00:30:00Z' },
});

const PREVIEW = 'POST /api/store/services/:id/changes/preview';
const ORDER = 'POST /api/store/services/:id/changes';

describe('what may be changed', () => {
  it('leaves out what the product never lets a running service change', () => {
    const from = { ram: 2, place: 'tallinn' };
    const rules = (before: typeof from | object, to: object) =>
      (before as typeof from).place === (to as typeof from).place ? [] : [{ field: 'place' }];

    expect(isMovable(place, from, rules)).toBe(false);
    expect(isMovable(size, from, rules)).toBe(true);
  });

  it('takes along to another plan what fits there, and the nearest size otherwise', () => {
    const plan = aPlan('large', [{ ...size, min: 4, max: 16 } as PlanOption, place]);

    expect(carried(plan, { ram: 2, place: 'riga', gone: true })).toEqual({ ram: 4, place: 'riga' });
    expect(carried(plan, { ram: 64, place: 'oslo' })).toEqual({ ram: 16, place: 'tallinn' });
  });
});

describe('ChangeModel', () => {
  it('asks the shop for the price of what was chosen at last', async () => {
    vi.useFakeTimers();
    const { control, requests } = aControl({ [PREVIEW]: ({ body }) => json(previewOf(body)) });
    const model = new ChangeModel(control, options(), 'en');
    expect(model.isOther()).toBe(false);

    model.set('ram', 4);
    model.set('ram', 6);
    await vi.advanceTimersByTimeAsync(300);

    expect(requests.map(({ body }) => body)).toEqual([
      { planId: 'small', selection: { ram: 6, place: 'tallinn' }, locale: 'en' },
    ]);
    expect(model.preview()?.due.total).toEqual(euros('300'));
    vi.useRealTimers();
  });

  it('shows no price of something else', async () => {
    vi.useFakeTimers();
    const { control } = aControl({ [PREVIEW]: ({ body }) => json(previewOf(body)) });
    const model = new ChangeModel(control, options(), 'en');
    model.choosePlan('large');
    await vi.advanceTimersByTimeAsync(300);
    expect(model.preview()?.planId).toBe('large');

    model.set('ram', 8);
    expect(model.preview()).toBeUndefined();
    model.stop();
    vi.useRealTimers();
  });

  it('asks for the price again when it has moved, and orders nothing', async () => {
    vi.useFakeTimers();
    let total = '300';
    const { control, requests } = aControl({
      [PREVIEW]: ({ body }) => json(previewOf(body, total)),
      [ORDER]: () => refusal(409, 'price-changed'),
    });
    const model = new ChangeModel(control, options(), 'en');
    model.set('ram', 4);
    await vi.advanceTimersByTimeAsync(300);
    total = '400';

    expect(await model.order()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(300);

    expect(control.problemOf('change')?.code).toBe('price-changed');
    expect(model.preview()?.token).toBe('token-400');
    expect(requests.filter(({ url }) => url.endsWith('/changes')).map(({ body }) => body)).toEqual([{ token: 'token-300' }]);
    vi.useRealTimers();
  });
});
