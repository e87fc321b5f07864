import { FAKE_HETZNER_TOKENS, startFakeHetzner } from '../../../../plugins/hetzner-cloud/src/fake/index.js';
import { checked } from '../../../../plugins/hetzner-cloud/test/vendor-check.js';
import type { CloudStart } from './cloud.js';
import { serverWares } from './wares.js';

export const hetzner: CloudStart = async clock => {
  const fake = await startFakeHetzner({ clock, ...checked });
  return {
    id: 'hetzner-cloud',
    host: new URL(fake.url).host,
    faults: fake.faults,
    settings: { apiUrl: fake.url, token: FAKE_HETZNER_TOKENS.token },
    wares: serverWares('debian-13', 'fsn1'),
    hasPower: true,
    sizes: { small: 'cx22', large: 'cx32' },
    serversOf: serviceId =>
      fake.serversOf(serviceId).map(({ type, status }) => ({ size: type.name, isOn: status === 'running' })),
    finishWork: () => fake.finishWork(),
    loseNextAnswer: () => fake.troubles.loseNextAnswer(),
    close: () => fake.close(),
  };
};
