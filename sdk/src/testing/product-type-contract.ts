import type { Plugin } from '../define-plugin.js';
import { browserBundle } from './browser-bundle.js';
import { fakeContext } from './fake-context.js';
import { readManifest } from './manifest-file.js';
import { productRules, type ProductStage, type SampleProduct } from './product/product-rules.js';
import { manifestRules } from './rules/common-rules.js';
import { demandEqual } from './rules/demand.js';
import { describeContract } from './rules/describe-contract.js';
import { BrokenRule, contractOf, type Contract, type StageRule } from './rules/rule.js';

export type { SampleProduct } from './product/product-rules.js';

export interface ProductContractOptions {
  /** Address of plugin.json. */
  readonly manifest: URL;
  /** Address of the module that the manifest's `entry` is built from; it is bundled for the browser. */
  readonly entry: URL;
  readonly products: readonly SampleProduct[];
  readonly locales?: readonly string[];
}

/** Every promise that a product type makes to the core, as rules that can be run one by one. */
export function productTypeRules(plugin: Plugin<'product-type'>, options: ProductContractOptions): Contract {
  const manifest = readManifest(options.manifest);
  const locales = options.locales ?? ['en', 'uk', 'ru'];
  return contractOf<ProductStage>(
    `${manifest.id}, as a product type`,
    [
      ...manifestRules<ProductStage>({ plugin, manifest, address: options.manifest }),
      browserRule(options.entry),
      ...options.products.flatMap(product => productRules(manifest, product, locales)),
    ],
    () => ({ type: plugin.create(fakeContext()) }),
    () => undefined,
  );
}

/** The same as tests, one for each rule. */
export function productTypeContract(plugin: Plugin<'product-type'>, options: ProductContractOptions): void {
  describeContract(productTypeRules(plugin, options));
}

function browserRule(entry: URL): StageRule<ProductStage> {
  return {
    name: 'bundles for the browser and builds there',
    run: async () => {
      const code = await browserBundle(entry).catch((error: unknown) => {
        throw new BrokenRule(
          `it does not bundle: ${error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error)}`,
        );
      });
      const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
        readonly default: Plugin<'product-type'>;
      };
      demandEqual(module.default.kind, 'product-type', 'the kind of the bundled plugin');
      demandEqual(typeof module.default.create(fakeContext()).options, 'function', 'what options is in the bundled plugin');
    },
  };
}
