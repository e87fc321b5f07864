import { FAKE_WHM, startFakeWhm } from '../../../../plugins/whm/src/fake/index.js';
import { usernameOf } from '../../../../plugins/whm/src/usernames.js';
import { checked } from '../../../../plugins/whm/test/vendor-check.js';
import type { CloudStart } from './cloud.js';
import { hostingWares } from './wares.js';

export const whm: CloudStart = async clock => {
  const fake = await startFakeWhm({ clock, ...checked });
  return {
    id: 'whm',
    host: new URL(fake.url).host,
    faults: fake.faults,
    settings: { apiUrl: fake.url, ...FAKE_WHM },
    wares: hostingWares,
    hasPower: false,
    sizes: { small: 'start', large: 'business' },
    serversOf: serviceId =>
      fake.accounts
        .filter(({ user }) => user === usernameOf(serviceId))
        .map(({ plan, suspended }) => ({ size: plan, isOn: suspended === '0' })),
    finishWork: () => undefined,
    loseNextAnswer: () => fake.troubles.loseNextAnswer(),
    close: () => fake.close(),
  };
};
