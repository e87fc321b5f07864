import type { KeyValueStore } from '@hostwright/sdk';
import { fakeContext, memoryStorage, serverProviderContract, TestClock } from '@hostwright/sdk/testing';
import manual from '../src/index.js';
import type { Machine } from '../src/machine.js';
import { ManualProvider } from '../src/manual-provider.js';
import { CONFIG } from './sample.js';

serverProviderContract(manual, {
  manifest: new URL('../plugin.json', import.meta.url),
  bench: () => {
    const clock = new TestClock();
    const written = new Map<string, unknown>();
    const storage = watched(memoryStorage(clock), written);
    const people = new ManualProvider(fakeContext({ config: CONFIG, clock, storage }));
    return {
      config: CONFIG,
      secrets: {},
      clock,
      storage,
      spec: { plan: 'xeon-64', hostname: 'one.example.test', image: 'debian-13', addons: { ramGb: 64 } },
      otherSize: { plan: 'xeon-128', addons: { ramGb: 128 } },
      otherImage: 'ubuntu-26.04',
      servers: async serviceId => (await everything(people)).filter(server => server.serviceId === serviceId).length,
      finishWork: async () => {
        for (const { externalId, state } of await everything(people)) {
          const addresses = state === 'creating' ? { addresses: ['192.0.2.7', '2001:db8::7'] } : {};
          await people.finishHandWork(externalId, { username: 'root', password: 'told-once-77', ...addresses });
        }
      },
      sayUnknownWord: externalId => {
        const key = `server:${externalId}`;
        void storage.set(key, { ...(written.get(key) as Machine), state: 'being-moved' });
      },
    };
  },
});

async function everything(people: ManualProvider) {
  return (await people.list()).servers;
}

/** The same memory; what was last written to it lies open in `written`. */
function watched(storage: KeyValueStore, written: Map<string, unknown>): KeyValueStore {
  return {
    ...storage,
    set: (key, value, options) => {
      written.set(key, value);
      return storage.set(key, value, options);
    },
  };
}
