import { randomUUID } from 'node:crypto';
import type { Selection } from '@hostwright/sdk';
import type { ChangePreview, Finding, Service, ServiceChange } from '@hostwright/sdk/http';
import { CatalogSetup, type NewProduct } from '../../../../core/server/src/billing/catalog/index.js';
import { Installations } from '../../../../core/server/src/platform/plugins/index.js';
import {
  aShop,
  expectStatus,
  PASSWORD,
  type ServerAnswer,
  type Shop,
  type ShopCustomer,
  type TestServer,
} from '../../../../core/server/test/harness/shop.js';
import type { HostingPanel } from '../panels/index.js';

/** An account and whose it is. */
export interface Website {
  readonly serviceId: string;
  readonly customer: ShopCustomer;
}

const PRICES = { start: '290', business: '690', pro: '1490' } as const;

/** A shop that sells web hosting at one panel. */
export class HostingShop {
  private constructor(
    readonly shop: Shop,
    private readonly installationId: string,
    private readonly goods: { readonly productId: string; readonly planId: string },
  ) {}

  static async open(server: TestServer, { id: pluginId, settings }: HostingPanel): Promise<HostingShop> {
    const shop = await aShop(server);
    // Letters and their papers are another story; without a channel nothing here waits for a printer.
    await shop.rows(`update plugin_installations set enabled = false where plugin_id = 'email' returning id`);
    const wanted = { pluginId, label: pluginId, enabled: true, config: { ...settings } };
    const { id } = await server.app.get(Installations).create(shop.tenant.id, wanted, 'system:test');
    const { productId, planIds } = await server.app.get(CatalogSetup).create(shop.tenant.id, productOf(id));
    return new HostingShop(shop, id, { productId, planId: planIds[0]! });
  }

  /** Ordered by a new customer and paid by card. `before` happens between the two. */
  async buy(selection: Selection, before: () => void = () => undefined): Promise<Website> {
    const customer = await this.shop.customer();
    const order = await this.shop.order(customer, { ...this.goods, selection });
    before();
    await this.shop.pay(customer, order);
    return { customer, serviceId: order.items[0]!.serviceId };
  }

  /** What a visitor gets who puts so many pieces into a cart under a host name of his own. */
  async inCart(selection: Selection, quantity: number): Promise<ServerAnswer> {
    const choice = { ...this.goods, selection, period: { unit: 'month', count: 1 }, currency: 'EUR' };
    const quoted = expectStatus(await this.shop.call('POST /api/store/quotes', { body: choice }), 200).json<{ token: string }>();
    const { id } = expectStatus(await this.shop.call('POST /api/store/carts', { body: { currency: 'EUR' } }), 201).json<{
      id: string;
    }>();
    const body = { quote: quoted.token, quantity, hostname: 'another.example' };
    return this.shop.call(`POST /api/store/carts/${id}/items`, { body });
  }

  /** Lets time pass until nothing is under way. */
  async settled(website: Website): Promise<Service> {
    for (let look = 0; look < 60; look += 1) {
      await this.shop.passTime('10 seconds');
      const service = await this.service(website);
      if (service.operations.every(({ finishedAt }) => finishedAt !== null)) return service;
    }
    throw new Error(`It does not come to an end: ${JSON.stringify((await this.service(website)).operations[0])}`);
  }

  async service(website: Website): Promise<Service> {
    return this.asCustomer<Service>(website, 200, `GET /api/store/services/${website.serviceId}`);
  }

  /** Another package: the price first, the difference paid where one is due, and then the account changes. */
  async change(website: Website, selection: Selection): Promise<Service> {
    const route = `POST /api/store/services/${website.serviceId}/changes`;
    const { token } = await this.asCustomer<ChangePreview>(website, 200, `${route}/preview`, { selection });
    const { invoice } = await this.asCustomer<ServiceChange>(website, 201, route, { token });
    if (invoice) await this.shop.pay({ ...website.customer, token: await this.tokenOf(website) }, { invoiceId: invoice.id });
    return this.settled(website);
  }

  async actAsStaff(website: Website, body: object): Promise<Service> {
    await this.asOwner(202, `POST /api/admin/services/${website.serviceId}/actions`, body);
    return this.settled(website);
  }

  /** What differs between the books of the panel and ours. */
  async findings(): Promise<readonly Finding[]> {
    await this.asOwner(202, `POST /api/admin/reconciliation/providers/${this.installationId}/walks`);
    await this.shop.runJobs();
    return (await this.asOwner<{ items: Finding[] }>(200, 'GET /api/admin/reconciliation/findings?state=open')).items;
  }

  /** As somebody who has just signed in: time passes in stories. */
  async asCustomer<T>(website: Website, status: number, route: string, body?: object): Promise<T> {
    return this.call(await this.tokenOf(website), status, route, body);
  }

  private async asOwner<T>(status: number, route: string, body?: object): Promise<T> {
    return this.call(await this.signIn('/api/admin/sessions', `owner@${this.shop.tenant.slug}.example`), status, route, body);
  }

  private async call<T>(token: string, status: number, route: string, body?: object): Promise<T> {
    const headers = { 'idempotency-key': randomUUID() };
    return expectStatus(await this.shop.call(route, { token, ...(body && { body, headers }) }), status).json<T>();
  }

  private tokenOf({ customer }: Website): Promise<string> {
    return this.signIn('/api/store/sessions', customer.email);
  }

  private async signIn(door: string, email: string): Promise<string> {
    const answer = await this.shop.call(`POST ${door}`, { body: { email, password: PASSWORD } });
    return expectStatus(answer, 201).json<{ accessToken: string }>().accessToken;
  }
}

function productOf(installationId: string): NewProduct {
  const packages = Object.keys(PRICES).map(id => ({ id, label: id }));
  const values = Object.entries(PRICES).map(([value, price]) => ({
    value,
    label: value,
    price: { model: 'flat' as const, amounts: { 'month:1': { EUR: price } } },
  }));
  const base = { model: 'flat' as const, amounts: { 'month:1': { EUR: '100' } } };
  return {
    slug: 'web',
    type: 'shared-hosting',
    name: 'Web hosting',
    description: '',
    settings: { installationId, packages, freeDomain: 'sites.shop.example' },
    plans: [
      {
        code: 'web',
        name: 'Web hosting',
        description: '',
        base,
        periods: ['month:1'],
        stock: null,
        options: [
          { id: 'package', kind: 'choice', label: 'Package', values },
          { id: 'domain', kind: 'text', label: 'Domain' },
        ],
      },
    ],
  };
}
