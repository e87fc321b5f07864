import { randomUUID } from 'node:crypto';
import type { Health, PluginContext } from '@hostwright/sdk';
import { aCall, aCertificate, fakeContext } from '@hostwright/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { FAKE_PROXMOX, startFakeProxmox, type FakeProxmox, type FakeProxmoxOptions } from '../src/fake/index.js';
import proxmoxPlugin from '../src/index.js';
import type { ProxmoxConfig } from '../src/settings.js';
import { SECRETS, SETTINGS } from './bench.js';
import { failureOf, openShop, SPEC } from './shop.js';
import { checked, hasSchema } from './vendor-check.js';

const open: FakeProxmox[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map(proxmox => proxmox.close()));
});

async function cluster(options: FakeProxmoxOptions = {}): Promise<FakeProxmox> {
  const proxmox = await startFakeProxmox({ ...checked, ...options });
  open.push(proxmox);
  return proxmox;
}

const contextOf = (
  proxmox: FakeProxmox,
  settings: Partial<ProxmoxConfig> = {},
  secrets: Record<string, string> = SECRETS,
): PluginContext<ProxmoxConfig> => fakeContext({ config: { apiUrl: proxmox.url, ...SETTINGS, ...settings }, secrets });

const check = (context: PluginContext<ProxmoxConfig>): Promise<Health> => proxmoxPlugin.check!(context);

describe('"Test connection"', () => {
  it('says which Proxmox answers', async () => {
    expect(await check(contextOf(await cluster()))).toEqual({ ok: true, detail: 'Proxmox VE 9.1.3' });
  });

  it.each<[string, Partial<ProxmoxConfig>, RegExp]>([
    ['a storage that is not there', { storage: 'cephfs' }, /No node has a storage "cephfs"/],
    ['a template that is none', { images: [{ id: 'x', label: 'X', templates: [123] }] }, /None of the templates of "x" \(123\)/],
    ['an image of nothing', { images: [{ id: 'x', label: 'X' }] }, /neither a template nor an archive/],
    ['a range that ends first', { firstVmid: 500, lastVmid: 400 }, /ends before it begins/],
    ['a network that is none', { addresses: [{ cidr: '300.1.1.1/24', gateway: '1.1.1.1' }] }, /"300.1.1.1\/24" is no network/],
    ['a node that is not there', { locations: [{ id: 'a', label: 'A', nodes: ['pve9'] }] }, /no node "pve9"/],
    ['a pool that the token has no rights in', { pool: 'other' }, /lacks VM.Allocate, .* on \/pool\/other/],
  ])('names %s', async (_, settings, detail) => {
    expect(await check(contextOf(await cluster(), settings))).toEqual({ ok: false, detail: expect.stringMatching(detail) });
  });

  it('names the rights that are missing', async () => {
    const proxmox = await cluster();
    proxmox.lacking.add('VM.Clone').add('VM.Snapshot.Rollback');

    expect(await check(contextOf(proxmox))).toEqual({
      ok: false,
      detail: expect.stringMatching(/^The token lacks VM.Clone, VM.Snapshot.Rollback on \/pool\/billing\./),
    });
  });

  it('knows a wrong token and does not repeat it', async () => {
    const tokenSecret = '00000000-0000-0000-0000-000000000000';
    const health = await check(contextOf(await cluster(), {}, { tokenSecret }));

    expect(health).toEqual({ ok: false, detail: expect.stringMatching(/does not accept the token/) });
    expect(JSON.stringify(health)).not.toContain(tokenSecret);
  });
});

