import { Inject, Injectable } from '@nestjs/common';
import { money, moneyToJson, periodKey, type Selection } from '@hostwright/sdk';
import type { ChangePreview, ServiceOptions } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Catalog, moduleOf, presentProduct, withKept, type CatalogPlan } from '../catalog/index.js';
import { type Orderer, type ServiceRow, ServiceRows } from '../services/index.js';
import { presentPreview } from './change.presenter.js';
import { ChangePrices, type PricedChange, type WantedChange } from './change-prices.js';
import { ChangeReader } from './change-reader.js';
import { ChangeRows } from './change-rows.js';
import { ChangeRules } from './change-rules.js';
import { ChangeTokens, type ChangeClaims } from './change-token.js';

const VALID_MS = 30 * 60 * 1000;

export interface AskedChange {
  readonly planId?: string | undefined;
  readonly selection: Selection;
  readonly locale?: string | undefined;
}

/** Shows what a service may become and what that costs, and stands by the price for half an hour. */
@Injectable()
export class ChangeOffers {
  private readonly tokens: ChangeTokens;

  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly catalog: Catalog,
    private readonly customers: Customers,
    private readonly services: ServiceRows,
    private readonly plugins: Plugins,
    private readonly rows: ChangeRows,
    private readonly rules: ChangeRules,
    private readonly prices: ChangePrices,
    private readonly reader: ChangeReader,
    @Inject(CONFIG) config: Config,
  ) {
    this.tokens = new ChangeTokens(config.secretKey);
  }

  options(tenant: Tenant, orderer: Orderer, serviceId: string, locale?: string): Promise<ServiceOptions> {
    return this.db.run(tenant.id, async () => {
      const service = await this.find(orderer, serviceId);
      const product = await this.catalog.product(tenant.id, service.productId, await this.localeOf(service, locale));
      const plans = product.plans.filter(plan => mayMove(plan, service)).map(plan => withKept(plan, service.selection));
      const open = await this.rows.open(serviceId);
      const { planId, selection, period, currency, recurringMinor } = service;
      return {
        ...{ planId, selection: { ...selection }, period, currency },
        renewal: period.unit === 'once' ? null : moneyToJson(money(recurringMinor, currency)),
        product: presentProduct({ ...product, plans }, moduleOf(this.plugins, product)),
        hindrance: (await this.rules.hindrance(service, orderer.kind)) ?? null,
        open: open ? await this.reader.present(open) : null,
      };
    });
  }

  preview(tenant: Tenant, orderer: Orderer, serviceId: string, asked: AskedChange): Promise<ChangePreview> {
    return this.db.run(tenant.id, async () => {
      const service = await this.find(orderer, serviceId);
      const wanted = { planId: asked.planId ?? service.planId, selection: asked.selection };
      const locale = await this.localeOf(service, asked.locale);
      await this.catalog.find(tenant.id, service.productId, wanted.planId, locale);
      await this.expectChangeable(service, orderer);
      const at = this.clock.now();
      const priced = await this.price(tenant, service, wanted, at, locale);
      const expiresAt = new Date(at.getTime() + VALID_MS);
      const isPossible = priced.problems.length === 0;
      const claims = { ...wanted, ...promiseOf(priced), serviceId, at: at.getTime(), expiresAt: expiresAt.getTime() };
      const token = isPossible ? this.tokens.sign(claims, tenant.id) : null;
      return presentPreview(priced, { wanted, service, at, token, expiresAt: isPossible ? expiresAt : null });
    });
  }

  /** [tx] What was promised, computed again: another price than the customer saw is asked about, never charged. */
  async redeem(tenant: Tenant, orderer: Orderer, service: ServiceRow, token: string, locale: string): Promise<PricedChange> {
    const claims = this.tokens.verify(token, tenant.id, this.clock.now());
    if (claims.serviceId !== service.id) throw new Problem('quote-invalid');
    await this.expectChangeable(service, orderer);
    await this.catalog.mustBeCurrent(tenant.id, [claims.planId]);
    const priced = await this.price(tenant, service, claims, new Date(claims.at), locale);
    const [promised, now] = [claims, promiseOf(priced)];
    if (promised.due !== now.due || promised.renewal !== now.renewal) {
      throw new Problem('price-changed', undefined, {
        due: moneyToJson(priced.dueTotal),
        renewal: moneyToJson(priced.renewal.then),
      });
    }
    const [problem] = priced.problems;
    if (problem) {
      const errors = priced.problems.map(({ field, code, message }) => ({ field: `selection.${field}`, code, message }));
      throw new Problem('selection-invalid', problem.message, { errors });
    }
    return priced;
  }

  private async price(
    tenant: Tenant,
    service: ServiceRow,
    wanted: WantedChange,
    at: Date,
    locale: string,
  ): Promise<PricedChange> {
    const priced = await this.prices.of(tenant, service, wanted, at, locale);
    if (!mayMove(priced.priced.plan, service)) throw new Problem('not-found');
    return priced;
  }

  private async expectChangeable(service: ServiceRow, { kind }: Orderer): Promise<void> {
    const hindrance = await this.rules.hindrance(service, kind);
    if (hindrance) throw new Problem(hindrance);
  }

  /** Somebody else's service is not there. */
  private async find({ kind, id }: Orderer, serviceId: string): Promise<ServiceRow> {
    const service = await this.services.find(serviceId);
    if (!service || (kind === 'customer' && service.customerId !== id)) throw new Problem('not-found');
    return service;
  }

  private async localeOf({ customerId }: ServiceRow, locale: string | undefined): Promise<string> {
    return locale ?? (await this.customers.read(customerId)).locale;
  }
}

/** The plans on sale for the service's period and currency, and always its own. */
function mayMove(plan: CatalogPlan, { planId, period, currency }: ServiceRow): boolean {
  if (plan.id === planId) return true;
  const key = periodKey(period);
  const isPriced = !('amounts' in plan.base) || plan.base.amounts[key]?.[currency] !== undefined;
  return plan.visible && plan.periods.includes(key) && isPriced;
}

const promiseOf = ({ priced, dueTotal, renewal }: PricedChange): Pick<ChangeClaims, 'planVersion' | 'due' | 'renewal'> => ({
  planVersion: priced.plan.version,
  due: dueTotal.amount.toString(),
  renewal: renewal.then.amount.toString(),
});
