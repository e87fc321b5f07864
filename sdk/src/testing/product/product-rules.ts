import fc from 'fast-check';
import { Hostname } from '../../http/primitives.js';
import type { ProductSettings, ProductType } from '../../kinds/product-type.js';
import type { PluginManifest } from '../../manifest.js';
import type { Selection } from '../../pricing.js';
import { PricingProblem } from '../../pricing-problem.js';
import { checkSelection, defaultSelection } from '../../selection.js';
import { compile } from '../manifest-file.js';
import { deepFreeze, withoutTheWorld } from '../pure-call.js';
import { demand, demandEqual, demandNothing, shown } from '../rules/demand.js';
import { BrokenRule, type StageRule } from '../rules/rule.js';

export interface SampleProduct {
  readonly name: string;
  readonly settings: ProductSettings;
  readonly good: readonly Selection[];
  /** Selections that must be refused, with the field at fault. */
  readonly bad: readonly { readonly selection: Selection; readonly field: string }[];
}

export interface ProductStage {
  readonly type: ProductType;
}

const SERVICE = deepFreeze({ id: '01970000-0000-7000-8000-0000000000bb', hostname: 'one.example.test' });

/** What holds for one product of the type; the name of the product is in the name of each rule. */
export function productRules(
  manifest: PluginManifest,
  product: SampleProduct,
  locales: readonly string[],
): readonly StageRule<ProductStage>[] {
  const settings = deepFreeze(structuredClone(product.settings));
  const rule = (name: string, run: StageRule<ProductStage>['run']): StageRule<ProductStage> => ({
    name: `${product.name}: ${name}`,
    run,
  });
  return [
    rule('has settings that the manifest accepts', () => {
      const validate = compile(manifest.product!);
      validate(structuredClone(settings));
      demandNothing(
        (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`),
        'wrong settings',
      );
    }),
    rule('offers each option once, with a label, without a price', ({ type }) => {
      for (const locale of locales) {
        const offered = pure('options()', () => type.options(settings, locale));
        const ids = offered.map(option => option.id);
        demandNothing(
          ids.filter((id, index) => ids.indexOf(id) !== index),
          `options offered twice (${locale})`,
        );
        demandNothing(
          offered.filter(option => option.label.trim() === '').map(({ id }) => id),
          `options without a label (${locale})`,
        );
        demand(!JSON.stringify(offered).includes('"price"'), `an option has a price (${locale}): prices are the shop's`);
      }
    }),
    rule('offers the same choices in every language', ({ type }) => {
      const [first, ...others] = [...locales, 'xx-XX'].map(locale => shapeOf(type, settings, locale));
      for (const shape of others) demandEqual(shape, first, 'what is offered in another language');
    }),
    rule('agrees with what its own options start from', ({ type }) => {
      const selection = deepFreeze(defaultSelection(type.options(settings, 'en')));
      demandEqual(
        pure('check()', () => type.check(settings, selection)),
        [],
        'the problems of what is chosen at first',
      );
    }),
    rule('accepts what is good and says what has to be done for it', ({ type }) => {
      for (const selection of product.good.map(good => deepFreeze(structuredClone(good)))) {
        demandEqual(pricingFault(type, settings, selection), undefined, `what its own options say to ${shown(selection)}`);
        demandEqual(
          pure('check()', () => type.check(settings, selection)),
          [],
          `the problems of ${shown(selection)}`,
        );
        const plan = pure('fulfil()', () => type.fulfil(settings, selection, SERVICE));
        demand(['server', 'manual', 'none'].includes(plan.action), () => `fulfil() says ${shown(plan)}`);
        if (type.canChange) {
          const problems = pure('canChange()', () => type.canChange!(settings, selection, selection));
          demandEqual(problems, [], 'the problems of a change that changes nothing');
        }
        if (type.adjust) pure('adjust()', () => type.adjust!(settings, selection, []));
      }
    }),
    rule('calls a service by a host name, where it names it', ({ type }) => {
      if (!type.nameOf) return;
      for (const selection of product.good) {
        const name = pure('nameOf()', () => type.nameOf!(settings, selection));
        demand(!name || Hostname.safeParse(name).success, () => `nameOf() calls ${shown(selection)} ${shown(name)}`);
      }
    }),
    rule('refuses what is bad, at the field', ({ type }) => {
      for (const bad of product.bad) {
        const selection = deepFreeze(structuredClone(bad.selection));
        const problems = pure('check()', () => type.check(settings, selection));
        const isNamed = problems.some(problem => problem.field === bad.field);
        demand(isNamed, () => `check() names no problem at "${bad.field}" for ${shown(selection)}, only ${shown(problems)}`);
        const vague = problems.find(problem => problem.code === '' || problem.message === '');
        demand(vague === undefined, () => `a problem says too little: ${shown(vague)}`);
      }
    }),
    rule('answers, and does not throw, whatever was selected', ({ type }) => {
      const ids = type.options(settings, 'en').map(option => option.id);
      const value = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.double(), fc.boolean());
      const anything = fc.dictionary(fc.constantFrom(...ids, 'constructor', 'stranger'), value, { maxKeys: ids.length + 2 });
      const found = fc.check(
        fc.property(anything, selection => answers(type, settings, selection)),
        { numRuns: 100, seed: 7 },
      );
      demand(!found.failed, () => `check() throws for ${shown(found.counterexample?.[0])}`);
    }),
  ];
}

/** Twice, with frozen input and nothing of the world at hand: a pure method gives the same answer. */
function pure<T>(what: string, work: () => T): T {
  const [first, second] = [once(what, work), once(what, work)];
  demandEqual(second, first, `the second answer of ${what} to the same question`);
  return first;
}

function once<T>(what: string, work: () => T): T {
  try {
    return withoutTheWorld(work);
  } catch (error) {
    throw new BrokenRule(`${what} is not pure or fails: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function shapeOf(type: ProductType, settings: ProductSettings, locale: string): unknown {
  return type.options(settings, locale).map(option => ({
    ...option,
    label: '',
    ...(option.kind === 'choice' && { values: option.values.map(value => value.value) }),
    ...(option.kind === 'number' && { unit: '' }),
  }));
}

function pricingFault(type: ProductType, settings: ProductSettings, selection: Selection): string | undefined {
  try {
    checkSelection(type.options(settings, 'en'), selection);
    return undefined;
  } catch (error) {
    if (error instanceof PricingProblem) return error.message;
    throw error;
  }
}

function answers(type: ProductType, settings: ProductSettings, selection: Selection): boolean {
  try {
    return Array.isArray(type.check(settings, deepFreeze({ ...selection })));
  } catch {
    // Whatever it is, a screen that shows problems at their fields cannot show it.
    return false;
  }
}
