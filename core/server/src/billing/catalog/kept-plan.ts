import type { Selection } from '@hostwright/sdk';
import type { CatalogPlan } from './catalog-product.js';

/** The plan as it is for a service that has chosen before: what it has stays to be had, though it is sold out for others. */
export function withKept(plan: CatalogPlan, has: Selection): CatalogPlan {
  const options = plan.options.map(option =>
    option.kind !== 'choice'
      ? option
      : { ...option, values: option.values.map(one => (one.value === has[option.id] ? { ...one, available: true } : one)) },
  );
  return { ...plan, options };
}
