import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { aConsolePeer, type ConsolePeer, consolePlugins, moveToConsoleCloud } from '../../../test/harness/console-cloud.js';
import {
  aServer,
  aShop,
  expectStatus,
  PASSWORD,
  type Shop,
  type ShopCustomer,
  type TestServer,
} from '../../../test/harness/shop.js';
import { ConsoleServer } from './console-server.js';
import { ConsoleTickets } from './console-tickets.js';
import { OpenLines } from './open-lines.js';
import { Sessions } from '../../platform/identity/index.js';

let peer: ConsolePeer;
let server: TestServer;
let shop: Shop;
let other: Shop;
let port: number;
const open: WebSocket[] = [];

beforeAll(async () => {
  peer = await aConsolePeer();
  server = await aServer({ PLUGINS_DIR: await consolePlugins(), ALLOWED_PRIVATE_HOSTS: peer.host });
  [shop, other] = [await aShop(server), await aShop(server)];
  await server.app.listen(0, '127.0.0.1');
  port = (server.app.getHttpServer().address() as AddressInfo).port;
});

afterAll(async () => {
  await server.close();
  await peer.close();
});

afterEach(() => {
  open.splice(0).forEach(socket => socket.terminate());
  peer.sockets.length = 0;
});

interface Owned {
  readonly customer: ShopCustomer;
  readonly serviceId: string;
}

/** A paid server whose provider answers with this session. */
async function aServerWith(session: object = {}, host = peer.host): Promise<Owned> {
  const customer = await shop.customer();
  const order = await shop.order(customer);
  await shop.pay(customer, order);
  await shop.passTime('2 minutes');
  const { serviceId } = order.items[0]!;
  const tls = { fingerprint: peer.own.fingerprint };
  await moveToConsoleCloud(shop, serviceId, host, { protocol: 'terminal', url: `${peer.url}/console`, tls, ...session });
  const again = await shop.call('POST /api/store/sessions', {
    body: { email: customer.email, password: PASSWORD },
  });
  return { serviceId, customer: { ...customer, token: expectStatus(again, 201).json<{ accessToken: string }>().accessToken } };
}

/** As its owner, who has just signed in: time passes in these tests. */
async function asOwner(
  route: string,
  { at = shop, ...request }: { at?: Shop; body?: object; headers?: Record<string, string> } = {},
) {
  const body = { email: `owner@${at.tenant.slug}.example`, password: PASSWORD };
  const { accessToken } = expectStatus(await at.call('POST /api/admin/sessions', { body }), 201).json<{ accessToken: string }>();
  return at.call(route, { token: accessToken, ...request });
}

const ask = ({ customer, serviceId }: Owned) =>
  shop.call(`POST /api/store/services/${serviceId}/console`, { token: customer.token });

async function ticketOf(owned: Owned): Promise<string> {
  const { url } = expectStatus(await ask(owned), 201).json<{ url: string }>();
  return new URL(url).hash.slice(1);
}

interface Page {
  readonly at?: Shop;
  readonly origin?: string | undefined;
}

