import { startFakeLxd } from '../../../../plugins/lxd/src/fake/index.js';
import { configOf } from '../../../../plugins/lxd/test/bench.js';
import type { CloudStart } from './cloud.js';
import { serverWares } from './wares.js';

export const lxd: CloudStart = async clock => {
  const fake = await startFakeLxd({ now: () => clock.now() });
  return {
    id: 'lxd',
    host: new URL(fake.url).host,
    faults: fake.faults,
    settings: { ...configOf(fake), key: fake.key },
    wares: serverWares('tiny-1', 'home'),
    hasPower: true,
    sizes: { small: '2 × 4096MiB', large: '4 × 8192MiB' },
    serversOf: serviceId =>
      fake.serversOf(serviceId).map(({ config, status }) => ({
        size: `${config['limits.cpu']} × ${config['limits.memory']}`,
        isOn: status === 'Running',
      })),
    finishWork: () => fake.finishWork(),
    loseNextAnswer: () => fake.loseNextAnswer(),
    close: () => fake.close(),
  };
};
