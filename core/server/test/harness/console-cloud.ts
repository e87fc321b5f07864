import type { IncomingMessage } from 'node:http';
import { type TestCertificate, aCertificate } from '@hostwright/sdk/testing';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { Installations } from '../../src/platform/plugins/index.js';
import { aPluginsDir, writePlugin } from './plugin-folder.js';
import type { Shop } from './shop.js';

const MANIFEST = {
  kind: 'server-provider',
  name: 'Console cloud',
  version: '1.0.0',
  engine: '^1.0.0',
  capabilities: ['console'],
  permissions: { network: ['config:address'] },
  config: {
    type: 'object',
    required: ['address', 'session'],
    properties: { address: { type: 'string' }, session: { type: 'string' } },
  },
};

/** Hands out the session that it is configured with; its servers are always there. */
const CODE = `
const snapshot = externalId => ({ externalId, state: 'running', addresses: [] });
export default {
  kind: 'server-provider',
  create: ({ config, clock }) => ({
    create: async ({ serviceId }) => snapshot(serviceId),
    fetch: async id => snapshot(id),
    find: async id => snapshot(id),
    suspend: async id => ({ ...snapshot(id), state: 'suspended' }),
    unsuspend: async id => snapshot(id),
    terminate: async () => undefined,
    catalog: async () => ({ plans: [], images: [], locations: [] }),
    openConsole: async () => {
      const { lifeMs, ...session } = JSON.parse(config.session);
      return { ...session, expiresAt: new Date(clock.now().getTime() + (lifeMs ?? 300_000)) };
    },
  }),
};`;

/** A folder of plugins with a provider that has a console and nothing else. */
export async function consolePlugins(): Promise<string> {
  const pluginsDir = await aPluginsDir();
  await writePlugin(pluginsDir, 'console-cloud', MANIFEST, { 'index.js': CODE });
  return pluginsDir;
}

export interface ConsolePeer {
  readonly own: TestCertificate;
  readonly host: string;
  readonly url: string;
  readonly sockets: { readonly socket: WebSocket; readonly request: IncomingMessage; readonly heard: string[] }[];
  close(): Promise<void>;
}

/** The far end of consoles: says back what it hears, in upper case. */
export async function aConsolePeer(): Promise<ConsolePeer> {
  const own = aCertificate();
  const sockets: ConsolePeer['sockets'] = [];
  const server = createServer({ cert: own.certificate, key: own.key });
  const upgrades = new WebSocketServer({ server, handleProtocols: ([first]) => first ?? false });
  upgrades.on('connection', (socket, request) => {
    const heard: string[] = [];
    sockets.push({ socket, request, heard });
    socket.on('message', (data: Buffer) => {
      heard.push(data.toString());
      socket.send(data.toString().toUpperCase());
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ own, host, url: `wss://${host}`, sockets },
    close: async () => {
      sockets.forEach(({ socket }) => socket.terminate());
      await new Promise(resolve => server.close(resolve).closeAllConnections());
    },
  };
}

/** Lets a service of the shop live at a console cloud that answers with this session. */
export async function moveToConsoleCloud(shop: Shop, serviceId: string, host: string, session: object): Promise<void> {
  const wanted = {
    pluginId: 'console-cloud',
    label: 'Consoles',
    enabled: true,
    config: { address: `https://${host}`, session: JSON.stringify(session) },
  };
  const { id } = await shop.server.app.get(Installations).create(shop.tenant.id, wanted, 'system:test');
  await shop.rows(
    'update services set installation_id = $3, external_id = $2::text where tenant_id = $1 and id = $2 returning id',
    [shop.tenant.id, serviceId, id],
  );
}