/** The socket of a console's page. */
function pageWith(ticket: string, { at = shop, ...page }: Page = {}): WebSocket {
  const { canonicalHost, url } = at.tenant;
  const origin = 'origin' in page ? page.origin : url;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/console/socket`, ['console', ticket], {
    headers: { host: canonicalHost, ...(origin !== undefined && { origin }) },
  });
  open.push(socket);
  return socket;
}

/** The status with which the handshake is refused. */
async function refusalOf(socket: WebSocket): Promise<number> {
  const [request, answer] = (await once(socket, 'unexpected-response')) as [{ destroy(): void }, { statusCode: number }];
  socket.on('error', () => undefined);
  request.destroy();
  return answer.statusCode;
}

const wordsOf = async (socket: WebSocket): Promise<string> => ((await once(socket, 'message')) as [Buffer])[0].toString();
const endOf = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0];

/** A console that stands. */
async function connected(ticket: string): Promise<{ socket: WebSocket; ready: unknown }> {
  const socket = pageWith(ticket);
  return { socket, ready: JSON.parse(await wordsOf(socket)) as unknown };
}

describe('the console of a server', () => {
  it('joins the browser with the terminal, under what the provider asked for', async () => {
    const owned = await aServerWith({
      headers: { authorization: 'Bearer k', cookie: 'a=b' },
      subprotocols: ['binary'],
      greeting: 'user:ticket\n',
      control: { url: `${peer.url}/control`, resize: '{"width":"{{cols}}","height":"{{rows}}"}' },
    });

    const { socket, ready } = await connected(await ticketOf(owned));
    expect(await wordsOf(socket)).toBe('USER:TICKET\n');
    const echoed = wordsOf(socket);
    socket.send(Buffer.from('uname -a\r'));
    socket.send(JSON.stringify({ cols: 132, rows: 43 }));

    expect(await echoed).toBe('UNAME -A\r');
    expect(ready).toEqual({ protocol: 'terminal', hostname: 'web.example.com' });
    const [console, control] = peer.sockets;
    await expect.poll(() => control?.heard).toEqual(['{"width":"132","height":"43"}']);
    expect(console!.heard).toEqual(['user:ticket\n', 'uname -a\r']);
    expect(console!.request).toMatchObject({ url: '/console', headers: { authorization: 'Bearer k', cookie: 'a=b' } });
    expect(console!.socket.protocol).toBe('binary');
  });

  it('gives the page of a screen its password, and nobody anything else of the session', async () => {
    const owned = await aServerWith({ protocol: 'vnc', password: 'rfb-secret', headers: { cookie: 'PVEAuth=hidden' } });

    const answer = await ask(owned);
    const { ready, socket } = await connected(new URL(answer.json<{ url: string }>().url).hash.slice(1));
    const echoed = once(socket, 'message') as Promise<[Buffer, boolean]>;
    socket.send(Buffer.from([0x52, 0x46, 0x42, 0x00]));

    const [bytes, isBinary] = await echoed;
    expect([[...bytes], isBinary]).toEqual([[0x52, 0x46, 0x42, 0x00], true]);
    expect(ready).toEqual({ protocol: 'vnc', hostname: 'web.example.com', password: 'rfb-secret' });
    expect(answer.text).not.toMatch(/rfb-secret|hidden|127\.0\.0\.1|wss:/);
    const rows = await shop.rows('select * from console_tickets where tenant_id = $1 and service_id = $2', [
      shop.tenant.id,
      owned.serviceId,
    ]);
    expect(rows).toMatchObject([{ openedBy: `customer:${owned.customer.id}` }]);
    expect(JSON.stringify(rows)).not.toMatch(/rfb-secret|hidden/);
  });

  it('asks the provider when somebody comes, keeps of the ticket a hash, and writes down who opened it', async () => {
    const owned = await aServerWith({ lifeMs: 5000 });

    const ticket = await ticketOf(owned);
    server.clock.pass(30_000);

    const bind = [shop.tenant.id, owned.serviceId];
    const [row] = await shop.rows('select * from console_tickets where tenant_id = $1 and service_id = $2', bind);
    expect(JSON.stringify(row)).not.toContain(ticket);
    expect((await connected(ticket)).ready).toMatchObject({ protocol: 'terminal' });
    const audit = await shop.rows(`select actor, detail from audit_entries where tenant_id = $1 and target = $2`, [
      shop.tenant.id,
      `service:${owned.serviceId}`,
    ]);
    expect(audit).toContainEqual({ actor: `customer:${owned.customer.id}`, detail: {} });
  });

  it('opens once, within a minute, at its own shop, for its own page', async () => {
    const owned = await aServerWith();
    const ticket = await ticketOf(owned);

    expect(await refusalOf(pageWith(ticket, { origin: 'https://partner.example' }))).toBe(403);
    expect(await refusalOf(pageWith(ticket, { origin: undefined }))).toBe(403);
    expect(await refusalOf(pageWith(ticket, { at: other }))).toBe(404);
    expect(await refusalOf(pageWith('x'.repeat(43)))).toBe(404);
    expect(await refusalOf(pageWith('short'))).toBe(404);

    await connected(ticket);
    expect(await refusalOf(pageWith(ticket))).toBe(404);

    const late = await ticketOf(owned);
    server.clock.pass(61_000);
    expect(await refusalOf(pageWith(late))).toBe(404);
  });

  it('lets one in of many who come with the same ticket', async () => {
    const ticket = await ticketOf(await aServerWith());

    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => {
        const socket = pageWith(ticket);
        return Promise.race([wordsOf(socket).then(() => 'in'), refusalOf(socket)]);
      }),
    );

    expect(outcomes.sort()).toEqual([404, 404, 404, 404, 'in'].sort());
  });

  it('is not there for other customers, and for staff it is', async () => {
    const owned = await aServerWith();
    const stranger = await shop.customer();

    expect((await ask({ ...owned, customer: stranger })).status).toBe(404);
    expect((await asOwner(`POST /api/admin/services/${owned.serviceId}/console`, { at: other })).status).toBe(404);
    const answer = expectStatus(await asOwner(`POST /api/admin/services/${owned.serviceId}/console`), 201);

    const { url } = answer.json<{ url: string }>();
    expect(url.startsWith(`${shop.tenant.url}/console#`)).toBe(true);
    expect((await connected(new URL(url).hash.slice(1))).ready).toMatchObject({ hostname: 'web.example.com' });
  });

  it('is refused for a server that does not run', async () => {
    const stopped = await aServerWith();
    const halt = `update services set server_state = 'stopped' where tenant_id = $1 and id = $2 returning id`;
    await shop.rows(halt, [shop.tenant.id, stopped.serviceId]);

    expect((await ask(stopped)).json()).toMatchObject({ status: 409, code: 'service-state' });
  });

  it('does not open a ticket for a server that has stopped since', async () => {
    const owned = await aServerWith();
    const ticket = await ticketOf(owned);

    await shop.rows(`update services set server_state = 'stopped' where tenant_id = $1 and id = $2 returning id`, [
      shop.tenant.id,
      owned.serviceId,
    ]);

    expect(await refusalOf(pageWith(ticket))).toBe(404);
  });

  it('ends as soon as the service is suspended, at both ends', async () => {
    const owned = await aServerWith();
    const { socket } = await connected(await ticketOf(owned));
    const ends = Promise.all([endOf(socket), endOf(peer.sockets[0]!.socket)]);

    const body = { action: 'suspend', reason: 'Abuse' };
    const headers = { 'idempotency-key': 'suspend-at-once' };
    expectStatus(await asOwner(`POST /api/admin/services/${owned.serviceId}/actions`, { body, headers }), 202);

    expect(await ends).toEqual([4003, 1000]);
  });

  it('ends with the session from which it was opened, and a ticket of that session opens none', async () => {
    const owned = await aServerWith();
    const { socket } = await connected(await ticketOf(owned));
    const later = await ticketOf(owned);
    const { token } = owned.customer;
    const sessions = (await shop.call('GET /api/store/me/sessions', { token })).json<{
      items: { id: string; current: boolean }[];
    }>();
    const ended = endOf(socket);
    for (const { id, current } of sessions.items) {
      if (!current) expectStatus(await shop.call(`DELETE /api/store/me/sessions/${id}`, { token }), 204);
    }
    await server.app.get(OpenLines).look();
    expect(socket.readyState).toBe(WebSocket.OPEN);
    const { id } = sessions.items.find(({ current }) => current)!;
    expectStatus(await shop.call(`DELETE /api/store/me/sessions/${id}`, { token }), 204);
    await server.app.get(OpenLines).look();
    expect(await ended).toBe(4008);
    expect(await refusalOf(pageWith(later))).toBe(404);
  });

  it('ends when its customer is locked out', async () => {
    const owned = await aServerWith();
    const ended = endOf((await connected(await ticketOf(owned))).socket);
    await shop.rows(`update customers set state = 'locked' where id = '${owned.customer.id}'`);
    server.app.get(Sessions).forget(shop.tenant.id, { kind: 'customer', id: owned.customer.id });
    await server.app.get(OpenLines).look();
    expect(await ended).toBe(4008);
  });

  it('ends for staff who may not do this any more', async () => {
    const owned = await aServerWith();
    const opened = await asOwner(`POST /api/admin/services/${owned.serviceId}/console`);
    const { socket } = await connected(new URL(opened.json<{ url: string }>().url).hash.slice(1));
    const ended = endOf(socket);
    await shop.rows(`update staff set role = 'accountant'`);
    const [owner] = await shop.rows<{ id: string }>('select id from staff');
    server.app.get(Sessions).forget(shop.tenant.id, { kind: 'staff', id: owner!.id });
    await server.app.get(OpenLines).look();
    await shop.rows(`update staff set role = 'owner'`);
    server.app.get(Sessions).forget(shop.tenant.id, { kind: 'staff', id: owner!.id });
    expect(await ended).toBe(4008);
  });

  it('has three windows for a server, and a fourth when one is closed', async () => {
    const owned = await aServerWith();
    const spare = await ticketOf(owned);
    const sockets = [];
    for (let number = 0; number < 3; number += 1) sockets.push((await connected(await ticketOf(owned))).socket);

    expect((await ask(owned)).json()).toMatchObject({ status: 409, code: 'service-state' });
    expect(await refusalOf(pageWith(spare))).toBe(429);

    sockets[0]!.close();
    await expect.poll(async () => (await ask(owned)).status).toBe(201);
    await connected(spare);
  });

  it('does not count windows of a process that died', async () => {
    const owned = await aServerWith();
    for (let number = 0; number < 3; number += 1) await connected(await ticketOf(owned));

    server.clock.pass(4 * 60_000);

    expect((await ask(owned)).status).toBe(201);
  });

  it('tells the page when the provider leaves or cannot be reached', async () => {
    const away = await aServerWith({ url: 'wss://127.0.0.1:1/' }, '127.0.0.1:1');
    const impostor = await aServerWith({ tls: { fingerprint: 'ab'.repeat(32) } });
    const owned = await aServerWith();
    const { socket } = await connected(await ticketOf(owned));

    peer.sockets[0]!.socket.close(1000);

    expect(await endOf(socket)).toBe(4000);
    expect(await endOf(pageWith(await ticketOf(away)))).toBe(4005);
    expect(await endOf(pageWith(await ticketOf(impostor)))).toBe(4005);
    expect(peer.sockets).toHaveLength(1);
  });

  it('ends with a page that sends more than a page would', async () => {
    const { socket } = await connected(await ticketOf(await aServerWith()));
    const ended = endOf(socket);

    socket.send(Buffer.alloc(100_000));

    expect(await ended).toBe(1009);
    await expect.poll(() => peer.sockets[0]!.socket.readyState).toBe(WebSocket.CLOSED);
  });

  it('forgets the tickets that nobody came for, and consoles that ended long ago', async () => {
    const owned = await aServerWith();
    const { socket } = await connected(await ticketOf(owned));
    await ticketOf(owned);
    socket.close();
    const count = async (state: string): Promise<number> =>
      (
        await shop.rows(`select id from console_tickets where tenant_id = $1 and service_id = $2 and ${state}`, [
          shop.tenant.id,
          owned.serviceId,
        ])
      ).length;
    await expect.poll(() => count('ended_at is not null')).toBe(1);

    await server.app.get(ConsoleTickets).clean(shop.tenant.id);
    expect(await count('true')).toBe(2);

    server.clock.pass(25 * 3_600_000);
    await server.app.get(ConsoleTickets).clean(shop.tenant.id);
    expect(await count('true')).toBe(0);
  });

  it('has a page that says nothing of whose it is made, loads nothing from elsewhere and stands in no frame', async () => {
    const page = await shop.call('GET /console?lang=uk');
    const english = await shop.call('GET /console', { headers: { 'accept-language': 'de, en;q=0.5' } });

    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'private, no-cache',
    });
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.text).toContain('<html lang="uk">');
    expect(english.text).toContain('<html lang="en">');
    expect(page.text).toContain('--hw-accent');
    expect(page.text).not.toMatch(/hostwright|https?:/i);
  });

  it('ends with its process, in time for the page to say so', async () => {
    const owned = await aServerWith();
    const { socket } = await connected(await ticketOf(owned));
    const ended = endOf(socket);

    await server.app.get(ConsoleServer).beforeApplicationShutdown();

    expect(await ended).toBe(4004);
    const bind = [shop.tenant.id, owned.serviceId];
    const rows = await shop.rows('select ended_at from console_tickets where tenant_id = $1 and service_id = $2', bind);
    expect(rows).toEqual([{ endedAt: expect.any(Date) }]);
  });
});
