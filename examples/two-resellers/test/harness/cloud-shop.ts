import { randomUUID } from 'node:crypto';
import type { Selection } from '@hostwright/sdk';
import type { ChangePreview, Order, Service, ServiceChange } from '@hostwright/sdk/http';
import { CatalogSetup } from '../../../../core/server/src/billing/catalog/index.js';
import { Installations } from '../../../../core/server/src/platform/plugins/index.js';
import type { ServerAnswer } from '../../../../core/server/test/harness/server.js';
import {
  aShop,
  expectStatus,
  PASSWORD,
  type Shop,
  type ShopCustomer,
  type TestServer,
} from '../../../../core/server/test/harness/shop.js';
import type { Wares } from '../clouds/wares.js';

/** Where servers are made, and what is sold of it. */
export interface CloudGoods {
  readonly pluginId: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly wares: Wares;
}

/** A service and whose it is. */
export interface Owned {
  readonly serviceId: string;
  readonly order: Order;
  readonly customer: ShopCustomer;
}

/** A shop that sells the servers of one installation, and what its customers and staff do with them. */
export class CloudShop {
  private constructor(
    readonly shop: Shop,
    readonly installationId: string,
    readonly productId: string,
    readonly planId: string,
    private readonly wares: Wares,
  ) {}

  static async open(server: TestServer, goods: CloudGoods): Promise<CloudShop> {
    const shop = await aShop(server);
    // Letters and their papers are another story; without a channel nothing here waits for a printer.
    await shop.rows(`update plugin_installations set enabled = false where plugin_id = 'email' returning id`);
    const { pluginId, settings, wares } = goods;
    const wanted = { pluginId, label: pluginId, enabled: true, config: { ...settings } };
    const { id } = await server.app.get(Installations).create(shop.tenant.id, wanted, 'system:test');
    const { productId, planIds } = await server.app.get(CatalogSetup).create(shop.tenant.id, wares.productOf(id));
    return new CloudShop(shop, id, productId, planIds[0]!, wares);
  }

  /** The small ware with some other choices. */
  selection(choices: Selection = {}): Selection {
    return { ...this.wares.small, ...choices };
  }

  /** Ordered by a new customer, not paid yet. */
  async order(choices: Selection = {}): Promise<Owned> {
    const customer = await this.shop.customer();
    const { productId, planId } = this;
    const order = await this.shop.order(customer, { productId, planId, selection: this.selection(choices) });
    return { customer, order, serviceId: order.items[0]!.serviceId };
  }

  /** Paid by card. */
  async buy(choices: Selection = {}): Promise<Owned> {
    const owned = await this.order(choices);
    await this.shop.pay(owned.customer, owned.order);
    return owned;
  }

  /** What the cabinet shows. */
  async service(owned: Owned): Promise<Service> {
    return expectStatus(await this.asCustomer(owned, `GET /api/store/services/${owned.serviceId}`), 200).json<Service>();
  }

  async act(owned: Owned, body: object): Promise<void> {
    const route = `POST /api/store/services/${owned.serviceId}/actions`;
    expectStatus(await this.asCustomer(owned, route, body), 202);
  }

  /** Another size: the price first, the difference paid, and then the server changes. Answers what was due. */
  async change(owned: Owned, choices: Selection): Promise<bigint> {
    const { serviceId } = owned;
    const wanted = { selection: this.selection(choices) };
    const shown = await this.asCustomer(owned, `POST /api/store/services/${serviceId}/changes/preview`, wanted);
    const { token, due } = expectStatus(shown, 200).json<ChangePreview>();
    const ordered = await this.asCustomer(owned, `POST /api/store/services/${serviceId}/changes`, { token });
    const { invoice } = expectStatus(ordered, 201).json<ServiceChange>();
    if (!invoice) throw new Error('Nothing was due');
    await this.pay(owned, invoice.id);
    return BigInt(due.total.amount);
  }

  async pay(owned: Owned, invoiceId: string): Promise<void> {
    await this.shop.pay(await this.signedIn(owned), { invoiceId });
  }

  /** What the customer has not paid yet. */
  async unpaid(owned: Owned): Promise<readonly string[]> {
    const answer = await this.asCustomer(owned, 'GET /api/store/invoices');
    const { items } = expectStatus(answer, 200).json<{ items: { id: string; state: string }[] }>();
    return items.filter(({ state }) => state === 'open' || state === 'overdue').map(({ id }) => id);
  }

  /** Staff suspend, resume or end the service. */
  async actAsStaff({ serviceId }: Owned, body: object): Promise<void> {
    expectStatus(await this.asOwner(`POST /api/admin/services/${serviceId}/actions`, body), 202);
  }

  /** As somebody who has just signed in: time passes in stories. */
  async asCustomer({ customer }: Owned, route: string, body?: object): Promise<ServerAnswer> {
    return this.as('/api/store/sessions', customer.email, route, body);
  }

  async asOwner(route: string, body?: object): Promise<ServerAnswer> {
    return this.as('/api/admin/sessions', `owner@${this.shop.tenant.slug}.example`, route, body);
  }

  /** The same customer with a token that is good now. */
  private async signedIn({ customer }: Owned): Promise<ShopCustomer> {
    return { ...customer, token: await this.tokenOf('/api/store/sessions', customer.email) };
  }

  private async as(door: string, email: string, route: string, body?: object): Promise<ServerAnswer> {
    const headers = { 'idempotency-key': randomUUID() };
    return this.shop.call(route, { token: await this.tokenOf(door, email), ...(body && { body, headers }) });
  }

  private async tokenOf(door: string, email: string): Promise<string> {
    const answer = await this.shop.call(`POST ${door}`, { body: { email, password: PASSWORD } });
    return expectStatus(answer, 201).json<{ accessToken: string }>().accessToken;
  }
}
