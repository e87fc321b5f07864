import { serverProviderContract, TestClock } from '@hostwright/sdk/testing';
import { FAKE_WHM, startFakeWhm } from '../src/fake/index.js';
import whm from '../src/index.js';
import { usernameOf } from '../src/usernames.js';
import { checked } from './vendor-check.js';

serverProviderContract(whm, {
  manifest: new URL('../plugin.json', import.meta.url),
  bench: async () => {
    const clock = new TestClock();
    const server = await startFakeWhm({ clock, ...checked });
    // The suite orders the same domain for every service.
    server.room.sharesDomains = true;
    return {
      clock,
      config: { apiUrl: server.url, username: FAKE_WHM.username },
      secrets: { token: FAKE_WHM.token },
      spec: { plan: 'start', hostname: 'one.example.test' },
      otherSize: { plan: 'business' },
      servers: serviceId => server.accounts.filter(({ user }) => user === usernameOf(serviceId)).length,
      plantServer: () => server.plant('strange1'),
      loseNextAnswer: () => server.troubles.loseNextAnswer(),
      finishWork: () => clock.pass(120_000),
      sayUnknownWord: externalId => server.say(externalId, '2'),
      close: async () => {
        await server.close();
        if (server.faults.length > 0) throw new Error(`WHM found faults:\n${server.faults.join('\n')}`);
      },
    };
  },
});
