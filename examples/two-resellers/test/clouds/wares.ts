import type { Selection } from '@hostwright/sdk';
import type { NewProduct } from '../../../../core/server/src/billing/catalog/index.js';
import { CHOICE, serverGoods } from '../../../../core/server/test/harness/shop-goods.js';

/** What a shop sells of a vendor, a small one and a larger one. */
export interface Wares {
  readonly small: Selection;
  readonly large: Selection;
  productOf(installationId: string): NewProduct;
}

const only = (id: string, value: string) => ({ id, kind: 'choice' as const, label: id, values: [{ value, label: value }] });

/** The usual servers with the vendor's own systems and places. */
export function serverWares(image: string, location: string): Wares {
  const places = { image: only('image', image), location: only('location', location) };
  return {
    small: { ...CHOICE, image, location },
    large: { ...CHOICE, cpu: 4, ram: 8, disk: 80, image, location },
    productOf(installationId) {
      const goods = serverGoods(installationId);
      return {
        ...goods,
        slug: 'cloud',
        settings: {
          ...goods.settings,
          images: [{ id: image, label: image }],
          locations: [{ id: location, label: location }],
        },
        plans: goods.plans.map(plan => ({
          ...plan,
          options: plan.options.map(option => (option.id === 'image' || option.id === 'location' ? places[option.id] : option)),
        })),
      };
    },
  };
}

/** Accounts of a panel in the packages that it has. */
export const hostingWares: Wares = {
  small: { package: 'start', domain: '' },
  large: { package: 'business', domain: '' },
  productOf: installationId => ({
    slug: 'hosting',
    type: 'shared-hosting',
    name: 'Web hosting',
    description: '',
    settings: {
      installationId,
      freeDomain: 'sites.shop.example',
      packages: [
        { id: 'start', label: 'Start', diskGb: 5 },
        { id: 'business', label: 'Business', diskGb: 25 },
      ],
    },
    plans: [
      {
        code: 'hosting',
        name: 'Hosting',
        description: '',
        base: { model: 'flat', amounts: { 'month:1': { EUR: '300' } } },
        options: [
          {
            id: 'package',
            kind: 'choice',
            label: 'Package',
            values: [
              { value: 'start', label: 'Start' },
              { value: 'business', label: 'Business', price: { model: 'flat', amounts: { 'month:1': { EUR: '600' } } } },
            ],
          },
          { id: 'domain', kind: 'text', label: 'Domain' },
        ],
        periods: ['month:1'],
        stock: null,
      },
    ],
  }),
};
