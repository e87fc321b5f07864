import { productTypeContract } from '@hostwright/sdk/testing';
import sharedHosting from '../src/index.js';
import { BASIC, plainSettings, settings } from './sample.js';

productTypeContract(sharedHosting, {
  manifest: new URL('../plugin.json', import.meta.url),
  entry: new URL('../src/index.ts', import.meta.url),
  products: [
    {
      name: 'packages with everything',
      settings: { ...settings },
      good: [
        BASIC,
        { ...BASIC, domain: 'example.com', backups: true, dedicatedIp: true, contactEmail: 'anna@example.org' },
        { package: 'Reseller_Pro.v2', domain: 'xn--e1aybc.xn--p1ai', backups: false },
        { ...BASIC, domain: '', contactEmail: '' },
      ],
      bad: [
        { selection: { package: 'gold' }, field: 'package' },
        { selection: { package: 'constructor' }, field: 'package' },
        { selection: {}, field: 'package' },
        { selection: { ...BASIC, domain: 'example' }, field: 'domain' },
        { selection: { ...BASIC, domain: 'каштан.укр' }, field: 'domain' },
        { selection: { ...BASIC, domain: 'exa mple.com' }, field: 'domain' },
        { selection: { ...BASIC, domain: 7 }, field: 'domain' },
        { selection: { package: 'Reseller_Pro.v2', backups: true }, field: 'backups' },
        { selection: { ...BASIC, contactEmail: 'anna' }, field: 'contactEmail' },
      ],
    },
    {
      name: 'packages as they are',
      settings: { ...plainSettings },
      good: [{ package: 'Reseller_Pro.v2', domain: 'example.com' }],
      bad: [{ selection: { package: 'Reseller_Pro.v2', dedicatedIp: true }, field: 'dedicatedIp' }],
    },
  ],
});
