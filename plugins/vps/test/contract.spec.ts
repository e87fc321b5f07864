import { productTypeContract } from '@hostwright/sdk/testing';
import vps from '../src/index.js';
import { BASIC, pooledSettings, settings } from './sample.js';

productTypeContract(vps, {
  manifest: new URL('../plugin.json', import.meta.url),
  entry: new URL('../src/index.ts', import.meta.url),
  products: [
    {
      name: 'a server with everything',
      settings: { ...settings },
      good: [
        BASIC,
        { ...BASIC, cpu: 8, ram: 32, disk: 320, backups: true },
        { ...BASIC, image: 'windows-2025', ram: 4, disk: 40 },
      ],
      bad: [
        { selection: { ...BASIC, image: 'windows-2025', ram: 2, disk: 40 }, field: 'ram' },
        { selection: { ...BASIC, image: 'windows-2025', ram: 4, disk: 20 }, field: 'disk' },
        { selection: { ...BASIC, image: 'plan-9' }, field: 'image' },
        { selection: { ...BASIC, image: 'constructor' }, field: 'image' },
        { selection: { ...BASIC, location: 'moon' }, field: 'location' },
        { selection: { ...BASIC, location: 'sg-sin' }, field: 'location' },
        { selection: { ...BASIC, cpu: 64 }, field: 'cpu' },
        { selection: { ...BASIC, disk: 21 }, field: 'disk' },
        { selection: {}, field: 'cpu' },
      ],
    },
    {
      name: 'a server of whichever installation has room',
      settings: { ...pooledSettings },
      good: [BASIC],
      bad: [{ selection: { ...BASIC, cpu: 64 }, field: 'cpu' }],
    },
  ],
});
