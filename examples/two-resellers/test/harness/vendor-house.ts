import { aServer, aShop, type Shop, type TestServer } from '../../../../core/server/test/harness/shop.js';
import { Installations } from '../../../../core/server/src/platform/plugins/index.js';
import { VENDORS, VENDOR_IDS, type Vendor } from '../vendors/index.js';
import { PublicDoor } from './public-door.js';
import { Till } from './till.js';

/** The real server and the vendors of its shops; whatever vendors say comes through one door, and all live by one clock. */
export class VendorHouse {
  private readonly tills = new Map<string, Till>();

  private constructor(
    readonly server: TestServer,
    readonly door: PublicDoor,
    readonly vendors: Readonly<Record<Vendor['id'], Vendor>>,
  ) {}

  static async open(starts: typeof VENDORS = VENDORS): Promise<VendorHouse> {
    const time = { now: () => new Date() };
    const clock = { now: () => time.now() };
    const door = await PublicDoor.open();
    const started = await Promise.all(VENDOR_IDS.map(async id => [id, await starts[id](clock)] as const));
    const vendors = Object.fromEntries(started) as Record<Vendor['id'], Vendor>;
    const hosts = started.map(([, { url }]) => new URL(url).host);
    const server = await aServer({ PUBLIC_PORT: String(door.port), ALLOWED_PRIVATE_HOSTS: hosts.join(',') });
    time.now = () => server.clock.now();
    const house = new VendorHouse(server, door, vendors);
    house.answerDoor();
    return house;
  }

  /** Letters reach the server of this process. */
  answerDoor(): void {
    this.door.leadTo(async ({ path, headers, body }) => {
      const answer = await this.server.request('POST', path, { host: 'vendor.example', headers, body });
      return answer.status;
    });
  }

  /** The shop that takes money through this vendor; one for all stories of a file. */
  async till(id: Vendor['id']): Promise<Till> {
    const known = this.tills.get(id);
    if (known) return known;
    const till = await this.newTill(id, 'own');
    this.tills.set(id, till);
    return till;
  }

  /** Another shop, with the same account at the vendor or with its own. */
  async newTill(id: Vendor['id'], account: 'own' | 'other'): Promise<Till> {
    const shop = await aShop(this.server);
    // Letters and their papers are another story; without a channel nothing here waits for a printer.
    await shop.rows(`update plugin_installations set enabled = false where plugin_id = 'email' returning id`);
    return this.install(shop, id, account);
  }

  /** One more way to pay in a shop. */
  async install(shop: Shop, id: Vendor['id'], account: 'own' | 'other' = 'own'): Promise<Till> {
    const { [id]: vendor } = this.vendors;
    const wanted = { pluginId: vendor.pluginId, label: id, enabled: true, config: vendor.settings(account) };
    const installation = await this.server.app.get(Installations).create(shop.tenant.id, wanted, 'system:test');
    await this.server.runJobs();
    return new Till(this.server, shop, vendor, installation.id);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.vendors).map(vendor => vendor.close()));
    await this.server.close();
    await this.door.close();
  }
}
