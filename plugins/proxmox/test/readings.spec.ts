import { aCall } from '@hostwright/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_PROXMOX } from '../src/fake/index.js';
import { openShop, SPEC, type Shop } from './shop.js';

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(async () => {
  await shop.proxmox.close();
  expect(shop.proxmox.faults).toEqual([]);
});

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

describe('the traffic of a month', () => {
  it('is added up from what Proxmox measured, once, whatever was restarted', async () => {
    const { externalId, serviceId } = await shop.server();
    shop.clock.pass(10 * DAY);
    const before = await shop.provider.usage!(externalId);
    await shop.provider.power!(externalId, 'force-stop', aCall('stop'));
    await shop.settled(externalId);
    const { startedAt } = shop.proxmox.guestsOf(serviceId)[0]!;
    const after = await shop.provider.usage!(externalId);

    // 3,000 bytes a second for ten days; the last minute is not measured yet.
    const traffic = Number(before.meters.find(({ code }) => code === 'traffic')?.used);
    expect(traffic).toBeGreaterThan(3000 * 86_400 * 9.9);
    expect(traffic).toBeLessThanOrEqual(3000 * 86_400 * 10);
    expect(before.meters.map(({ code }) => code)).toEqual(['traffic', 'memory']);
    expect(before.resetsAt).toEqual(new Date('2026-04-01T00:00:00Z'));
    expect(startedAt).toBeUndefined();
    expect(after.meters.map(({ code }) => code)).toEqual(['traffic']);
  });

  it('begins with the server: what its number sent before is not its own', async () => {
    const first = await shop.server();
    shop.clock.pass(5 * DAY);
    await shop.provider.terminate(first.externalId, aCall('terminate'));
    const { externalId, serviceId } = await shop.server();
    shop.proxmox.guestsOf(serviceId)[0]!.startedAt = shop.clock.now().getTime() - 5 * DAY;

    const { meters } = await shop.provider.usage!(externalId);

    expect(meters.find(({ code }) => code === 'traffic')?.used).toBe(0n);
  });
});

describe('the charts', () => {
  it('have their points in order, and gaps where the guest was off', async () => {
    const { externalId } = await shop.server();
    shop.clock.pass(30 * 60 * 1000);

    const metrics = await shop.provider.metrics!(externalId, 'hour');

    expect(metrics).toMatchObject({ cpuCores: 2, memoryTotalBytes: 4 * 1024 ** 3 });
    const known = metrics.points.filter(({ cpuPercent }) => cpuPercent !== undefined);
    expect(known.length).toBeGreaterThan(25);
    expect(known.length).toBeLessThan(metrics.points.length);
    expect(known.at(-1)).toMatchObject({ networkInBytesPerSecond: 1000, networkOutBytesPerSecond: 2000 });
    expect(Math.max(...known.map(({ cpuPercent = 0 }) => cpuPercent))).toBeLessThanOrEqual(100);
  });
});

describe('the console', () => {
  it('is the screen of this guest, with a ticket and a password of its own', async () => {
    const { externalId, serviceId } = await shop.server();
    const { node, vmid } = shop.proxmox.guestsOf(serviceId)[0]!;

    const session = await shop.provider.openConsole!(externalId);

    const url = new URL(session.url);
    expect(url.pathname).toBe(`/api2/json/nodes/${node}/qemu/${vmid}/vncwebsocket`);
    expect(url.searchParams.get('vncticket')).toMatch(/^PVEVNC:/);
    expect(session).toMatchObject({ protocol: 'vnc', subprotocols: ['binary'], password: expect.stringMatching(/^\S{8}$/) });
    expect(session.headers?.['authorization']).toBe(`PVEAPIToken=${FAKE_PROXMOX.tokenId}=${FAKE_PROXMOX.tokenSecret}`);
    expect(session.expiresAt.getTime() - shop.clock.now().getTime()).toBe(10_000);
  });

  it('takes the ticket for the password where Proxmox names none', async () => {
    const { externalId } = await shop.server({ ...SPEC, image: 'debian-13-ct' });

    const { password, url } = await shop.provider.openConsole!(externalId);

    expect(password).toBe(new URL(url).searchParams.get('vncticket'));
  });

  it('greets a socket that brings the ticket and the token, once', async () => {
    const { externalId } = await shop.server();
    const { url, headers } = await shop.provider.openConsole!(externalId);
    const address = url.replace('ws:', 'http:');
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };

    const first = await upgraded(address, { ...upgrade, ...headers });
    const second = await upgraded(address, { ...upgrade, ...headers });
    const stranger = await upgraded(address, upgrade);

    expect(first.status).toBe(101);
    expect(first.greeting).toContain('RFB 003.008');
    expect([second.status, stranger.status]).toEqual([401, 401]);
  });
});

describe('the list', () => {
  it('comes in pages that end, with the service of each server, also while it is made', async () => {
    for (let vmid = 300; vmid < 325; vmid += 1) shop.proxmox.cluster.addStranger(vmid, 'pve1', {}, FAKE_PROXMOX.pool);
    const ready = await shop.server();
    shop.proxmox.tasks.time = { requests: 1000 };
    const { externalId } = await shop.provider.create({ serviceId: 'a-service-in-the-making', spec: SPEC }, aCall('create'));

    const servers = [];
    let pages = 0;
    for (let cursor: string | undefined = '0'; cursor !== undefined; pages += 1) {
      const page: Awaited<ReturnType<NonNullable<typeof shop.provider.list>>> = await shop.provider.list!(cursor);
      servers.push(...page.servers);
      cursor = page.next;
    }

    expect(pages).toBeGreaterThan(3);
    expect(servers).toHaveLength(27);
    expect(new Set(servers.map(server => server.externalId)).size).toBe(27);
    expect(servers.find(server => server.serviceId === ready.serviceId)).toMatchObject({
      state: 'running',
      addresses: ready.addresses,
    });
    expect(servers.find(server => server.externalId === externalId)).toMatchObject({
      state: 'creating',
      serviceId: 'a-service-in-the-making',
    });
  });
});

async function upgraded(
  address: string,
  headers: Record<string, string>,
): Promise<{ readonly status: number; readonly greeting: string }> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const asked = request(address, { headers });
    asked.on('error', reject);
    asked.on('response', response => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, greeting: '' });
    });
    asked.on('upgrade', (response, socket, head) => {
      const answer = (bytes: Buffer): void => {
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, greeting: bytes.toString('latin1') });
      };
      if (head.length > 0) answer(head);
      else socket.once('data', answer);
    });
    asked.end();
  });
}