describe('a certificate that Proxmox signed itself', () => {
  it('is trusted by its fingerprint, and by its authority', async () => {
    const authority = aCertificate({ hosts: [], name: 'Proxmox Virtual Environment' });
    const own = aCertificate({ issuer: authority });
    const proxmox = await cluster({ tls: own });

    const health = await Promise.all([
      check(contextOf(proxmox, { fingerprint: own.fingerprint })),
      check(contextOf(proxmox, { authority: authority.certificate })),
    ]);

    expect(health.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it('is not the one that was pinned: the sentence tells both sides what to compare', async () => {
    const own = aCertificate();
    const proxmox = await cluster({ tls: own });

    const health = await check(contextOf(proxmox, { fingerprint: aCertificate().fingerprint }));

    expect(health).toEqual({ ok: false, detail: expect.stringContaining(own.fingerprint) });
    expect(proxmox.calls).toEqual([]);
  });

  it('is not trusted without either', async () => {
    const proxmox = await cluster({ tls: aCertificate() });

    expect((await check(contextOf(proxmox))).ok).toBe(false);
  });
});

describe('an answer that says little', () => {
  it.each([
    [595, 'No route to host', 'retryable', 'node-unreachable'],
    [596, 'Connection timed out', 'unknown', 'http-596'],
    [599, 'Too many redirections', 'unknown', 'http-599'],
    [500, 'VM is locked (backup)', 'retryable', 'locked'],
    [500, 'unable to start worker', 'unknown', 'http-500'],
    [500, 'storage has not enough free space', 'final', 'storage-full'],
    [403, 'Permission check failed (/vms/2000, VM.Allocate)', 'final', 'no-permission'],
    [400, 'Parameter verification failed.', 'final', 'bad-request'],
    [501, 'Method not implemented', 'final', 'http-501'],
    [429, 'Too many requests', 'retryable', 'slow-down'],
  ] as const)('%i %s is %s', async (status, message, kind, code) => {
    const proxmox = await cluster();
    proxmox.troubles.answerInstead(status, message);
    const provider = proxmoxPlugin.create(contextOf(proxmox));

    const failure = await failureOf(provider.create({ serviceId: randomUUID(), spec: SPEC }, aCall('create')));

    expect([failure.kind, failure.code]).toEqual([kind, code]);
  });
});

describe("the vendor's own description", () => {
  it.runIf(hasSchema)('finds a field that Proxmox does not have', async () => {
    const proxmox = await cluster();

    const response = await fetch(`${proxmox.url}/api2/json/nodes/pve1/qemu/9000/clone`, {
      method: 'POST',
      headers: { authorization: `PVEAPIToken=${FAKE_PROXMOX.tokenId}=${FAKE_PROXMOX.tokenSecret}` },
      body: new URLSearchParams({ newid: '2000', fulll: '1' }),
    });

    expect(response.status).toBe(400);
    expect(proxmox.faults.join()).toContain('fulll');
  });

  it('does not let a request pass without the token', async () => {
    const proxmox = await cluster();

    expect((await fetch(`${proxmox.url}/api2/json/version`)).status).toBe(401);
  });
});

describe('places', () => {
  it('have nodes and networks of their own', async () => {
    const shop = await openShop(
      {},
      {
        locations: [
          { id: 'fra', label: 'Frankfurt', nodes: ['pve1'] },
          { id: 'iev', label: 'Kyiv', nodes: ['pve2', 'pve3'] },
        ],
        addresses: [
          { cidr: '203.0.113.0/28', gateway: '203.0.113.1', location: 'fra', vlan: 7 },
          { cidr: '203.0.113.16/28', gateway: '203.0.113.17', location: 'iev' },
        ],
      },
    );
    open.push(shop.proxmox);

    const fra = await shop.server({ ...SPEC, location: 'fra' });
    const iev = await shop.server({ ...SPEC, location: 'iev' });
    const nowhere = await failureOf(shop.server({ ...SPEC, location: 'mars' }));

    const [inFra, inIev] = [fra, iev].map(({ serviceId }) => shop.proxmox.guestsOf(serviceId)[0]!);
    expect(inFra).toMatchObject({ node: 'pve1', config: { net0: expect.stringContaining('tag=7') } });
    expect(Number(fra.addresses[0]!.address.split('.')[3])).toBeLessThan(16);
    expect(['pve2', 'pve3']).toContain(inIev?.node);
    expect(Number(iev.addresses[0]!.address.split('.')[3])).toBeGreaterThan(17);
    expect(nowhere.kind).toBe('final');
    expect((await shop.provider.catalog()).locations.map(({ id }) => id)).toEqual(['fra', 'iev']);
    expect(shop.proxmox.faults).toEqual([]);
  });
});
