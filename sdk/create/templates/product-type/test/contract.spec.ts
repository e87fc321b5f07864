import { productTypeContract } from '@hostwright/sdk/testing';
import plugin from '../src/index.js';

productTypeContract(plugin, {
  manifest: new URL('../plugin.json', import.meta.url),
  entry: new URL('../src/index.ts', import.meta.url),
  products: [
    {
      name: 'a box with fast storage',
      settings: { installationId: '01970000-0000-7000-8000-000000000001', largestGb: 2000, fast: true },
      good: [{ size: 100 }, { size: 2000, fast: false }, { size: 1000, fast: true }],
      bad: [
        { selection: {}, field: 'size' },
        { selection: { size: 150 }, field: 'size' },
        { selection: { size: 2100 }, field: 'size' },
        { selection: { size: 2000, fast: true }, field: 'size' },
        { selection: { size: 100, fast: 'yes' }, field: 'fast' },
      ],
    },
    {
      name: 'a plain box',
      settings: { installationId: '01970000-0000-7000-8000-000000000001', largestGb: 500 },
      good: [{ size: 500 }],
      bad: [{ selection: { size: 100, fast: true }, field: 'fast' }],
    },
  ],
});
