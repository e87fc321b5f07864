import type { PriceTable } from '@hostwright/sdk';
import type { NewProduct } from '../../src/billing/catalog/index.js';

/** A choice that every plan of these goods allows. */
export const CHOICE = { cpu: 2, ram: 4, disk: 40, image: 'debian-13', location: 'fra' } as const;

const month = (amounts: Readonly<Record<string, string>>): PriceTable => ({ 'month:1': amounts });

interface Prices {
  readonly small: PriceTable;
  readonly large: PriceTable;
  readonly unit: PriceTable;
}

const EUROPE: Prices = {
  small: month({ EUR: '499', USD: '549', UAH: '21900' }),
  large: month({ EUR: '1999', USD: '2149', UAH: '87900' }),
  unit: month({ EUR: '150', USD: '165', UAH: '6600' }),
};

const AFAR: Prices = {
  small: month({ JPY: '800', KWD: '1655' }),
  large: month({ JPY: '3200', KWD: '6615' }),
  unit: month({ JPY: '240', KWD: '495' }),
};

/** Servers in currencies of two digits, and the same ones in currencies of none and of three. */
export const serverGoods = (providerId: string): NewProduct => goods('servers', 'Cloud server', providerId, EUROPE);
export const serverGoodsAfar = (providerId: string): NewProduct => goods('servers-afar', 'Server afar', providerId, AFAR);

function goods(slug: string, name: string, providerId: string, prices: Prices): NewProduct {
  const plan = (code: string, label: string, base: PriceTable) => ({
    code,
    name: label,
    description: '',
    base: { model: 'flat' as const, amounts: base },
    options: options(prices.unit),
    periods: ['month:1'],
    stock: null,
  });
  return {
    slug,
    type: 'vps',
    name,
    description: '',
    settings: {
      installationId: providerId,
      cpu: { min: 1, max: 16 },
      ram: { min: 1, max: 64 },
      disk: { min: 20, max: 640, step: 20 },
      images: [{ id: 'debian-13', label: 'Debian 13' }],
      locations: [{ id: 'fra', label: 'Frankfurt' }],
    },
    plans: [plan('small', 'Small', prices.small), plan('large', 'Large', prices.large)],
  };
}

function options(amounts: PriceTable): NewProduct['plans'][number]['options'] {
  const size = (id: string, unit: string, min: number, max: number, step: number) => ({
    ...{ id, kind: 'number' as const, label: id, unit, min, max, step, included: min },
    price: { model: 'per-unit' as const, amounts },
  });
  const choice = (id: string, value: string) => ({ id, kind: 'choice' as const, label: id, values: [{ value, label: value }] });
  return [
    size('cpu', 'vCPU', 1, 16, 1),
    size('ram', 'GB', 1, 64, 1),
    size('disk', 'GB', 20, 640, 20),
    choice('image', 'debian-13'),
    choice('location', 'fra'),
  ];
}
