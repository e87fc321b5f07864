import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceHouse } from '../../../test/harness/service-shop.js';
import { HOUR, MINUTE, walkingHouse, WalkingShop } from '../../../test/harness/walking-house.js';

let house: ServiceHouse;
let one: WalkingShop;

beforeAll(async () => {
  house = await walkingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  one = await WalkingShop.open(house);
});

afterEach(() => {
  house.cloud.behave('well');
  for (const { id } of house.cloud.servers) house.cloud.lose(id);
});

const brief = (findings: readonly { kind: string; aspect: string; ours: string | null; theirs: string | null }[]) =>
  findings.map(({ kind, aspect, ours, theirs }) => [kind, aspect, ours, theirs]);

describe('a walk', () => {
  it('finds nothing where both sides agree, and tells what it counted', async () => {
    await one.settled();

    const walk = await one.walk();

    expect(walk).toMatchObject({ state: 'done', origin: 'staff', servers: 1, services: 1, findings: 0, problem: null });
    expect(await one.findings('')).toEqual([]);
    expect(await one.provider()).toMatchObject({ provider: 'Cloud', open: { drift: 0, orphan: 0, ghost: 0 } });
  });

  it('comes every six hours by itself', async () => {
    // The server looks every minute; looks at full hours miss no turn of a day that has just begun.
    await house.pass(HOUR - (house.http.clock.now().getTime() % HOUR));
    for (let hour = 0; hour < 48; hour += 1) {
      await one.look();
      await house.pass(HOUR);
    }

    const walks = await one.walks();
    const starts = walks.map(({ startedAt }) => Date.parse(startedAt));
    const gaps = starts.slice(1).map((start, index) => Math.round((starts[index]! - start) / MINUTE));
    expect(walks.length).toBeGreaterThanOrEqual(7);
    expect(walks.every(({ origin }) => origin === 'schedule')).toBe(true);
    expect(new Set(gaps)).toEqual(new Set([360]));
    expect(Math.round((Date.parse((await one.provider()).nextWalkAt!) - starts[0]!) / MINUTE)).toBe(360);
  });

  it('finds each difference once, however often it walks, and tells the owner once', async () => {
    const serviceId = await one.settled();
    house.cloud.change(await one.externalId(serviceId), { plan: 'c4-r8-d80', hostname: 'other.example.com' });
    house.cloud.plant({ hostname: 'stray.example.com' });

    await one.walk();
    const again = await one.walk();

    expect(brief(await one.findings()).sort()).toEqual([
      ['drift', 'hostname', 'web.example.com', 'other.example.com'],
      ['drift', 'size', 'c1-r1-d20', 'c4-r8-d80'],
      ['orphan', 'unlabelled', null, 'stray.example.com'],
    ]);
    expect(again).toMatchObject({ findings: 3, news: 0 });
    expect(await one.shop.events('provider.differences-found')).toMatchObject([{ count: 3 }]);
    const letters = await one.shop.rows(`select id from deliveries where tenant_id = $1 and template = 'provider-differences'`);
    expect(letters).toHaveLength(1);
  });

  it('takes a difference back that is gone, and calls it news when it comes again', async () => {
    const serviceId = await one.settled();
    const externalId = await one.externalId(serviceId);
    house.cloud.change(externalId, { hostname: 'other.example.com' });
    await one.walk();
    house.cloud.change(externalId, { hostname: 'web.example.com' });
    await one.walk();

    expect(await one.findings('?state=gone')).toHaveLength(1);

    house.cloud.change(externalId, { hostname: 'other.example.com' });
    expect(await one.walk()).toMatchObject({ findings: 1, news: 1 });
  });

  it('leaves alone what was made a moment ago and what is being worked on', async () => {
    const fresh = await one.shop.running();
    house.cloud.change(await one.externalId(fresh), { plan: 'c4-r8-d80' });

    await one.walk();
    expect(await one.findings()).toEqual([]);

    await house.pass(20 * MINUTE);
    await one.walk();
    expect(await one.findings()).toHaveLength(1);
  });

  it('changes nothing when the list breaks off', async () => {
    const serviceId = await one.settled();
    const externalId = await one.externalId(serviceId);
    house.cloud.change(externalId, { hostname: 'other.example.com' });
    await one.walk();
    house.cloud.behave('failing');

    const walk = await one.walk();

    expect(walk).toMatchObject({ state: 'failed', findings: 0 });
    expect(walk.problem).not.toBeNull();
    expect(await one.findings()).toHaveLength(1);
  });

  it('goes through every page of a long list', async () => {
    for (let count = 0; count < 230; count += 1) house.cloud.plant({ hostname: `stray-${count}.example.com` });

    expect(await one.walk()).toMatchObject({ state: 'done', servers: 230, findings: 230, news: 230 });
    const first = (await one.asOwner('GET /api/admin/reconciliation/findings?limit=100')).json<{
      items: object[];
      next: string;
    }>();
    expect([first.items.length, typeof first.next]).toEqual([100, 'string']);
    expect((await one.provider()).open).toEqual({ drift: 0, orphan: 230, ghost: 0 });
  });

  it('is one, though two ask for it, and begins anew after one that died with its process', async () => {
    const { installationId } = one.shop;
    const ask = () => one.asOwner(`POST /api/admin/reconciliation/providers/${installationId}/walks`);
    expect((await Promise.all([ask(), ask()])).map(({ status }) => status)).toEqual([202, 202]);
    await house.jobs.run();
    expect(await one.walks()).toHaveLength(1);

    const begun = new Date(house.http.clock.now().getTime() - HOUR);
    await one.shop.rows(
      `insert into provider_walks (tenant_id, id, installation_id, origin, state, started_at)
       values ($1, $2, $3, 'schedule', 'running', $4)`,
      crypto.randomUUID(),
      installationId,
      begun,
    );

    expect(await one.walk()).toMatchObject({ state: 'done' });
    expect((await one.walks()).map(({ state }) => state).sort()).toEqual(['done', 'done', 'failed']);
  });

  it('is refused for a provider of another shop', async () => {
    const route = (id: string) => `POST /api/admin/reconciliation/providers/${id}/walks`;
    const other = await WalkingShop.open(house);

    expect((await one.asOwner(route(other.shop.installationId))).status).toBe(404);
    expect((await one.asOwner(route('01970000-0000-7000-8000-00000000dead'))).status).toBe(404);
  });

  it('sees nothing of the services of another shop, and shows it nothing', async () => {
    const other = await WalkingShop.open(house);
    const theirs = await other.settled('next-door.example.com');
    await one.settled();

    await one.walk();

    const [found] = await one.findings();
    expect(brief([found!])).toEqual([['orphan', 'unknown-service', null, 'next-door.example.com']]);
    expect(found).toMatchObject({ service: null, server: { label: theirs } });
    expect((await other.asOwner(`GET /api/admin/reconciliation/findings/${found!.id}`)).status).toBe(404);
    expect((await other.resolve(found!.id, { action: 'ignore' })).status).toBe(404);
    expect(await other.findings('')).toEqual([]);
    expect(await other.walks()).toEqual([]);
  });
});
