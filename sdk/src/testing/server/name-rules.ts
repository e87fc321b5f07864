import { demand, demandEqual, demandFailure, outcomeOf } from '../rules/demand.js';
import { addressesOf, type ServerRule } from './server-stage.js';

const OTHER_NAME = 'other-name.example.test';

/** Addresses that are reserved for documentation (RFC 5737, RFC 3849); no server on a bench should have one of these. */
const FOREIGN_ADDRESSES = ['203.0.113.254', '2001:db8:ffff:ffff::254'];

export const renameRules: readonly ServerRule[] = [
  {
    name: 'gives a server another name, and nothing else, also one that it has',
    run: async stage => {
      const before = await stage.aServer();
      const { externalId } = before;

      const renamed = [
        await stage.changed(call => stage.provider.rename!(externalId, OTHER_NAME, call)),
        await stage.changed(call => stage.provider.rename!(externalId, OTHER_NAME, call)),
      ];

      const names = renamed.map(server => server.hostname);
      demandEqual(names, [OTHER_NAME, OTHER_NAME], 'the host names after renaming twice');
      const states = renamed.map(({ state, plan, image }) => [state, plan, image]);
      const kept = [before.state, before.plan, before.image];
      demandEqual(states, [kept, kept], 'the state, plan and image after renaming twice');
      demandEqual(addressesOf(renamed[1]!), addressesOf(before), 'the addresses after renaming');
    },
  },
];

export const reverseNameRules: readonly ServerRule[] = [
  {
    name: 'names an address, and gives it its default name back',
    run: async stage => {
      const { externalId, addresses } = await stage.aServer();
      const { address = '' } = addresses.find(({ primary }) => primary) ?? {};
      const set = async (name: string | undefined) => {
        const server = await stage.changed(call => stage.provider.setReverseName!(externalId, address, name, call));
        return server.addresses.find(known => known.address === address)?.reverseName;
      };

      demandEqual(await set(OTHER_NAME), OTHER_NAME, `the reverse name of ${address} that was set`);
      demandEqual(await set(OTHER_NAME), OTHER_NAME, `the reverse name of ${address} that was set again`);
      const back = await set(undefined);
      demand(back !== OTHER_NAME, `${address} still has the name that was taken from it`);
    },
  },
  {
    name: 'names no address that the server does not have',
    run: async stage => {
      const [server, other] = [await stage.aServer(), await stage.aServer()];
      const foreign = [...addressesOf(other), ...FOREIGN_ADDRESSES].filter(address => !addressesOf(server).includes(address));
      for (const address of foreign) {
        const refused = await outcomeOf(() =>
          stage.watch.hear(stage.provider.setReverseName!(server.externalId, address, OTHER_NAME, stage.newCall())),
        );
        demandFailure(refused, ['final'], `when ${address} is named, which another server has`);
      }
      const untouched = await stage.fetch(other.externalId);
      const names = untouched.addresses.map(({ reverseName }) => reverseName);
      demand(!names.includes(OTHER_NAME), 'the address of another server was named');
    },
  },
];
