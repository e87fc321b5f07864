import { randomUUID } from 'node:crypto';
import type { HandWorkResult } from '../../kinds/server-extras.js';
import type { ServerSnapshot } from '../../kinds/server-provider.js';
import { demand, demandEqual } from '../rules/demand.js';
import { addressesOf, type ServerRule, type ServerStage } from './server-stage.js';

const PASSWORD = 'told-by-hand-1f6c9a';

const DONE: HandWorkResult = {
  addresses: ['198.51.100.77'],
  username: 'admin',
  password: PASSWORD,
  notes: 'Rack 4, unit 12',
};

export const handWorkRules: readonly ServerRule[] = [
  {
    name: 'asks people for work, and waits until they have done it',
    run: async stage => {
      const serviceId = randomUUID();
      const waiting = await aWaitingServer(stage, serviceId);

      const again = await stage.create(serviceId, stage.main, 2, stage.bench.handSpec);

      demand(Boolean(waiting.handWork?.title), 'a server that waits for people does not say in handWork.title what for');
      demand(['creating', 'changing'].includes(waiting.state), `a server that waits for people is ${waiting.state}`);
      demandEqual(again.externalId, waiting.externalId, 'the server that create() answers while it waits');
    },
  },
  {
    name: 'takes what people tell, once',
    run: async stage => {
      const { externalId, handWork } = await aWaitingServer(stage);
      const finish = (result: HandWorkResult) => stage.provider.finishHandWork!(externalId, result, stage.newCall());

      const first = await stage.after(finish(DONE));
      const again = await stage.after(finish({ ...DONE, addresses: ['198.51.100.78'], username: 'other' }));

      demandEqual([first.state, first.handWork], ['running', undefined], 'the state and work after the work was finished');
      if (handWork?.asksAccess) {
        demand(addressesOf(first).includes(DONE.addresses![0]!), 'the address that was told is not the address of the server');
        demandEqual(first.credentials?.username, DONE.username, 'the user name that was told');
      }
      demandEqual(
        [again.state, addressesOf(again), again.credentials?.username],
        [first.state, addressesOf(first), first.credentials?.username],
        'the state, addresses and user name after the work was finished again with other words',
      );
    },
  },
  {
    name: 'keeps the password that people tell out of raw',
    run: async stage => {
      const { externalId } = await aWaitingServer(stage);
      const answer = await stage.watch.hear(stage.provider.finishHandWork!(externalId, DONE, stage.newCall()));
      const later = await stage.fetch(externalId);
      for (const { raw } of [answer, later])
        demand(!JSON.stringify(raw ?? null).includes(PASSWORD), 'raw holds the password that was told');
    },
  },
];

async function aWaitingServer(stage: ServerStage, serviceId: string = randomUUID()): Promise<ServerSnapshot> {
  const { externalId } = await stage.create(serviceId, stage.main, 1, stage.bench.handSpec);
  const waiting = await stage.fetch(externalId);
  demand(
    waiting.handWork !== undefined,
    'a new server asks for no work by hand: the bench of a provider with hand-work gives handSpec where `spec` asks for none',
  );
  return waiting;
}
