import type { ManualConfig } from '../src/settings.js';

export const CONFIG: ManualConfig = {
  plans: [{ id: 'xeon-64', name: 'Xeon, 64 GB' }, { id: 'xeon-128' }],
  images: [{ id: 'debian-13', name: 'Debian 13' }, { id: 'ubuntu-26.04' }],
  setUpHours: 48,
  setUpList: 'Label both cables\nPut the serial number into the rack plan',
};
