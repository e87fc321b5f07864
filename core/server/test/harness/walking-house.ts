import type { Finding, ProviderWalk, ReconciledProvider, ResolveFinding } from '@hostwright/sdk/http';
import { TasksModule } from '../../src/billing/tasks/index.js';
import { ReconcilerModule } from '../../src/features/reconciler/index.js';
import { Daily, DailyModule } from '../../src/platform/daily/index.js';
import { StaffMembers } from '../../src/platform/identity/index.js';
import type { TestAnswer } from './http.js';
import { PASSWORD, serviceHouse, type ServiceHouse, type ServiceShop } from './service-shop.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A house whose shops compare their providers' lists with their books. */
export const walkingHouse = (): Promise<ServiceHouse> => serviceHouse([DailyModule, ReconcilerModule, TasksModule]);

/** A shop whose owner is signed in. */
export class WalkingShop {
  private constructor(
    readonly house: ServiceHouse,
    readonly shop: ServiceShop,
    readonly ownerId: string,
  ) {}

  private token = '';
  private signedInAt = 0;

  static async open(house: ServiceHouse): Promise<WalkingShop> {
    const shop = await house.shop();
    const email = `owner@${shop.tenant.slug}.example`;
    const wanted = { email, name: 'Olga', password: PASSWORD, role: 'owner' } as const;
    const { id } = await house.http.app.get(StaffMembers).create(shop.tenant.id, wanted);
    return new WalkingShop(house, shop, id);
  }

  async asOwner(route: string, body?: unknown): Promise<TestAnswer> {
    const { http } = this.house;
    const now = http.clock.now().getTime();
    if (now - this.signedInAt > 5 * MINUTE) {
      const credentials = { email: `owner@${this.shop.tenant.slug}.example`, password: PASSWORD };
      const answer = await http.call(this.shop.tenant, 'POST /api/admin/sessions', { body: credentials });
      this.token = answer.json<{ accessToken: string }>().accessToken;
      this.signedInAt = now;
    }
    return http.call(this.shop.tenant, route, { token: this.token, ...(body !== undefined && { body }) });
  }

  /** Compares now. */
  async walk(): Promise<ProviderWalk> {
    const { installationId } = this.shop;
    const begun = await this.asOwner(`POST /api/admin/reconciliation/providers/${installationId}/walks`);
    if (begun.status !== 202) throw new Error(begun.text);
    await this.house.jobs.run();
    return (await this.provider()).lastWalk!;
  }

  async provider(): Promise<ReconciledProvider> {
    const answer = await this.asOwner('GET /api/admin/reconciliation/providers');
    return answer.json<{ items: ReconciledProvider[] }>().items[0]!;
  }

  async walks(): Promise<ProviderWalk[]> {
    return (await this.asOwner('GET /api/admin/reconciliation/walks')).json<{ items: ProviderWalk[] }>().items;
  }

  async findings(query = '?state=open'): Promise<Finding[]> {
    return (await this.asOwner(`GET /api/admin/reconciliation/findings${query}`)).json<{ items: Finding[] }>().items;
  }

  async finding(id: string): Promise<Finding> {
    return (await this.asOwner(`GET /api/admin/reconciliation/findings/${id}`)).json<Finding>();
  }

  resolve(id: string, wanted: ResolveFinding): Promise<TestAnswer> {
    return this.asOwner(`POST /api/admin/reconciliation/findings/${id}/resolution`, wanted);
  }

  /** What the days of the shops have come to. */
  look(): Promise<void> {
    return this.house.http.app.get(Daily).look();
  }

  /** A server that has run for a while. */
  async settled(hostname?: string): Promise<string> {
    const id = await this.shop.running(hostname);
    await this.house.pass(HOUR);
    return id;
  }

  async externalId(serviceId: string): Promise<string> {
    const [row] = await this.shop.rows<{ externalId: string }>(
      'select external_id from services where tenant_id = $1 and id = $2',
      serviceId,
    );
    return row!.externalId;
  }
}
