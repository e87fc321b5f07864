import { FAKE_HESTIA, startFakeHestia } from '../../../../plugins/hestiacp/src/fake/index.js';
import { usernameOf } from '../../../../plugins/hestiacp/src/labels.js';
import { checked } from '../../../../plugins/hestiacp/test/vendor-check.js';
import type { CloudStart } from './cloud.js';
import { hostingWares } from './wares.js';

export const hestia: CloudStart = async clock => {
  const fake = await startFakeHestia({ clock, ...checked });
  return {
    id: 'hestiacp',
    host: new URL(fake.url).host,
    faults: fake.faults,
    settings: { apiUrl: fake.url, ...FAKE_HESTIA, contactEmail: 'panel@shop.example' },
    wares: hostingWares,
    hasPower: false,
    sizes: { small: 'start', large: 'business' },
    serversOf: serviceId =>
      fake.users
        .filter(({ user }) => user === usernameOf(serviceId))
        .map(({ plan, suspended }) => ({ size: plan, isOn: suspended === 'no' })),
    finishWork: () => undefined,
    loseNextAnswer: () => fake.troubles.loseNextAnswer(),
    close: () => fake.close(),
  };
};
