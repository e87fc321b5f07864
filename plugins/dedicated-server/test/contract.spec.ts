import { productTypeContract } from '@hostwright/sdk/testing';
import dedicatedServer from '../src/index.js';
import { BASIC, plainSettings, settings } from './sample.js';

productTypeContract(dedicatedServer, {
  manifest: new URL('../plugin.json', import.meta.url),
  entry: new URL('../src/index.ts', import.meta.url),
  products: [
    {
      name: 'machines with upgrades',
      settings: { ...settings },
      good: [
        BASIC,
        { ...BASIC, memory: 'ram-192', disks: 'sata-8', location: 'kyiv' },
        { ...BASIC, configuration: 'epyc', memory: 'ram-512', image: 'windows-2025' },
      ],
      bad: [
        { selection: { ...BASIC, configuration: 'cray' }, field: 'configuration' },
        { selection: { ...BASIC, configuration: 'epyc', memory: 'ram-192' }, field: 'memory' },
        { selection: { ...BASIC, disks: 'tape' }, field: 'disks' },
        { selection: { ...BASIC, image: 'constructor' }, field: 'image' },
        { selection: { ...BASIC, location: 'moon' }, field: 'location' },
        { selection: {}, field: 'configuration' },
      ],
    },
    {
      name: 'machines as they are',
      settings: { ...plainSettings },
      good: [{ configuration: 'epyc', image: 'debian-13', location: 'kyiv' }],
      bad: [{ selection: { configuration: 'r9', image: 'debian-13', location: 'mars' }, field: 'location' }],
    },
  ],
});
