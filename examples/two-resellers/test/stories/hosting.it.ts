import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aServer, type TestServer } from '../../../../core/server/test/harness/shop.js';
import { expectHealthy } from '../../../../core/server/test/stories/story.js';
import { HostingShop } from '../harness/hosting-shop.js';
import { PANEL_IDS, PANELS, type HostingPanel } from '../panels/index.js';

let server: TestServer;
let panels: Readonly<Record<HostingPanel['id'], HostingPanel>>;

beforeAll(async () => {
  const time = { now: () => new Date() };
  const started = await Promise.all(PANEL_IDS.map(async id => [id, await PANELS[id]({ now: () => time.now() })] as const));
  panels = Object.fromEntries(started) as Record<HostingPanel['id'], HostingPanel>;
  server = await aServer({ ALLOWED_PRIVATE_HOSTS: started.map(([, { host }]) => host).join(',') });
  time.now = () => server.clock.now();
});

afterAll(async () => {
  await server.close();
  await Promise.all(Object.values(panels).map(panel => panel.close()));
});

describe.each(PANEL_IDS)('a website at %s', id => {
  let panel: HostingPanel;
  let house: HostingShop;

  beforeAll(async () => {
    panel = panels[id];
    house = await HostingShop.open(server, panel);
  });

  /** The end of every story: nothing asked that the vendor does not know, both books alike, ours in order. */
  async function expectOrder(accounts: number): Promise<void> {
    expect(panel.count()).toBe(accounts);
    expect(panel.faults).toEqual([]);
    expect(await house.findings()).toEqual([]);
    await expectHealthy(house.shop);
  }

  it('lives from the payment to its end, under the name of its domain', async () => {
    const website = await house.buy({ package: 'start', domain: 'www.Anna.example' });
    const made = await house.settled(website);
    const username = made.username!;
    const door = `/api/store/services/${website.serviceId}`;

    expect(made).toMatchObject({ state: 'active', serverState: 'running', hostname: 'anna.example', hasCredentials: true });
    const { password } = await house.asCustomer<{ password: string }>(website, 200, `POST ${door}/credentials`, {});
    expect(panel.account(username)).toEqual({ domain: 'anna.example', plan: 'start', isSuspended: false, password });
    const { meters } = await house.asCustomer<{ meters: { code: string }[] }>(website, 200, `GET ${door}/usage`);
    expect(meters.map(({ code }) => code)).toEqual(expect.arrayContaining(['disk', 'traffic']));
    await expectOrder(1);

    const grown = await house.change(website, { package: 'pro', domain: 'www.Anna.example' });
    expect(grown).toMatchObject({ state: 'active', selection: { package: 'pro' } });
    expect(panel.account(username)).toMatchObject({ plan: 'pro', domain: 'anna.example' });

    await house.actAsStaff(website, { action: 'suspend', reason: 'A story of it' });
    expect(panel.account(username)).toMatchObject({ isSuspended: true });
    await house.actAsStaff(website, { action: 'unsuspend' });
    expect(panel.account(username)).toMatchObject({ isSuspended: false });
    await expectOrder(1);

    const ended = await house.actAsStaff(website, { action: 'terminate', confirmation: 'anna.example' });
    expect(ended).toMatchObject({ state: 'terminated' });
    await expectOrder(0);
  }, 120_000);

  it('is called by its domain in the cart, of which there is one; without a domain there may be several', async () => {
    const one = await house.inCart({ package: 'start', domain: 'www.Anna.example' }, 1);
    const two = await house.inCart({ package: 'start', domain: 'anna.example' }, 2);
    const nameless = await house.inCart({ package: 'start', domain: '' }, 2);
    const { items } = (await house.shop.call('GET /api/store/products')).json<{
      items: { slug: string; asksHostname: boolean }[];
    }>();

    expect(one.json()).toMatchObject({ items: [{ hostname: 'anna.example', quantity: 1 }] });
    expect(two.json()).toMatchObject({ code: 'invalid-input', errors: [{ field: 'quantity', code: 'one-of-a-name' }] });
    expect(nameless.json()).toMatchObject({ items: [{ hostname: null, quantity: 2 }] });
    expect(items.find(({ slug }) => slug === 'web')).toMatchObject({ asksHostname: false });
  });

  it('is made once when the answer to its order is lost', async () => {
    const website = await house.buy({ package: 'business', domain: `lost.${id}.example` }, () => panel.loseNextAnswer());
    const { operations, username, ...service } = await house.settled(website);

    expect(service).toMatchObject({ state: 'active', serverState: 'running', hostname: `lost.${id}.example` });
    expect(operations[0]!.steps.map(({ code }) => code)).toContain('answer-lost');
    const door = `POST /api/store/services/${website.serviceId}/credentials`;
    const { password } = await house.asCustomer<{ password: string }>(website, 200, door, {});
    expect(panel.account(username!)?.password).toBe(password);
    await house.actAsStaff(website, { action: 'terminate', confirmation: service.hostname });
    await expectOrder(0);
  }, 120_000);

  it('gets a name of the shop when its owner has none, and says in words that a domain is taken', async () => {
    const nameless = await house.buy({ package: 'start', domain: '' });
    const { hostname } = await house.settled(nameless);
    const thief = await house.buy({ package: 'start', domain: hostname });
    const refused = await house.settled(thief);

    expect(refused).toMatchObject({ state: 'failed' });
    expect(refused.operations[0]!.error).toMatchObject({ message: expect.stringContaining('domain is already in use') });
    expect(panel.count()).toBe(1);
    expect(panel.faults).toEqual([]);
  }, 120_000);

  it('keeps its package when it holds more than the smaller one allows', async () => {
    const domain = `full.${id}.example`;
    const website = await house.buy({ package: 'pro', domain });
    const { username } = await house.settled(website);
    panel.fill(username!);

    const { operations, selection } = await house.change(website, { package: 'start', domain });

    const error = { code: 'over-quota', message: expect.stringContaining('Delete something') };
    expect(operations[0]).toMatchObject({ kind: 'resize', state: 'failed', error });
    expect(selection).toMatchObject({ package: 'pro' });
    expect(panel.account(username!)).toMatchObject({ plan: 'pro' });
  }, 120_000);
});
