import { SANDBOX_CLOUD_KEY } from '@hostwright/plugin-sandbox-cloud/vendor';
import type { AddPoolMember, InventoryItem, Pool, ProductAnswer } from '@hostwright/sdk/http';
import type { z } from 'zod';
import { CatalogSetup, type StoredOption } from '../../src/billing/catalog/index.js';
import { Placement, type Place } from '../../src/billing/placement/index.js';
import { Installations } from '../../src/platform/plugins/index.js';
import { aShop, expectStatus, type CartWish, type Shop, type ShopCustomer, type TestServer } from './shop.js';
import { CHOICE, serverGoods } from './shop-goods.js';

type MemberWish = Partial<z.input<typeof AddPoolMember>>;

/** What a shop sells in its pools: both plans as in the usual goods. */
export interface PooledGoods {
  readonly productId: string;
  readonly planId: string;
  readonly slug: string;
}

/** A shop whose servers are made wherever there is room. */
export class PooledShop {
  private constructor(
    readonly shop: Shop,
    readonly customer: ShopCustomer,
  ) {}

  static async open(server: TestServer): Promise<PooledShop> {
    const shop = await aShop(server);
    return new PooledShop(shop, await shop.customer());
  }

  /** Another account at the cloud. */
  async installation(label = 'Another cloud'): Promise<string> {
    const { server, tenant } = this.shop;
    const config = { apiUrl: server.cloud.url, apiKey: SANDBOX_CLOUD_KEY };
    const wanted = { pluginId: 'sandbox-cloud', label, enabled: true, config };
    return (await server.app.get(Installations).create(tenant.id, wanted, 'system:test')).id;
  }

  async pool(name: string, ...members: readonly MemberWish[]): Promise<Pool> {
    const made = await this.shop.asOwner('POST /api/admin/pools', { body: { name, location: 'Frankfurt', tier: 'standard' } });
    let pool = expectStatus(made, 201).json<Pool>();
    for (const member of members) pool = await this.addMember(pool.id, member);
    return pool;
  }

  async addMember(poolId: string, member: MemberWish): Promise<Pool> {
    const body = { installationId: this.shop.cloud, ...member };
    return expectStatus(await this.shop.asOwner(`POST /api/admin/pools/${poolId}/members`, { body }), 201).json<Pool>();
  }

  async pools(): Promise<readonly Pool[]> {
    return expectStatus(await this.shop.asOwner('GET /api/admin/pools'), 200).json<{ items: Pool[] }>().items;
  }

  async machine(group: string, name: string): Promise<InventoryItem> {
    const body = { group, name, facts: { cpu: 'Ryzen 9 7950X', ram: '128 GB' }, location: 'Rack 4' };
    return expectStatus(await this.shop.asOwner('POST /api/admin/inventory', { body }), 201).json<InventoryItem>();
  }

  /** Servers whose places are these: pools by location, or settings of the product. */
  async sell(
    slug: string,
    settings: Readonly<Record<string, unknown>>,
    locations: readonly Location[] = [{ id: 'fra' }],
  ): Promise<PooledGoods> {
    const { server, tenant, cloud } = this.shop;
    const goods = serverGoods(cloud);
    const { installationId: _, ...common } = goods.settings;
    const labelled = locations.map(location => ({ label: location.id, ...location }));
    const values = locations.map(({ id }) => ({ value: id, label: id }));
    const plans = goods.plans.map(plan => ({
      ...plan,
      options: plan.options.map((option): StoredOption => (option.id === 'location' ? { ...option, values } : option)),
    }));
    const product = { ...goods, slug, settings: { ...common, ...settings, locations: labelled }, plans };
    const { productId, planIds } = await server.app.get(CatalogSetup).create(tenant.id, product);
    return { productId, planId: planIds[0]!, slug };
  }

  /** Machines of these groups of the inventory, each a choice of its own. */
  async sellMachines(...groups: readonly string[]): Promise<PooledGoods> {
    const { server, tenant, cloud } = this.shop;
    const choice = (id: string, ids: readonly string[]) => ({
      ...{ id, kind: 'choice' as const, label: id },
      values: ids.map(value => ({ value, label: value })),
    });
    const slug = `machines-${groups.join('-')}`;
    const product = {
      ...{ slug, type: 'dedicated-server', name: 'Machine', description: '' },
      settings: {
        installationId: cloud,
        configurations: groups.map((group, index) => ({ id: machineOf(index), label: group, itemGroup: group })),
        images: [{ id: 'debian-13', label: 'Debian 13' }],
        locations: [{ id: 'fra', label: 'Frankfurt' }],
      },
      plans: [
        {
          ...{ code: 'machine', name: 'Machine', description: '', periods: ['month:1'], stock: null },
          base: { model: 'flat' as const, amounts: { 'month:1': { EUR: '9900' } } },
          options: [
            choice(
              'configuration',
              groups.map((_, index) => machineOf(index)),
            ),
            choice('image', ['debian-13']),
            choice('location', ['fra']),
          ],
        },
      ],
    };
    const { productId, planIds } = await server.app.get(CatalogSetup).create(tenant.id, product);
    return { productId, planId: planIds[0]!, slug };
  }

  order({ productId, planId }: PooledGoods, wish: CartWish = {}) {
    return this.shop.order(this.customer, { productId, planId, selection: CHOICE, ...wish });
  }

  /** A checkout that may be refused: its status and code. */
  async tryOrder(
    { productId, planId }: PooledGoods,
    wish: CartWish = {},
    customer = this.customer,
  ): Promise<{ status: number; code?: string }> {
    const cart = await this.shop.cart({ productId, planId, selection: CHOICE, ...wish });
    const body = { cartId: cart.id, expectedToday: cart.today, billing: BILLING, acceptTerms: true };
    const headers = { 'idempotency-key': cart.id };
    const answer = await this.shop.call('POST /api/store/orders', { token: customer.token, headers, body });
    return { status: answer.status, ...answer.json<{ code?: string }>() };
  }

  /** As the page of the product shows it. */
  async shown({ slug }: PooledGoods): Promise<ProductAnswer> {
    return expectStatus(await this.shop.call(`GET /api/store/products/${slug}`), 200).json<ProductAnswer>();
  }

  placeOf(serviceId: string): Promise<Place | undefined> {
    const { server, tenant } = this.shop;
    return server.db.run(tenant.id, () => server.app.get(Placement).placeOf(serviceId));
  }

  /** The same, with the failure as its code: what was written about it is kept, as it is when a service waits. */
  async tryPlaceOf(serviceId: string): Promise<Place | string | undefined> {
    const { server, tenant } = this.shop;
    return server.db.run(tenant.id, () =>
      server.app
        .get(Placement)
        .placeOf(serviceId)
        .catch((failure: { readonly code: string }) => failure.code),
    );
  }
}

/** Called like sizes that the cloud knows. */
export const machineOf = (index: number): string => `c${8 * (index + 1)}-r32-d320`;

/** A choice that buys a machine of the first group. */
export const MACHINE: CartWish = { selection: { configuration: 'c8-r32-d320', image: 'debian-13', location: 'fra' } };

interface Location {
  readonly id: string;
  readonly poolId?: string;
}

const BILLING = {
  name: 'Ada Lovelace',
  company: '',
  taxNumber: '',
  street: 'Pikk 1',
  city: 'Tallinn',
  postalCode: '10123',
  country: 'EE',
};
