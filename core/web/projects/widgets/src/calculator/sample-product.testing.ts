import type { ProductAnswer } from '@hostwright/sdk/http';

const flat = (month: string, year: string, usd: string) => ({
  model: 'flat' as const,
  amounts: { 'month:1': { EUR: month, USD: usd }, 'year:1': { EUR: year } },
});
const perUnit = (month: string, year: string) => ({
  model: 'per-unit' as const,
  amounts: { 'month:1': { EUR: month, USD: month }, 'year:1': { EUR: year } },
});

const plan = (code: string, month: string, included: number, stock: number | null): ProductAnswer['plans'][number] => ({
  id: `0193${code}`,
  code,
  name: code.toUpperCase(),
  description: '',
  version: 1,
  base: flat(month, String(Number(month) * 10), month),
  options: [
    { id: 'size', kind: 'number', label: 'Size', unit: 'GB', min: 1, max: 16, step: 1, included, price: perUnit('100', '1000') },
    {
      id: 'kind',
      kind: 'choice',
      label: 'Kind',
      values: [
        { value: 'plain', label: 'Plain' },
        { value: 'fancy', label: 'Fancy', price: flat('500', '5000', '500') },
        { value: 'gone', label: 'Gone', available: false },
      ],
    },
    { id: 'copies', kind: 'toggle', label: 'Copies', price: flat('90', '900', '90') },
    { id: 'note', kind: 'text', label: 'Note' },
  ],
  periods: ['year:1', 'month:1'],
  stock,
});

/** Two plans with an option of each sort; the yearly price is that of ten months. */
export const sampleProduct: ProductAnswer = {
  id: '0193product',
  slug: 'sample',
  name: 'Sample',
  description: '',
  plans: [plan('empty', '100', 1, 0), plan('small', '400', 2, null), plan('large', '1000', 8, 3)],
  moduleUrl: null,
  asksHostname: true,
  settings: {},
};
