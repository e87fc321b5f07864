import type { FulfilmentPlan, Option, Problem, ProductSettings, ProductType, Selection } from '@hostwright/sdk';
import { wordsFor } from './words.js';

interface BoxSettings {
  readonly installationId: string;
  readonly largestGb: number;
  readonly fast?: boolean;
}

const STEP_GB = 100;
const LARGEST_FAST_GB = 1000;

/** What a box is. Every method is pure: the same question gets the same answer, here and in the browser. */
export class AcmeBox implements ProductType {
  options(settings: ProductSettings, locale: string): readonly Option[] {
    const { largestGb, fast } = boxSettings(settings);
    const words = wordsFor(locale);
    return [
      {
        id: 'size',
        kind: 'number',
        label: words.size,
        unit: words.gigabytes,
        min: STEP_GB,
        max: largestGb,
        step: STEP_GB,
        included: STEP_GB,
      },
      ...(fast ? [{ id: 'fast', kind: 'toggle', label: words.fast } as const] : []),
    ];
  }

  check(settings: ProductSettings, selection: Selection): readonly Problem[] {
    const { largestGb, fast } = boxSettings(settings);
    const { size, fast: isFast = false } = selection;
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < STEP_GB || size > largestGb || size % STEP_GB !== 0)
      return [
        {
          field: 'size',
          code: 'out-of-range',
          message: `The size goes from ${STEP_GB} to ${largestGb} GB in steps of ${STEP_GB}`,
        },
      ];
    if (typeof isFast !== 'boolean' || (isFast && !fast))
      return [{ field: 'fast', code: 'not-offered', message: 'There is no fast storage' }];
    if (isFast && size > LARGEST_FAST_GB)
      return [{ field: 'size', code: 'too-large', message: `Fast storage ends at ${LARGEST_FAST_GB} GB` }];
    return [];
  }

  canChange(settings: ProductSettings, from: Selection, to: Selection): readonly Problem[] {
    const problems = this.check(settings, to);
    if (problems.length > 0 || Number(to['size']) >= Number(from['size'])) return problems;
    return [{ field: 'size', code: 'smaller', message: 'A box never becomes smaller: what is in it might not fit' }];
  }

  fulfil(settings: ProductSettings, selection: Selection, service: { readonly hostname: string }): FulfilmentPlan {
    const plan = `${selection['fast'] === true ? 'fast' : 'plain'}-${String(selection['size'])}`;
    return { action: 'server', installationId: boxSettings(settings).installationId, spec: { plan, hostname: service.hostname } };
  }
}

/** The schema in plugin.json has checked them before. */
const boxSettings = (settings: ProductSettings): BoxSettings => settings as unknown as BoxSettings;
