import { serverProviderContract, TestClock } from '@hostwright/sdk/testing';
import { FAKE_OCEAN_TOKENS, startFakeOcean } from '../src/fake/index.js';
import digitalocean from '../src/index.js';
import { checked } from './vendor-check.js';

serverProviderContract(digitalocean, {
  manifest: new URL('../plugin.json', import.meta.url),
  bench: async () => {
    const clock = new TestClock();
    const cloud = await startFakeOcean({ clock, ...checked });
    return {
      clock,
      config: { apiUrl: cloud.url },
      secrets: { token: FAKE_OCEAN_TOKENS.token },
      spec: { plan: 's-1vcpu-1gb', hostname: 'one.example.test', image: 'debian-13-x64', location: 'fra1' },
      otherSize: { plan: 's-1vcpu-2gb' },
      otherImage: 'ubuntu-26-04-x64',
      servers: serviceId => cloud.dropletsOf(serviceId).length,
      plantServer: () => cloud.plant('of-somebody-else'),
      loseNextAnswer: () => cloud.troubles.loseNextAnswer(),
      finishWork: () => cloud.hurry(),
      sayUnknownWord: externalId => cloud.say(externalId, 'hibernating'),
      close: async () => {
        await cloud.close();
        if (cloud.faults.length > 0) throw new Error(`DigitalOcean found faults:\n${cloud.faults.join('\n')}`);
      },
    };
  },
});
