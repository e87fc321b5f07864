import { serverProviderContract } from '@hostwright/sdk/testing';
import { startFakeLxd } from '../src/fake/index.js';
import lxd from '../src/index.js';
import { configOf, LARGER, SPEC, wayTo } from './bench.js';

serverProviderContract(lxd, {
  manifest: new URL('../plugin.json', import.meta.url),
  bench: async () => {
    const fake = await startFakeLxd();
    return {
      config: configOf(fake),
      secrets: { key: fake.key },
      fetch: wayTo(fake),
      spec: SPEC,
      otherSize: LARGER,
      otherImage: 'tiny-2',
      plantServer: () => fake.plant('by-hand'),
      servers: serviceId => fake.serversOf(serviceId).length,
      loseNextAnswer: () => fake.loseNextAnswer(),
      finishWork: () => fake.finishWork(),
      sayUnknownWord: externalId => fake.say(externalId, 'Migrating'),
      close: async () => {
        await fake.close();
        if (fake.faults.length > 0) throw new Error(fake.faults.join('\n'));
      },
    };
  },
});
