import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LiveEvent } from '@hostwright/sdk/http';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { testHttp, type TestHttp } from '../../../test/harness/http.js';
import { testPlatform } from '../../../test/harness/platform.js';
import { newId, SystemDb } from '../database/index.js';
import { StaffMembers } from '../identity/index.js';
import type { Tenant } from '../tenancy/index.js';
import { Live, LiveModule } from './index.js';

const PASSWORD = 'correct horse battery';

let database: TestDatabase;
let http: TestHttp;
let port: number;
let shop: Tenant;
let open: Socket[] = [];

beforeAll(async () => {
  database = await testDatabase();
  http = await testHttp(database, [LiveModule]);
  await http.app.listen(0, '127.0.0.1');
  port = (http.app.getHttpServer().address() as AddressInfo).port;
});

afterAll(async () => {
  await http.close();
  await database.drop();
});

beforeEach(async () => {
  shop = await http.tenant();
});

afterEach(() => {
  open.forEach(socket => socket.disconnect());
  open = [];
});

interface Person {
  readonly id: string;
  readonly token: string;
}

async function aCustomer(tenant = shop): Promise<Person> {
  const body = { email: `${newId()}@mail.example`, password: PASSWORD, name: 'Olena' };
  const { accessToken, customer } = (await http.call(tenant, 'POST /api/store/customers', { body })).json<{
    accessToken: string;
    customer: { id: string };
  }>();
  return { id: customer.id, token: accessToken };
}

async function aMember(tenant = shop): Promise<Person> {
  const email = `${newId()}@mail.example`;
  const { id } = await http.app.get(StaffMembers).create(tenant.id, { email, password: PASSWORD, name: 'Ada', role: 'owner' });
  const { accessToken } = (await http.call(tenant, 'POST /api/admin/sessions', { body: { email, password: PASSWORD } })).json<{
    accessToken: string;
  }>();
  return { id, token: accessToken };
}

interface Wanted {
  readonly tenant?: Tenant;
  readonly origin?: string;
  readonly reconnection?: boolean;
  readonly nodePort?: number;
}

function aSocket(
  token: string | undefined,
  { tenant = shop, origin, reconnection = false, nodePort = port }: Wanted = {},
): Socket {
  const extraHeaders = { host: tenant.canonicalHost, ...(origin !== undefined && { origin }) };
  const socket = io(`http://127.0.0.1:${nodePort}`, {
    path: '/live',
    transports: ['websocket'],
    auth: { token },
    extraHeaders,
    reconnection,
    forceNew: true,
  });
  open.push(socket);
  return socket;
}

/** The arguments of the next event of that name. */
const once = (socket: Socket, event: string): Promise<unknown[]> =>
  new Promise(resolve => socket.once(event, (...all: unknown[]) => resolve(all)));

async function connected(token: string, wanted?: Wanted): Promise<Socket> {
  const socket = aSocket(token, wanted);
  await once(socket, 'connect');
  return socket;
}

const refusal = async (socket: Socket): Promise<string> => ((await once(socket, 'connect_error')) as [Error])[0].message;

/** What a socket hears until the named event comes by; the order of announcements is kept, so nothing comes later. */
async function heardUntil(socket: Socket, id: string): Promise<string[]> {
  const heard: string[] = [];
  await new Promise<void>(resolve =>
    socket.on('changed', (event: LiveEvent) => {
      heard.push(event.id);
      if (event.id === id) resolve();
    }),
  );
  return heard;
}

const live = (): Live => http.app.get(Live);

