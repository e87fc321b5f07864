import { expect } from 'vitest';
import { type Orderer, ServiceControl, ServiceOrders, type ServiceRow, ServiceRows } from '../../src/billing/services/index.js';
import { Problem } from '../../src/platform/http/index.js';
import type { Shop } from '../harness/shop.js';
import { CHOICE } from '../harness/shop-goods.js';
import type { Chance } from './chance.js';
import type { RoughHouse } from './rough-house.js';

const MOST_RETRIES = 12;
const NOT_NOW: ReadonlySet<string> = new Set(['service-state', 'not-supported']);

/** One customer's servers from order to end, in whatever weather. */
export class RandomRun {
  /** What was ordered, in order; it names a run that went wrong. */
  readonly story: string[] = [];

  private constructor(
    private readonly house: RoughHouse,
    private readonly shop: Shop,
    private readonly chance: Chance,
    private readonly serviceIds: readonly string[],
  ) {}

  static async begin(house: RoughHouse, shop: Shop, chance: Chance): Promise<RandomRun> {
    house.workers.follow(chance);
    const quantity = chance.happens(0.3) ? chance.between(2, 3) : 1;
    const customer = await shop.customer();
    const order = await shop.order(customer, { quantity });
    await shop.pay(customer, order);
    const serviceIds = order.items.map(({ serviceId }) => serviceId);
    const run = new RandomRun(house, shop, chance, serviceIds);
    run.story.push(`create ${quantity}`);
    return run;
  }

  async live(): Promise<void> {
    if (!this.chance.happens(0.1)) await this.settleUntilWanted();
    const changes = this.chance.between(1, 3);
    for (let count = 0; count < changes; count += 1) {
      await this.change();
      // Sometimes the next wish comes before this one has been carried out.
      if (this.chance.happens(0.75)) await this.settleUntilWanted();
    }
    await this.settleUntilWanted();
    await this.expectOneEach();
  }

  async end(): Promise<void> {
    for (const id of this.serviceIds) await this.control(control => control.terminate(id, 'unpaid'));
    this.story.push('terminate');
    await this.settleUntilWanted();
    expect(await this.states(), this.told()).toEqual(this.serviceIds.map(() => 'terminated'));
    expect(this.house.server.cloud.servers, this.told()).toEqual([]);
  }

  /** One living server for each service, known to it, of the size that was bought; and nobody else's. */
  private async expectOneEach(): Promise<void> {
    const rows = await this.rows();
    const expected = rows.map(({ id, externalId, selection }) => ({ serviceId: id, id: externalId, plan: planOf(selection) }));
    const living = this.house.server.cloud.servers.map(({ serviceId, id, plan }) => ({ serviceId, id, plan }));
    expect(byService(living), this.told()).toEqual(byService(expected));
  }

  /** Staff try again what has failed for good, as long as it is wanted. */
  private async settleUntilWanted(): Promise<void> {
    for (let retries = 0; retries < MOST_RETRIES; retries += 1) {
      await this.house.settle(this.shop);
      let isDone = true;
      for (const row of await this.rows()) if (await this.isRetried(row)) isDone = false;
      if (isDone) return;
    }
    throw new Error(`What was wanted has not been reached: ${this.told()}`);
  }

  private async isRetried(row: ServiceRow): Promise<boolean> {
    const isReached =
      row.wantedSize === null && (row.wantedState === 'active' ? row.state === 'active' : row.state === row.wantedState);
    if (isReached) return false;
    this.story.push('retry');
    await this.server.app.get(ServiceOrders).retry(this.staff, row.id);
    return true;
  }

  private async change(): Promise<void> {
    const row = this.chance.oneOf(await this.rows());
    const name = this.chance.oneOf(Object.keys(CHANGES));
    try {
      await CHANGES[name]!(this, row);
      this.story.push(name);
    } catch (error) {
      // Nothing has been made yet, something else is being done, or it is paused: people read the same on the screen.
      if (!(error instanceof Problem) || !NOT_NOW.has(error.code)) throw error;
    }
  }

  order(serviceId: string, ordered: Parameters<ServiceOrders['order']>[2]): Promise<void> {
    return this.server.app.get(ServiceOrders).order(this.staff, serviceId, ordered);
  }

  control(work: (control: ServiceControl) => Promise<void>): Promise<void> {
    return this.server.db.run(this.shop.tenant.id, () => work(this.server.app.get(ServiceControl)));
  }

  size() {
    const { chance, shop } = this;
    const selection = { ...CHOICE, cpu: chance.between(1, 8), ram: chance.between(1, 16) };
    return { planId: shop.goods.small, planVersion: 1, selection, recurringMinor: 2000n };
  }

  told(): string {
    return this.story.join(', ');
  }

  private async states(): Promise<readonly string[]> {
    return (await this.rows()).map(({ state }) => state);
  }

  private rows(): Promise<readonly ServiceRow[]> {
    const services = this.server.app.get(ServiceRows);
    return this.server.db.run(this.shop.tenant.id, async () => {
      const rows: ServiceRow[] = [];
      for (const id of this.serviceIds) rows.push(await services.lock(id));
      return rows;
    });
  }

  private get server() {
    return this.house.server;
  }

  private get staff(): Orderer {
    return { kind: 'staff', tenantId: this.shop.tenant.id, id: '01970000-0000-7000-8000-000000000001' };
  }
}

const CHANGES: Readonly<Record<string, (run: RandomRun, service: ServiceRow) => Promise<void>>> = {
  resize: (run, { id }) => run.control(control => control.resize(id, run.size())),
  'resize again': (run, { id }) => run.control(control => control.resize(id, run.size())),
  suspend: (run, { id }) => run.control(control => control.suspend(id, 'unpaid')),
  'suspend and resume': (run, { id }) =>
    run.control(async control => {
      await control.suspend(id, 'unpaid');
      await control.unsuspend(id);
    }),
  resume: (run, { id }) => run.control(control => control.unsuspend(id)),
  reinstall: (run, { id, hostname }) => run.order(id, { action: 'reinstall', image: CHOICE.image, confirmation: hostname }),
  restart: (run, { id }) => run.order(id, { action: 'restart' }),
  stop: (run, { id }) => run.order(id, { action: 'stop' }),
  'reset-password': (run, { id }) => run.order(id, { action: 'reset-password' }),
  'create-snapshot': (run, { id }) => run.order(id, { action: 'create-snapshot', name: `before-${run.story.length}` }),
};

const planOf = ({ cpu, ram, disk }: Readonly<Record<string, unknown>>): string =>
  `c${String(cpu)}-r${String(ram)}-d${String(disk)}`;

const byService = <T extends { readonly serviceId: string }>(all: readonly T[]): readonly T[] =>
  all.toSorted((left, right) => left.serviceId.localeCompare(right.serviceId));
