import { productTypeContract } from '@hostwright/sdk/testing';
import generic from '../src/index.js';
import { BACKUP, LICENCE, SUPPORT } from './sample.js';

productTypeContract(generic, {
  manifest: new URL('../plugin.json', import.meta.url),
  entry: new URL('../src/index.ts', import.meta.url),
  products: [
    {
      name: 'a licence',
      settings: { ...LICENCE },
      good: [
        { edition: 'solo', seats: 1, support: false },
        { edition: 'pro', seats: 25, support: true, address: '192.0.2.7' },
      ],
      bad: [
        { selection: { edition: 'old', seats: 1 }, field: 'edition' },
        { selection: { edition: 'constructor', seats: 1 }, field: 'edition' },
        { selection: { edition: 'solo', seats: 0 }, field: 'seats' },
        { selection: { edition: 'solo', seats: 1.5 }, field: 'seats' },
        { selection: { edition: 'solo', seats: 1, support: 'yes' }, field: 'support' },
        { selection: { edition: 'solo', seats: 1, address: 'home' }, field: 'address' },
      ],
    },
    {
      name: 'backup space',
      settings: { ...BACKUP },
      good: [{ space: 300, place: 'fra' }],
      bad: [
        { selection: { space: 150, place: 'fra' }, field: 'space' },
        { selection: { space: 100 }, field: 'place' },
      ],
    },
    { name: 'something without a form', settings: { ...SUPPORT }, good: [{}], bad: [] },
  ],
});
