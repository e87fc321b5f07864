import type { Selection } from '@hostwright/sdk';
import type { HostingSettings } from '../src/settings.js';

export const settings: HostingSettings = {
  installationId: '01970000-0000-7000-8000-0000000000cc',
  freeDomain: 'sites.shop.example',
  dedicatedIp: true,
  asksContactEmail: true,
  packages: [
    {
      id: 'start',
      label: { en: 'Start', uk: 'Старт', ru: 'Старт' },
      diskGb: 5,
      trafficGb: 50,
      domains: 1,
      mailboxes: 10,
      databases: 2,
      backupPackage: 'start-backups',
    },
    { id: 'Reseller_Pro.v2', label: 'Pro', diskGb: 100, domains: 50 },
  ],
};

export const BASIC: Selection = { package: 'start' };

const { installationId: _, dedicatedIp: __, asksContactEmail: ___, packages, ...plain } = settings;

/** Packages and nothing else, on whichever server of a pool has room. */
export const plainSettings: HostingSettings = {
  ...plain,
  packages: [packages[1]!],
  poolId: '01970000-0000-7000-8000-0000000000dd',
};
