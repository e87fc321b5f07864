import { afterAll, describe } from 'vitest';
import { definePlugin } from '../../define-plugin.js';
import type { ProductType } from '../../kinds/product-type.js';
import { productTypeRules, type SampleProduct } from '../product-type-contract.js';
import { honestBox } from './honest-box.fixture.js';
import { everyRuleHasItsBreaker, manifestWith } from './one-broken-rule.fixture.js';

const MANIFEST = new URL('acme-box.plugin.json', import.meta.url);
const ENTRY = new URL('honest-box.fixture.ts', import.meta.url);
const removals: (() => void)[] = [];
afterAll(() => removals.forEach(remove => remove()));

const BOX: SampleProduct = {
  name: 'a box',
  settings: { largest: 8 },
  good: [{ size: 1 }, { size: 8 }],
  bad: [{ selection: { size: 9 }, field: 'size' }],
};

function contract(
  twist: Partial<ProductType> = {},
  words: { manifest?: URL; entry?: URL; product?: Partial<SampleProduct> } = {},
) {
  const plugin = definePlugin<'product-type'>({ kind: 'product-type', create: () => ({ ...honestBox, ...twist }) });
  const { manifest = MANIFEST, entry = ENTRY, product } = words;
  return productTypeRules(plugin, { manifest, entry, products: [{ ...BOX, ...product }] });
}

const without = (name: keyof ProductType) => {
  const { [name]: _, ...rest } = honestBox;
  return productTypeRules(definePlugin<'product-type'>({ kind: 'product-type', create: () => rest as unknown as ProductType }), {
    manifest: MANIFEST,
    entry: ENTRY,
    products: [BOX],
  });
};

describe('the contract of product types', () => {
  everyRuleHasItsBreaker(contract, {
    'has a manifest that the schema accepts, of its own kind, for this SDK': () => {
      const { address, remove } = manifestWith(MANIFEST, { version: 'first' });
      removals.push(remove);
      return contract({}, { manifest: address });
    },
    'builds from whatever settings its schema accepts, with no network': () => {
      const { address, remove } = manifestWith(MANIFEST, {});
      removals.push(remove);
      const plugin = definePlugin<'product-type'>({
        kind: 'product-type',
        create: context => (void context.fetch('http://127.0.0.1:1/').catch(() => undefined), honestBox),
      });
      return productTypeRules(plugin, { manifest: address, entry: ENTRY, products: [] });
    },
    'has every method that its capabilities promise and no other': () => without('adjust'),
    'hears exactly the events that its manifest names': () => {
      const plugin = definePlugin<'product-type'>({
        kind: 'product-type',
        create: () => honestBox,
        on: { 'invoice.paid': async () => undefined },
      });
      return productTypeRules(plugin, { manifest: MANIFEST, entry: ENTRY, products: [] });
    },
    'bundles for the browser and builds there': () =>
      contract({}, { entry: new URL('for-servers-only.fixture.ts', import.meta.url) }),
    'a box: has settings that the manifest accepts': () => contract({}, { product: { settings: { largest: 0 } } }),
    'a box: offers each option once, with a label, without a price': () =>
      contract({ options: settings => [...honestBox.options(settings, 'en'), ...honestBox.options(settings, 'en')] }),
    'a box: offers the same choices in every language': () =>
      contract({ options: (settings, locale) => (locale === 'ru' ? [] : honestBox.options(settings, locale)) }),
    'a box: agrees with what its own options start from': () =>
      contract({ check: (_, { size }) => (size === 8 ? [] : [{ field: 'size', code: 'small', message: 'Too small' }]) }),
    'a box: accepts what is good and says what has to be done for it': () =>
      contract({ fulfil: () => ({ action: 'manual', instructions: new Date().toISOString() }) }),
    'a box: calls a service by a host name, where it names it': () => contract({ nameOf: () => 'a box' }),
    'a box: refuses what is bad, at the field': () => contract({ check: () => [] }),
    'a box: answers, and does not throw, whatever was selected': () =>
      contract({
        check: (settings, selection) => honestBox.check(settings, { size: BigInt(String(selection['size'])).toString() }),
      }),
  });
});
