import { randomUUID } from 'node:crypto';
import { aCall } from '../fake-context.js';
import { demand, demandEqual, demandFailure, demandNothing, outcomeOf } from '../rules/demand.js';
import type { ServerRule } from './server-stage.js';

/** What holds for every server provider. */
export const serverRules: readonly ServerRule[] = [
  {
    name: 'says what it sells, each thing once',
    run: async stage => {
      const catalog = await stage.watch.hear(stage.provider.catalog());
      for (const items of [catalog.plans, catalog.images, catalog.locations]) {
        const ids = items.map(item => item.id);
        demandNothing(
          ids.filter((id, index) => ids.indexOf(id) !== index),
          'ids that the catalogue has twice',
        );
      }
      demand(catalog.plans.length > 0, 'the catalogue has no plans');
    },
  },
  {
    name: 'makes a server that comes to run, with an address and a way in',
    run: async stage => {
      const server = await stage.aServer();
      demandEqual(server.state, 'running', 'the state of a server that is ready');
      demand(
        server.addresses.some(address => address.primary),
        'the server has no primary address',
      );
      demandEqual(server.hostname, stage.bench.spec.hostname, 'the host name');
      demand(Boolean(server.credentials?.username), 'the server tells of no way in: credentials.username is missing');
    },
  },
  {
    name: 'makes one server for a service, however often it is asked',
    run: async stage => {
      const serviceId = randomUUID();

      const first = await stage.create(serviceId);
      const sameKey = await stage.create(serviceId);
      const otherKey = await stage.create(serviceId, stage.main, 2);

      demandEqual(sameKey.externalId, first.externalId, 'the server of the same service under the same key');
      demandEqual(otherKey.externalId, first.externalId, 'the server of the same service under another key');
      await stage.demandOneServer(serviceId, 'after create() was called three times');
    },
  },
  {
    name: 'finds the server of a service, and nothing for a service that has none',
    run: async stage => {
      const serviceId = randomUUID();
      const { externalId } = await stage.aServer(serviceId);

      const found = await stage.watch.hear(stage.provider.find(serviceId));
      const nothing = await stage.watch.hear(stage.provider.find(randomUUID()));

      demandEqual(found?.externalId, externalId, 'the server that find() found');
      demandEqual(nothing, undefined, 'what find() answers for a service without a server');
    },
  },
  {
    name: 'refuses for good what the provider does not sell',
    run: async stage => {
      const serviceId = randomUUID();
      const spec = { ...stage.bench.spec, plan: 'no-such-plan' };

      const refused = await outcomeOf(() =>
        stage.watch.hear(stage.provider.create({ serviceId, spec }, aCall(`service-${serviceId}-create-1`))),
      );

      demandFailure(refused, ['final'], 'when the plan is not sold');
      demandEqual(await stage.provider.find(serviceId), undefined, 'what find() finds after a refusal');
    },
  },
  {
    name: 'suspends and resumes, also what is already so',
    run: async stage => {
      const { externalId } = await stage.aServer();
      const { provider } = stage;
      const key = (operation: string) => aCall(`service-${externalId}-${operation}`);

      const states = [
        await stage.after(provider.suspend(externalId, 'unpaid', key('suspend-1'))),
        await stage.after(provider.suspend(externalId, 'unpaid', key('suspend-2'))),
        await stage.after(provider.unsuspend(externalId, key('unsuspend-1'))),
        await stage.after(provider.unsuspend(externalId, key('unsuspend-2'))),
      ].map(server => server.state);

      demandEqual(
        states,
        ['suspended', 'suspended', 'running', 'running'],
        'the states after suspending twice and resuming twice',
      );
    },
  },
  {
    name: 'terminates once and for all, also what is gone',
    run: async stage => {
      const serviceId = randomUUID();
      const { externalId } = await stage.aServer(serviceId);
      const terminate = (attempt: number) =>
        stage.watch.hear(stage.provider.terminate(externalId, aCall(`service-${externalId}-terminate-${attempt}`)));

      await terminate(1);
      const again = await outcomeOf(() => terminate(2));

      demand(again.ok, 'terminating a server that is gone fails');
      demandEqual((await stage.settled(externalId)).state, 'gone', 'the state of a terminated server');
      const found = await stage.watch.hear(stage.provider.find(serviceId));
      demand(found === undefined || found.state === 'gone', 'find() still finds a terminated server');
    },
  },
  {
    name: 'tells that a server it has never seen is gone',
    run: async stage => demandEqual((await stage.fetch('9999999999')).state, 'gone', 'the state of an unknown server'),
  },
  {
    name: 'reads a word it does not know as work in progress',
    run: async stage => {
      const { externalId } = await stage.aServer();
      stage.bench.sayUnknownWord(externalId);
      demandEqual((await stage.fetch(externalId)).state, 'changing', 'the state that an unknown word reads as');
    },
  },
  {
    name: 'keeps the password of a server out of raw',
    run: async stage => {
      const server = await stage.aServer();
      const password = server.credentials?.password;
      if (password) demand(!JSON.stringify(server.raw ?? null).includes(password), 'raw holds the password of the server');
    },
  },
];
