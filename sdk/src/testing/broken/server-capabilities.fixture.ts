import type { CallOptions, PluginContext } from '../../context.js';
import type { HandWorkResult, ListedServer, ServerPage } from '../../kinds/server-extras.js';
import type { ServerProvider } from '../../kinds/server-provider.js';
import type { Contract } from '../rules/rule.js';
import { asRetryable, seen, theCloud, told, twisted, type Twist } from './server-twists.fixture.js';

/** For every rule that comes with a capability, a provider that breaks it. */
export const BROKEN_CAPABILITIES: Readonly<Record<string, () => Contract>> = {
  'makes a change once though its answer is lost, and bears to be asked again': twisted((honest, context) => ({
    createSnapshot: copyBlindly(honest, context),
  })),
  'makes a change once though a 500 comes after it, and bears to be asked again': twisted(told('rename', asRetryable)),
  'stops, starts and restarts, also what is already so': twisted(honest => ({
    power: async (id: string, action: string, call: never) =>
      honest.power(id, action === 'restart' ? 'stop' : (action as 'stop'), call),
  })),
  'gives a server another size, and leaves it its addresses': twisted(honest => ({
    resize: async (id: string) => honest.fetch(id),
  })),
  'gives the same server another system, and leaves it its addresses': twisted(honest => ({
    reinstall: async (id: string) => honest.fetch(id),
  })),
  'gives a new password that is not the old one': twisted(honest => ({
    resetPassword: async (id: string) => honest.fetch(id),
  })),
  'gives a server another name, and nothing else, also one that it has': twisted(honest => ({
    rename: async (id: string, name: string, call: CallOptions) => {
      await honest.power(id, 'stop', call);
      return honest.rename(id, name, call);
    },
  })),
  'makes one snapshot under a name, however often it is asked': twisted((honest, context) => ({
    createSnapshot: copyBlindly(honest, context),
  })),
  'keeps the snapshots of one server from every other': twisted(honest => ({
    restoreSnapshot: async (id: string, copy: string, call: CallOptions) =>
      honest.restoreSnapshot(id, copy, call).catch(() => honest.fetch(id)),
  })),
  'restores a snapshot to the server it is of': twisted(honest => ({
    restoreSnapshot: async (id: string, copy: string, call: CallOptions) => {
      await honest.restoreSnapshot(id, copy, call);
      return honest.power(id, 'stop', call);
    },
  })),
  'deletes a snapshot, also one that is gone, and restores it no more': twisted(honest => ({
    deleteSnapshot: async (id: string) => honest.fetch(id),
  })),
  'starts a rescue system with a way in, and its own again, also what is already so': twisted(honest => ({
    setRescue: async (id: string, on: boolean, call: CallOptions) =>
      on ? honest.setRescue(id, true, call) : honest.power(id, 'restart', call),
  })),
  'names an address, and gives it its default name back': twisted(honest => ({
    setReverseName: async (id: string, address: string, name: string | undefined, call: CallOptions) =>
      name === undefined ? honest.fetch(id) : honest.setReverseName(id, address, name, call),
  })),
  'names no address that the server does not have': twisted(honest => ({
    setReverseName: async (id: string, address: string, name: string | undefined, call: CallOptions) =>
      honest.setReverseName(id, address, name, call).catch(() => honest.fetch(id)),
  })),
  'measures over an hour, a day, a week and a month, in order of time and within it': twisted(honest => ({
    metrics: async (id: string) => honest.metrics(id, 'month'),
  })),
  'meters each thing once, in its unit, and no more than can be': twisted(honest => ({
    usage: async (id: string) => {
      const { meters } = await honest.usage(id);
      return { meters: [...meters, ...meters] };
    },
  })),
  'lists every server once, under its service, in pages that end': twisted(honest => ({
    list: async (cursor?: string): Promise<ServerPage> => ({ ...(await honest.list(cursor)), next: '2' }),
  })),
  'lists no server as living that was terminated': twisted(withGhosts()),
  'lists servers that were made for no service': twisted(honest => ({
    list: async (cursor?: string): Promise<ServerPage> => {
      const page = await honest.list(cursor);
      return { ...page, servers: page.servers.filter(server => server.serviceId !== undefined) };
    },
  })),
  'asks people for work, and waits until they have done it': twisted(
    seen('fetch', server => ({ ...server, state: server.handWork ? 'running' : server.state })),
  ),
  'takes what people tell, once': twisted(honest => ({
    finishHandWork: async (id: string, result: HandWorkResult, call: CallOptions) => {
      theCloud().say(id, 'waiting');
      return honest.finishHandWork(id, result, call);
    },
  })),
  'keeps the password that people tell out of raw': twisted(honest => ({
    finishHandWork: async (id: string, result: HandWorkResult, call: CallOptions) => ({
      ...(await honest.finishHandWork(id, result, call)),
      raw: result,
    }),
  })),
  'opens a console at an address that is safe and ends': twisted(honest => ({
    openConsole: async (id: string) => ({ ...(await honest.openConsole(id)), url: 'ws://cloud.acme.test' }),
  })),
  'opens the panel at an address that is safe and ends': twisted(() => ({
    openPanel: async () => ({ url: 'https://cloud.acme.test', expiresAt: new Date(0) }),
  })),
};

/** Makes another snapshot whenever it is asked. */
const copyBlindly =
  (honest: Required<ServerProvider>, context: PluginContext) => async (id: string, name: string, call: CallOptions) => {
    const address = `https://cloud.acme.test/servers/${id}/copies`;
    await context.fetch(address, { method: 'POST', body: JSON.stringify({ name }), signal: call.signal });
    return honest.fetch(id);
  };

/** Lists what was terminated as if it still ran. */
function withGhosts(): Twist {
  const ghosts: ListedServer[] = [];
  return honest => ({
    terminate: async (externalId: string, call: CallOptions) => {
      ghosts.push({ externalId, state: 'running', addresses: [] });
      await honest.terminate(externalId, call);
    },
    list: async (cursor?: string): Promise<ServerPage> => {
      const page = await honest.list(cursor);
      return { ...page, servers: cursor === undefined ? [...ghosts, ...page.servers] : page.servers };
    },
  });
}
