import type { SavedMethod } from '@hostwright/sdk';
import { SavedMethods } from '../../src/billing/saved-methods/index.js';
import { Daily } from '../../src/platform/daily/index.js';
import { Installations } from '../../src/platform/plugins/index.js';
import { aServer, aShop, PASSWORD, type Shop, type ShopCustomer, type ShopOptions, type TestServer } from './shop.js';
import { Wallet } from './wallet.js';

export interface RenewalRow {
  readonly number: number;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly invoiceId: string;
  readonly state: string;
  readonly totalMinor: bigint;
  readonly dueAt: Date;
}

/** The whole application with a provider that keeps cards. */
export interface RenewingHouse {
  readonly server: TestServer;
  readonly wallet: Wallet;
  close(): Promise<void>;
}

/** Months go by in it, in which providers are not walked and nobody is dunned unless that is what the test is about. */
export async function renewingHouse({ walks = false, dunning = false } = {}): Promise<RenewingHouse> {
  const wallet = await Wallet.open();
  const server = await aServer({ PLUGINS_DIR: wallet.pluginsDir });
  if (!walks) server.jobs.leave('reconcile/walk');
  if (!dunning) server.jobs.leave('dunning/step');
  return {
    server,
    wallet,
    async close() {
      await server.close();
      await wallet.close();
    },
  };
}

/** Each day is looked at when it is noon at the shop: the hours at which its daily work begins are behind it. */
function untilNoon(now: Date, timeZone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const noon = local.withPlainTime('12:00');
  const next = Temporal.ZonedDateTime.compare(local, noon) < 0 ? noon : noon.add({ days: 1 });
  return next.epochMilliseconds - now.getTime();
}

/** A shop with one customer whose server runs, ordered by the month. */
export class RenewingShop {
  private constructor(
    readonly shop: Shop,
    readonly till: string,
    readonly customer: ShopCustomer,
    readonly serviceId: string,
  ) {}

  static async open({ server }: RenewingHouse, options: ShopOptions = {}): Promise<RenewingShop> {
    const shop = await aShop(server, options);
    server.clock.pass(untilNoon(server.clock.now(), shop.tenant.timeZone));
    // Letters and their papers are another story; without a channel nothing here waits for a printer.
    await shop.rows(`update plugin_installations set enabled = false where plugin_id = 'email' returning id`);
    const wanted = { pluginId: 'wallet', label: 'Wallet', enabled: true, config: {} };
    const till = (await server.app.get(Installations).create(shop.tenant.id, wanted, 'test')).id;
    const customer = await shop.customer();
    const order = await shop.order(customer);
    await shop.pay(customer, order);
    await shop.passTime('2 minutes');
    return new RenewingShop(shop, till, customer, order.items[0]!.serviceId);
  }

  /** A card as the provider would have given it when the customer paid. */
  async saveCard(method: SavedMethod = { token: 'tok_secret_4242', label: 'Visa ···· 4242' }): Promise<void> {
    const { server, tenant } = this.shop;
    const kept = { installationId: this.till, customerId: this.customer.id, method, agreedAt: server.clock.now() };
    await server.db.run(tenant.id, () => server.app.get(SavedMethods).keep(kept));
  }

  /** Nothing of it goes on while the next test looks. */
  async close(): Promise<void> {
    await this.shop.rows(`update services set state = 'terminated' where tenant_id = $1 returning id`, [this.shop.tenant.id]);
    await this.shop.rows(`update renewals set state = 'manual' where tenant_id = $1 returning invoice_id`, [this.shop.tenant.id]);
  }

  /** Lets days go by; each begins with the look that the server takes every minute. */
  async days(count: number): Promise<void> {
    for (let day = 0; day < count; day += 1) {
      await this.shop.passTime('1 day');
      await this.look();
    }
  }

  /** Until so many days before the period ends, counted in whole days. Nothing happens before the last nine. */
  async untilBefore(days: number): Promise<void> {
    const left = Math.floor(((await this.renewsAt()).getTime() - this.shop.server.clock.now().getTime()) / 86_400_000);
    const quiet = Math.max(0, left - Math.max(days, 9));
    if (quiet > 0) await this.shop.passTime(`${quiet} days`);
    await this.days(left - quiet - days);
  }

  async look(): Promise<void> {
    await this.shop.server.app.get(Daily).look();
    await this.shop.runJobs();
  }

  async renewsAt(): Promise<Date> {
    const [row] = await this.shop.rows<{ renewsAt: Date }>('select renews_at from services where id = $1', [this.serviceId]);
    return row!.renewsAt;
  }

  async anchorAt(): Promise<Date> {
    const [row] = await this.shop.rows<{ anchorAt: Date }>('select anchor_at from services where id = $1', [this.serviceId]);
    return row!.anchorAt;
  }

  /** Periods after the first with their invoices. */
  renewals(): Promise<RenewalRow[]> {
    return this.shop.rows<RenewalRow>(
      `select b.number, b.starts_at, b.ends_at, b.invoice_id, i.state, i.total_minor, i.due_at from billed_periods b
       join invoices i on i.tenant_id = b.tenant_id and i.id = b.invoice_id
       where b.tenant_id = $1 and b.service_id = $2 and b.number > 0 order by b.number`,
      [this.shop.tenant.id, this.serviceId],
    );
  }

  charges(): Promise<{ id: string; state: string; invoiceId: string; offSession: boolean }[]> {
    return this.shop.rows(
      'select id, state, invoice_id, off_session from payments where tenant_id = $1 and off_session order by created_at, id',
      [this.shop.tenant.id],
    );
  }

  async letters(): Promise<string[]> {
    const rows = await this.shop.rows<{ template: string }>(
      `select template from deliveries where tenant_id = $1 and (template like 'renewal-%' or template in ('payment-action', 'payment-declined'))
       order by created_at, id`,
      [this.shop.tenant.id],
    );
    return rows.map(({ template }) => template);
  }

  /** Hours have gone by: the customer signs in again. */
  async signIn(): Promise<ShopCustomer> {
    const { email } = this.customer;
    const answer = await this.shop.call('POST /api/store/sessions', { body: { email, password: PASSWORD } });
    return { ...this.customer, token: answer.json<{ accessToken: string }>().accessToken };
  }
}
