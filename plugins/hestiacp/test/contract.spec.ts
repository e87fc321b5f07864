import { serverProviderContract, TestClock } from '@hostwright/sdk/testing';
import { FAKE_HESTIA, startFakeHestia } from '../src/fake/index.js';
import hestia from '../src/index.js';
import { usernameOf } from '../src/labels.js';
import { checked } from './vendor-check.js';

serverProviderContract(hestia, {
  manifest: new URL('../plugin.json', import.meta.url),
  bench: async () => {
    const clock = new TestClock();
    const server = await startFakeHestia({ clock, ...checked });
    // The suite orders the same domain for every service.
    server.panel.sharesDomains = true;
    const { accessKey, secretKey, address } = FAKE_HESTIA;
    return {
      clock,
      config: { apiUrl: server.url, accessKey, address, contactEmail: 'panel@shop.example' },
      secrets: { secretKey },
      spec: { plan: 'start', hostname: 'one.example.test' },
      otherSize: { plan: 'business' },
      servers: serviceId => server.users.filter(({ user }) => user === usernameOf(serviceId)).length,
      plantServer: () => server.plant('strange1'),
      loseNextAnswer: () => server.troubles.loseNextAnswer(),
      finishWork: () => clock.pass(60_000),
      sayUnknownWord: externalId => server.say(externalId, 'maybe'),
      close: async () => {
        await server.close();
        if (server.faults.length > 0) throw new Error(`The panel found faults:\n${server.faults.join('\n')}`);
      },
    };
  },
});
