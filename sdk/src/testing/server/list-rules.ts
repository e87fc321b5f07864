import { randomUUID } from 'node:crypto';
import type { ListedServer } from '../../kinds/server-extras.js';
import { demand, demandEqual, demandNothing } from '../rules/demand.js';
import { addressesOf, type ServerRule, type ServerStage } from './server-stage.js';

const MOST_PAGES = 500;

export const listRules: readonly ServerRule[] = [
  {
    name: 'lists every server once, under its service, in pages that end',
    run: async stage => {
      const services = Array.from({ length: 3 }, () => randomUUID() as string);
      const made = [];
      for (const serviceId of services) made.push({ serviceId, server: await stage.aServer(serviceId) });

      const listed = await everyServer(stage);

      const ids = listed.map(({ externalId }) => externalId);
      demandNothing(
        ids.filter((id, index) => ids.indexOf(id) !== index),
        'servers that are listed twice',
      );
      for (const { serviceId, server } of made) {
        const found = listed.find(({ externalId }) => externalId === server.externalId);
        demand(found !== undefined, `the server ${server.externalId} is not listed`);
        const wanted = [serviceId, server.state, server.hostname, server.plan];
        demandEqual(
          [found.serviceId, found.state, found.hostname, found.plan],
          wanted,
          'the service, state, host name and plan of a listed server',
        );
        demandEqual(addressesOf(found), addressesOf(server), 'the addresses of a listed server');
      }
    },
  },
  {
    name: 'lists no server as living that was terminated',
    run: async stage => {
      const { externalId } = await stage.aServer();
      await stage.watch.hear(stage.provider.terminate(externalId, stage.newCall()));
      await stage.settled(externalId);

      const found = (await everyServer(stage)).find(server => server.externalId === externalId);

      demand(found === undefined || found.state === 'gone', `a terminated server is listed as ${found?.state}`);
    },
  },
  {
    name: 'lists servers that were made for no service',
    run: async stage => {
      const planted = await stage.bench.plantServer?.();
      if (planted === undefined) return;

      const found = (await everyServer(stage)).find(({ externalId }) => externalId === planted);

      demand(found !== undefined, 'a server that somebody else made is not listed');
      demandEqual(found.serviceId, undefined, 'the service of a server that somebody else made');
    },
  },
];

async function everyServer(stage: ServerStage): Promise<readonly ListedServer[]> {
  const servers: ListedServer[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await stage.watch.hear(stage.provider.list!(cursor));
    servers.push(...page.servers);
    cursor = page.next;
    if (cursor === undefined) return servers;
    demand(!cursors.has(cursor), `list() answers the cursor ${cursor} again, so its pages never end`);
    cursors.add(cursor);
  } while (cursors.size < MOST_PAGES);
  demand(false, `list() has more than ${MOST_PAGES} pages for a handful of servers`);
  return servers;
}