describe('live updates', () => {
  it('reach the customer whom they concern and the staff of the shop, and nobody else', async () => {
    const [customer, other, member] = await Promise.all([aCustomer(), aCustomer(), aMember()]);
    const elsewhere = await http.tenant();
    const stranger = await aMember(elsewhere);
    const sockets = await Promise.all([
      connected(customer.token),
      connected(other.token),
      connected(member.token),
      connected(stranger.token, { tenant: elsewhere }),
    ]);
    const heard = Promise.all(
      sockets.map((socket, index) =>
        heardUntil(socket, ['end', 'end of the other', 'end of the other', 'end elsewhere'][index]!),
      ),
    );

    live().changed({ tenantId: shop.id, customerId: customer.id }, { name: 'invoice.changed', id: 'of the customer' });
    live().changed({ tenantId: shop.id }, { name: 'plugin.changed', id: 'of the staff' });
    live().changed({ tenantId: shop.id, customerId: customer.id }, { name: 'order.changed', id: 'end' });
    live().changed({ tenantId: shop.id, customerId: other.id }, { name: 'order.changed', id: 'end of the other' });
    live().changed({ tenantId: elsewhere.id }, { name: 'order.changed', id: 'end elsewhere' });

    const [toCustomer, toOther, toMember, toStranger] = await heard;
    expect(toCustomer).toEqual(['of the customer', 'end']);
    expect(toOther).toEqual(['end of the other']);
    expect(toMember).toEqual(['of the customer', 'of the staff', 'end', 'end of the other']);
    expect(toStranger).toEqual(['end elsewhere']);
  });

  it('come from a process without HTTP too', async () => {
    const customer = await aCustomer();
    const socket = await connected(customer.token);
    const worker = await testPlatform(database, [LiveModule]);
    const heard = heardUntil(socket, 'from the worker');

    worker.app
      .get(Live)
      .changed({ tenantId: shop.id, customerId: customer.id }, { name: 'service.changed', id: 'from the worker' });

    expect(await heard).toEqual(['from the worker']);
    await worker.close();
  });

  it('do not pass on what others put on the channel', async () => {
    const member = await aMember();
    const heard = heardUntil(await connected(member.token), 'end');

    const foreign = ['not json', '{}', JSON.stringify({ tenantId: shop.id, event: { name: 'password', id: 'x' } })];
    for (const payload of foreign) await http.app.get(SystemDb).query("select pg_notify('live', $1)", [payload]);
    live().changed({ tenantId: shop.id }, { name: 'order.changed', id: 'end' });

    expect(await heard).toEqual(['end']);
  });

  it('come back after the database was away, and pages connect again to read what they missed', async () => {
    const member = await aMember();
    const socket = await connected(member.token, { reconnection: true });
    const isBack = once(socket, 'disconnect').then(() => once(socket, 'connect'));

    await http.app
      .get(SystemDb)
      .query("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen live' and pid <> pg_backend_pid()");
    await isBack;
    const heard = heardUntil(socket, 'after');
    live().changed({ tenantId: shop.id }, { name: 'order.changed', id: 'after' });

    expect(await heard).toEqual(['after']);
  });
});

describe('a socket', () => {
  it('opens for nobody without a living token of this shop', async () => {
    const elsewhere = await http.tenant();
    const [customer, stranger] = await Promise.all([aCustomer(), aCustomer(elsewhere)]);
    const forged = `${customer.token.slice(0, -4)}AAAA`;

    for (const token of [undefined, '', 'x', forged, stranger.token]) expect(await refusal(aSocket(token))).toBe('not-signed-in');
  });

  it('opens for pages of the shop and no others', async () => {
    const { token } = await aCustomer();

    await connected(token, { origin: shop.url });
    for (const origin of ['https://evil.example', 'null'])
      expect(await refusal(aSocket(token, { origin }))).toContain('websocket error');
  });

  it('ends with its token, unless a fresh one of the same person comes', async () => {
    const [customer, other] = await Promise.all([aCustomer(), aCustomer()]);
    const [socket, renewed] = await Promise.all([connected(customer.token), connected(other.token)]);
    const ended = once(socket, 'disconnect');
    http.clock.pass(599_000);
    const fresh = await aCustomer();

    const wrong = (await renewed.emitWithAck('renew', { token: 'x' })) as boolean;
    const strange = (await renewed.emitWithAck('renew', fresh.token)) as boolean;
    expect([wrong, strange]).toEqual([false, false]);

    // A renewal looks at the clock again, and this one's token has a second to live.
    expect(await socket.emitWithAck('renew', customer.token)).toBe(true);
    await ended;
    expect(socket.connected).toBe(false);
    expect(renewed.connected).toBe(true);
  });

  it('is one of a bounded number for an account', async () => {
    const { token } = await aCustomer();
    const sockets = await Promise.all(Array.from({ length: 20 }, () => connected(token)));

    const surplus = aSocket(token);
    await once(surplus, 'disconnect');

    expect(sockets.every(({ connected: isOpen }) => isOpen)).toBe(true);
  });

  it('is closed by a message that is too large', async () => {
    const socket = await connected((await aCustomer()).token);

    socket.emit('renew', 'x'.repeat(20_000));

    await once(socket, 'disconnect');
    expect(socket.connected).toBe(false);
  });

  it('does not keep the server from stopping', async () => {
    const node = await testHttp(database, [LiveModule]);
    await node.app.listen(0, '127.0.0.1');
    const nodePort = (node.app.getHttpServer().address() as AddressInfo).port;
    const { token } = await aCustomer();
    const socket = await connected(token, { nodePort });
    const ended = once(socket, 'disconnect');

    await node.close();

    expect(await ended).toEqual(['transport close', expect.anything()]);
  });
});
