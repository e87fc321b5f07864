import { describe, expect, it } from 'vitest';
import { CalculatorModel } from './calculator-model.js';
import type { NumberOption } from './plan.js';
import { sampleProduct } from './sample-product.testing.js';

const aModel = (kept = '', currency = 'EUR') => new CalculatorModel(sampleProduct, currency, kept);
const sizeOf = (model: CalculatorModel): NumberOption =>
  model.plan()?.options.find(option => option.id === 'size') as NumberOption;

describe('CalculatorModel', () => {
  it('begins with the first plan that is to be had', () => {
    expect(aModel().planAnswer()?.code).toBe('small');
  });

  it('offers short periods before long ones', () => {
    expect(
      aModel()
        .offers()
        .map(offer => offer.key),
    ).toEqual(['month:1', 'year:1']);
  });

  it('prices every move at once', () => {
    const model = aModel();
    expect(model.priced()?.today.amount).toBe(400n);

    model.set('size', 5);
    model.set('kind', 'fancy');
    model.set('copies', true);

    expect(model.priced()?.today.amount).toBe(400n + 300n + 500n + 90n);
  });

  it('starts a slider at what the plan includes, because less costs the same', () => {
    expect(sizeOf(aModel()).min).toBe(2);
  });

  it('keeps what another plan also has and takes its sizes', () => {
    const model = aModel();
    model.set('kind', 'fancy');
    model.set('size', 3);

    model.choosePlan('large');

    expect(model.selection()).toMatchObject({ kind: 'fancy', size: 8 });
  });

  it('brings what is typed to the nearest step that is sold', () => {
    const model = aModel();
    model.setNumber(sizeOf(model), 99);
    expect(model.selection()['size']).toBe(16);

    model.setNumber(sizeOf(model), Number.NaN);
    expect(model.selection()['size']).toBe(2);
  });

  it('tells the saving of a longer period in money', () => {
    const year = aModel().offers()[1];
    expect(year?.saving?.amount).toBe(12n * 400n - 4000n);
  });

  it('says what one step and one choice more cost', () => {
    const model = aModel();
    expect(model.stepPrice(sizeOf(model))?.amount).toBe(100n);
    expect(model.difference('kind', 'fancy')?.amount).toBe(500n);
    expect(model.difference('kind', 'gone')).toBeUndefined();
  });

  it('has a step price at the upper end too', () => {
    const model = aModel();
    model.set('size', 16);
    expect(model.stepPrice(sizeOf(model))?.amount).toBe(100n);
  });

  it('multiplies by the pieces and never takes more than are left', () => {
    const model = aModel();
    model.choosePlan('large');

    model.setQuantity(9);

    expect(model.quantity()).toBe(3);
    expect(model.totals()?.today.amount).toBe(3000n);
  });

  it('shows the rules of the product at the field', () => {
    const model = aModel();
    model.check.set(selection => (selection['size'] === 2 ? [{ field: 'size', code: 'too-little', message: 'x' }] : []));

    expect(model.problemAt('size')?.code).toBe('too-little');
    model.set('size', 3);
    expect(model.problemAt('size')).toBeUndefined();
  });

  it('has a problem and no price when a choice is sold out', () => {
    const model = aModel();
    model.set('kind', 'gone');

    expect(model.priced()).toBeUndefined();
    expect(model.problemAt('kind')?.code).toBe('sold-out');
  });

  it('leaves out periods that have no price in the currency', () => {
    expect(
      aModel('', 'USD')
        .offers()
        .map(offer => offer.key),
    ).toEqual(['month:1']);
  });

  it('comes back from its address the same', () => {
    const model = aModel();
    model.choosePlan('large');
    model.choosePeriod('year:1');
    model.set('size', 12);
    model.set('kind', 'fancy');
    model.set('copies', true);
    model.setText('note', 'a & b');

    const again = aModel(`#${model.address()}`);

    expect(again.address()).toBe(model.address());
    expect(again.selection()).toEqual(model.selection());
    expect(again.priced()?.today).toEqual(model.priced()?.today);
  });

  it.each(['#section-2', '#plan=unknown&for=never', '#plan=small&o.size=lots&o.kind=gone', '#plan=small&o.__proto__=1'])(
    'makes the best of the address %s',
    address => {
      const model = aModel(address);
      expect(model.planAnswer()?.code).toBe('small');
      expect(model.priced()?.today.amount).toBe(400n);
    },
  );

  it('has nothing to sell in a currency without prices', () => {
    expect(aModel('', 'JPY').plans).toEqual([]);
  });
});
