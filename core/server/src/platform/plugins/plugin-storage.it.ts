import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { testPlatform, type TestPlatform } from '../../../test/harness/platform.js';
import { newId } from '../database/index.js';
import { PluginStorage } from './plugin-storage.js';

let database: TestDatabase;
let platform: TestPlatform;
let tenantId: string;

beforeAll(async () => {
  database = await testDatabase();
  platform = await testPlatform(database);
});

afterAll(async () => {
  await platform.close();
  await database.drop();
});

beforeEach(async () => {
  tenantId = (await platform.tenant()).id;
});

/** The memory of an installation of its own. */
async function aStorage(): Promise<PluginStorage> {
  const now = platform.clock.now();
  const row = {
    pluginId: 'till',
    kind: 'payment-gateway',
    label: 'Cards',
    enabled: true,
    config: {},
    createdAt: now,
    updatedAt: now,
  };
  const id = newId();
  await platform.db.run(tenantId, () => platform.db.insert('plugin_installations', { id, ...row }));
  return new PluginStorage(platform.db, platform.clock, tenantId, id);
}

describe('PluginStorage', () => {
  it('keeps JSON, and each installation its own', async () => {
    const [mine, theirs] = [await aStorage(), await aStorage()];

    await mine.set('list', [1, { deep: 'Ω' }]);
    await mine.set('nothing', null);
    await mine.set('list', [2]);

    expect([await mine.get('list'), await mine.get('nothing'), await theirs.get('list')]).toEqual([[2], null, undefined]);
    await mine.delete('list');
    expect(await mine.get('list')).toBeUndefined();
  });

  it('forgets when the time is up', async () => {
    const storage = await aStorage();
    await storage.set('short', 'life', { ttlMs: 1000 });
    expect(await storage.get('short')).toBe('life');

    platform.clock.pass(1001);

    expect(await storage.get('short')).toBeUndefined();
  });

  it('lets one of many add a key, and one more when it has expired', async () => {
    const storage = await aStorage();

    const added = await Promise.all(Array.from({ length: 20 }, (_, index) => storage.add('once', index, { ttlMs: 60_000 })));
    expect(added.filter(Boolean)).toHaveLength(1);

    platform.clock.pass(60_001);
    expect([await storage.add('once', 'next'), await storage.add('once', 'after')]).toEqual([true, false]);
    expect(await storage.get('once')).toBe('next');
  });

  it('refuses what it cannot keep', async () => {
    const storage = await aStorage();

    await expect(storage.set('x', undefined)).rejects.toThrow(TypeError);
    await expect(storage.set('', 1)).rejects.toThrow(RangeError);
    await expect(storage.set('x'.repeat(201), 1)).rejects.toThrow(RangeError);
    await expect(storage.set('x', 'y'.repeat(70_000))).rejects.toThrow(RangeError);
  });
});
