import { FAKE_OCEAN_TOKENS, startFakeOcean } from '../../../../plugins/digitalocean/src/fake/index.js';
import { checked } from '../../../../plugins/digitalocean/test/vendor-check.js';
import type { CloudStart } from './cloud.js';
import { serverWares } from './wares.js';

export const ocean: CloudStart = async clock => {
  const fake = await startFakeOcean({ clock, ...checked });
  return {
    id: 'digitalocean',
    host: new URL(fake.url).host,
    faults: fake.faults,
    settings: { apiUrl: fake.url, token: FAKE_OCEAN_TOKENS.token },
    wares: serverWares('debian-13-x64', 'fra1'),
    hasPower: true,
    sizes: { small: 's-2vcpu-4gb', large: 's-4vcpu-8gb' },
    serversOf: serviceId =>
      fake.dropletsOf(serviceId).map(({ size, status }) => ({ size: size.slug, isOn: status === 'active' })),
    finishWork: () => fake.finishWork(),
    loseNextAnswer: () => fake.troubles.loseNextAnswer(),
    close: () => fake.close(),
  };
};
