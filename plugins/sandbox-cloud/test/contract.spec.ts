import { serverProviderContract, TestClock } from '@hostwright/sdk/testing';
import sandboxCloud from '../src/index.js';
import { SANDBOX_CLOUD_KEY, startSandboxCloud } from '../src/vendor/index.js';

serverProviderContract(sandboxCloud, {
  manifest: new URL('../plugin.json', import.meta.url),
  bench: async () => {
    const clock = new TestClock();
    const cloud = await startSandboxCloud({ clock });
    return {
      clock,
      config: { apiUrl: cloud.url },
      secrets: { apiKey: SANDBOX_CLOUD_KEY },
      spec: { plan: 'c2-r4-d40', hostname: 'one.example.test', image: 'debian-13', location: 'fra', addons: { backups: true } },
      otherSize: { plan: 'c4-r8-d80' },
      otherImage: 'ubuntu-26.04',
      handSpec: { plan: 'c2-r4-d40', hostname: 'hands-one.example.test', image: 'debian-13', location: 'fra' },
      plantServer: () => cloud.plant().id,
      servers: serviceId => cloud.serversOf(serviceId).length,
      loseNextAnswer: () => cloud.loseAnswer(),
      finishWork: () => cloud.finishWork(),
      sayUnknownWord: externalId => cloud.say(externalId, 'migrating'),
      close: () => cloud.close(),
    };
  },
});
