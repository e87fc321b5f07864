import { serverProviderContract, TestClock } from '@hostwright/sdk/testing';
import { FAKE_HETZNER_TOKENS, startFakeHetzner } from '../src/fake/index.js';
import hetzner from '../src/index.js';
import { checked } from './vendor-check.js';

serverProviderContract(hetzner, {
  manifest: new URL('../plugin.json', import.meta.url),
  bench: async () => {
    const clock = new TestClock();
    const cloud = await startFakeHetzner({ clock, ...checked });
    return {
      clock,
      config: { apiUrl: cloud.url },
      secrets: { token: FAKE_HETZNER_TOKENS.token },
      spec: { plan: 'cx22', hostname: 'one.example.test', image: 'debian-13', location: 'fsn1' },
      otherSize: { plan: 'cx32' },
      otherImage: 'ubuntu-26.04',
      servers: serviceId => cloud.serversOf(serviceId).length,
      plantServer: () => cloud.plant('of-somebody-else'),
      loseNextAnswer: () => cloud.troubles.loseNextAnswer(),
      finishWork: () => cloud.hurry(),
      sayUnknownWord: externalId => cloud.say(externalId, 'hibernating'),
      close: async () => {
        await cloud.close();
        if (cloud.faults.length > 0) throw new Error(`Hetzner found faults:\n${cloud.faults.join('\n')}`);
      },
    };
  },
});
