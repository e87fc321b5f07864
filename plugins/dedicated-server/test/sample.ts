import type { Selection } from '@hostwright/sdk';
import type { DedicatedSettings } from '../src/settings.js';

export const settings: DedicatedSettings = {
  installationId: '01970000-0000-7000-8000-0000000000cc',
  configurations: [
    {
      id: 'r9',
      label: { en: 'Sixteen cores', uk: 'Шістнадцять ядер', ru: 'Шестнадцать ядер' },
      itemGroup: 'ryzen-9',
      facts: { cpu: 'Ryzen 9 7950X', ram: '128 GB', disks: '2 × 1.92 TB NVMe', network: '1 Gbit/s' },
    },
    { id: 'epyc', label: 'EPYC', itemGroup: 'epyc-64' },
  ],
  memory: [
    { id: 'ram-192', label: '192 GB', configurations: ['r9'] },
    { id: 'ram-512', label: '512 GB', configurations: ['epyc'] },
  ],
  disks: [{ id: 'sata-8', label: { en: '8 TB more', uk: 'Ще 8 ТБ' } }],
  images: [
    { id: 'debian-13', label: 'Debian 13', family: 'debian' },
    { id: 'windows-2025', label: 'Windows Server 2025', family: 'windows' },
  ],
  locations: [
    { id: 'fra', label: { en: 'Frankfurt', uk: 'Франкфурт', ru: 'Франкфурт' }, country: 'DE' },
    { id: 'kyiv', label: 'Kyiv', country: 'UA', groupSuffix: '-kyiv' },
  ],
};

export const BASIC: Selection = {
  configuration: 'r9',
  memory: 'standard',
  disks: 'standard',
  image: 'debian-13',
  location: 'fra',
};

const { installationId: _, memory: __, disks: ___, ...plain } = settings;

/** Machines as they are, handed out by whichever installation of a pool has room. */
export const plainSettings: DedicatedSettings = { ...plain, poolId: '01970000-0000-7000-8000-0000000000dd' };
