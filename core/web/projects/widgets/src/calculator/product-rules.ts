import type { Plugin, ProductType, Selection } from '@hostwright/sdk';
import type { ProductAnswer } from '@hostwright/sdk/http';
import type { Check } from './calculator-model.js';
import type { NumberOption } from './plan.js';

/** Loads the product type's own module: the rules that the server applies, in the browser. Without one only the server applies them. */
export async function loadRules(product: ProductAnswer, origin: string): Promise<Check> {
  if (!product.moduleUrl) return () => [];
  const address = new URL(product.moduleUrl, origin).href;
  const module = (await import(/* @vite-ignore */ address)) as { default: Plugin<'product-type'> };
  const type: ProductType = module.default.create({ config: product.settings } as Parameters<typeof module.default.create>[0]);
  return selection => type.check(product.settings, selection);
}

/** The nearest size that the rules accept: what "needs more" means for this field. */
export function nearestAccepted(option: NumberOption, selection: Selection, check: Check): number | undefined {
  const now = Number(selection[option.id]);
  const accepted = (value: number): boolean =>
    value >= option.min &&
    value <= option.max &&
    !check({ ...selection, [option.id]: value }).some(problem => problem.field === option.id);
  for (let distance = option.step; distance <= option.max - option.min; distance += option.step) {
    if (accepted(now + distance)) return now + distance;
    if (accepted(now - distance)) return now - distance;
  }
  return undefined;
}
