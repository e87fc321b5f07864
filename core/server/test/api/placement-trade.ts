import { randomBytes } from 'node:crypto';
import { SANDBOX_CLOUD_KEY } from '@hostwright/plugin-sandbox-cloud/vendor';
import type { InventoryItem, Pool } from '@hostwright/sdk/http';
import { Installations } from '../../src/platform/plugins/index.js';
import { expectStatus, type Shop } from '../harness/shop.js';

/** A pool with a member, and a machine in the inventory; the shop's own name stands in all of them. */
export async function aPlacementTrade(
  shop: Shop,
): Promise<{ readonly poolId: string; readonly memberId: string; readonly inventoryItemId: string }> {
  const name = `${shop.tenant.name} ${randomBytes(4).toString('hex')}`;
  const made = await shop.asOwner('POST /api/admin/pools', { body: { name, location: name, tier: '' } });
  const { id: poolId } = expectStatus(made, 201).json<Pool>();
  const config = { apiUrl: shop.server.cloud.url, apiKey: SANDBOX_CLOUD_KEY };
  const cloud = { pluginId: 'sandbox-cloud', label: name, enabled: true, config };
  const { id: installationId } = await shop.server.app.get(Installations).create(shop.tenant.id, cloud, 'system:test');
  const body = { installationId, limits: { slots: 1000 } };
  const pool = expectStatus(await shop.asOwner(`POST /api/admin/pools/${poolId}/members`, { body }), 201).json<Pool>();
  const item = await shop.asOwner('POST /api/admin/inventory', { body: { group: name, name: `Machine of ${name}` } });
  const { id: inventoryItemId } = expectStatus(item, 201).json<InventoryItem>();
  return { poolId, memberId: pool.members[0]!.id, inventoryItemId };
}

/** Bodies that the operations take; a name is used once. */
export const placementBodies = (shop: Shop, random: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> => ({
  createPool: { name: `Pool ${random}`, location: 'Frankfurt', tier: 'fast' },
  updatePool: { name: `Pool ${random}`, location: 'Kyiv', tier: 'fast' },
  addPoolMember: { installationId: shop.cloud, limits: { vcpu: 8, ramMb: null }, cpuOvercommitPercent: 200 },
  updatePoolMember: { state: 'open', limits: { slots: 1000, addresses: 250 }, cpuOvercommitPercent: 300 },
  updatePlacementSettings: { holdDays: 3 },
  addInventoryItem: { group: 'fast', name: `Machine ${random}`, facts: { cpu: '16 cores' }, location: 'Rack 1', notes: 'New' },
  updateInventoryItem: { group: 'fast', facts: { cpu: '16 cores' }, location: 'Rack 2', notes: 'Moved', retired: false },
});
