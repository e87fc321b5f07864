import { definePlugin } from '../../define-plugin.js';
import type { Problem, ProductSettings, ProductType } from '../../kinds/product-type.js';
import type { Option, Selection } from '../../pricing.js';

const LABELS: Readonly<Record<string, string>> = { uk: 'Розмір', ru: 'Размер' };

function optionsOf(settings: ProductSettings, locale: string): readonly Option[] {
  const label = LABELS[locale] ?? 'Size';
  return [{ id: 'size', kind: 'number', label, unit: 'GB', min: 1, max: Number(settings['largest']), step: 1, included: 1 }];
}

function problemsOf(settings: ProductSettings, { size }: Selection): readonly Problem[] {
  const isGood = Number.isInteger(size) && Number(size) >= 1 && Number(size) <= Number(settings['largest']);
  return isGood ? [] : [{ field: 'size', code: 'out-of-range', message: 'There is no box of this size' }];
}

/** A product type that keeps every promise. */
export const honestBox: Required<ProductType> = {
  options: optionsOf,
  check: problemsOf,
  fulfil: (_, { size }) => ({ action: 'manual', instructions: `Send a box of ${String(size)} GB` }),
  canChange: (settings, _, to) => problemsOf(settings, to),
  nameOf: () => null,
  adjust: (_settings, _selection, lines) => lines,
};

export default definePlugin<'product-type'>({ kind: 'product-type', create: () => honestBox });
