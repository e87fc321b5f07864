import type { Selection } from '@hostwright/sdk';
import type { VpsSettings } from '../src/settings.js';

export const settings: VpsSettings = {
  installationId: '01970000-0000-7000-8000-0000000000cc',
  cpu: { min: 1, max: 16 },
  ram: { min: 1, max: 64 },
  disk: { min: 20, max: 640, step: 20, included: 20 },
  backups: true,
  images: [
    { id: 'debian-13', label: 'Debian 13', family: 'debian' },
    { id: 'windows-2025', label: 'Windows Server 2025', family: 'windows' },
    { id: 'panel', label: { en: 'Debian with a panel', uk: 'Debian з панеллю' }, family: 'debian', minRamGb: 2 },
  ],
  locations: [
    { id: 'de-fra', label: { en: 'Frankfurt', uk: 'Франкфурт', ru: 'Франкфурт' }, country: 'DE' },
    { id: 'sg-sin', label: 'Singapore', country: 'SG', soldOut: true },
  ],
};

const { installationId: _, ...anywhere } = settings;
export const pooledSettings: VpsSettings = {
  ...anywhere,
  poolId: '01970000-0000-7000-8000-0000000000dd',
  locations: settings.locations.map(location => ({ ...location, poolId: '01970000-0000-7000-8000-0000000000ee' })),
};

export const BASIC: Selection = { cpu: 1, ram: 1, disk: 20, image: 'debian-13', location: 'de-fra' };
