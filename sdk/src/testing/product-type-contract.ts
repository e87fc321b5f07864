import { describe, expect, it } from 'vitest';
import type { Plugin } from '../define-plugin.js';
import type { ProductSettings, ProductType } from '../kinds/product-type.js';
import type { Selection } from '../pricing.js';
import { checkSelection, defaultSelection } from '../selection.js';
import { browserBundle } from './browser-bundle.js';
import { commonRules } from './common-rules.js';
import { fakeContext } from './fake-context.js';
import { compile, readManifest } from './manifest-file.js';
import { deepFreeze, withoutTheWorld } from './pure-call.js';

export interface SampleProduct {
  readonly name: string;
  readonly settings: ProductSettings;
  readonly good: readonly Selection[];
  /** Selections that must be refused, with the field at fault. */
  readonly bad: readonly { readonly selection: Selection; readonly field: string }[];
}

export interface ProductContractOptions {
  /** Address of plugin.json. */
  readonly manifest: URL;
  /** Address of the module that the manifest's `entry` is built from; it is bundled for the browser. */
  readonly entry: URL;
  readonly products: readonly SampleProduct[];
  readonly locales?: readonly string[];
}

/** Every promise that a product type makes to the core. */
export function productTypeContract(plugin: Plugin<'product-type'>, options: ProductContractOptions): void {
  const manifest = readManifest(options.manifest);
  const type: ProductType = plugin.create(fakeContext());
  const locales = options.locales ?? ['en', 'uk', 'ru'];
  const service = deepFreeze({ id: '01970000-0000-7000-8000-0000000000bb', hostname: 'one.example.test' });
  /** Twice, with frozen input and nothing of the world at hand: a pure method gives the same answer. */
  const pure = <T>(work: () => T): T => {
    const first = withoutTheWorld(work);
    expect(withoutTheWorld(work)).toEqual(first);
    return first;
  };

  describe(`${manifest.id}, as a product type`, () => {
    commonRules(plugin, manifest, options.manifest);

    it('bundles for the browser and builds there', async () => {
      const code = await browserBundle(options.entry);
      const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
        readonly default: Plugin<'product-type'>;
      };

      expect(module.default.kind).toBe('product-type');
      expect(typeof module.default.create(fakeContext()).options).toBe('function');
    });

    for (const product of options.products) {
      const settings = deepFreeze(structuredClone(product.settings));

      describe(product.name, () => {
        it('has settings that the manifest accepts', () => {
          const validate = compile(manifest.product!);

          validate(structuredClone(settings));

          expect(validate.errors ?? []).toEqual([]);
        });

        it.each(locales)('offers each option once, with a label, without a price (%s)', locale => {
          const offered = pure(() => type.options(settings, locale));

          expect(new Set(offered.map(option => option.id)).size).toBe(offered.length);
          expect(offered.filter(option => option.label.trim() === '')).toEqual([]);
          expect(JSON.stringify(offered)).not.toContain('"price"');
        });

        it('offers the same choices in every language', () => {
          const shapes = locales.map(locale =>
            type.options(settings, locale).map(option => ({
              ...option,
              label: '',
              ...(option.kind === 'choice' && { values: option.values.map(value => value.value) }),
              ...(option.kind === 'number' && { unit: '' }),
            })),
          );

          for (const shape of shapes) expect(shape).toEqual(shapes[0]);
        });

        it('agrees with what its own options start from', () => {
          const selection = deepFreeze(defaultSelection(type.options(settings, 'en')));

          expect(pure(() => type.check(settings, selection))).toEqual([]);
        });

        it('accepts what is good and says what has to be done for it', () => {
          for (const selection of product.good.map(good => deepFreeze(structuredClone(good)))) {
            expect(() => checkSelection(type.options(settings, 'en'), selection)).not.toThrow();
            expect(pure(() => type.check(settings, selection))).toEqual([]);
            expect(pure(() => type.fulfil(settings, selection, service)).action).toBeTruthy();
            if (type.canChange) expect(pure(() => type.canChange!(settings, selection, selection))).toEqual([]);
          }
        });

        it('refuses what is bad, at the field', () => {
          for (const bad of product.bad) {
            const selection = deepFreeze(structuredClone(bad.selection));
            const problems = pure(() => type.check(settings, selection));

            expect(problems.map(problem => problem.field)).toContain(bad.field);
            expect(problems.every(problem => problem.code !== '' && problem.message !== '')).toBe(true);
          }
        });
      });
    }
  });
}
