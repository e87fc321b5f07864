import { startFakeProxmox } from '../../../../plugins/proxmox/src/fake/index.js';
import { SECRETS, SETTINGS } from '../../../../plugins/proxmox/test/bench.js';
import { checked } from '../../../../plugins/proxmox/test/vendor-check.js';
import type { CloudStart } from './cloud.js';
import { serverWares } from './wares.js';

export const proxmox: CloudStart = async clock => {
  const fake = await startFakeProxmox({ clock, ...checked });
  return {
    id: 'proxmox',
    host: new URL(fake.url).host,
    faults: fake.faults,
    settings: { apiUrl: fake.url, ...SETTINGS, ...SECRETS },
    wares: serverWares('debian-13', 'home'),
    hasPower: true,
    sizes: { small: '2 × 4096', large: '4 × 8192' },
    serversOf: serviceId =>
      fake
        .guestsOf(serviceId)
        .map(({ config, status }) => ({ size: `${config['cores']} × ${config['memory']}`, isOn: status === 'running' })),
    finishWork: () => fake.finishWork(),
    loseNextAnswer: () => fake.troubles.loseNextAnswer(),
    close: () => fake.close(),
  };
};
