import { Inject, Injectable } from '@nestjs/common';
import {
  periodKey,
  price,
  PricingProblem,
  todayAndRenewal,
  type BillingPeriod,
  type Money,
  type PriceLine,
  type Selection,
} from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { Problem } from '../../platform/http/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Catalog, withKept, type CatalogPlan, type CatalogProduct } from '../catalog/index.js';
import { QuoteTokens, type QuoteClaims } from './quote-token.js';

const VALID_MS = 24 * 60 * 60 * 1000;

/** What a buyer asks the price of. */
export interface Choice {
  readonly productId: string;
  readonly planId: string;
  readonly selection: Selection;
  readonly period: BillingPeriod;
  readonly currency: string;
}

export interface PricedChoice {
  readonly product: CatalogProduct;
  readonly plan: CatalogPlan;
  readonly lines: readonly PriceLine[];
  readonly today: Money;
  /** Undefined for a single payment. */
  readonly renewal: Money | undefined;
}

/** Prices choices. The sum comes from the SDK's `price`, which the calculator runs in the browser: one function, one figure. */
@Injectable()
export class Quotes {
  private readonly tokens: QuoteTokens;

  constructor(
    private readonly catalog: Catalog,
    private readonly plugins: Plugins,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.tokens = new QuoteTokens(config.secretKey);
  }

  /** A price for a visitor: only what is on sale, with a token that a cart takes. */
  async quote(tenant: Tenant, choice: Choice, locale: string): Promise<PricedChoice & { token: string; expiresAt: Date }> {
    const priced = await this.price(tenant, choice, locale);
    if (!priced.product.visible || !priced.plan.visible) throw new Problem('not-found');
    // To the second: nobody needs more, and the text of one moment serves all its quotes.
    const expiresAt = new Date(Math.floor((this.clock.now().getTime() + VALID_MS) / 1000) * 1000);
    const { productId, planId, selection, period, currency } = choice;
    const planVersion = priced.plan.version;
    const claims = { productId, planId, planVersion, selection, period, currency, expiresAt: expiresAt.getTime() };
    const token = this.tokens.sign(claims, tenant.id);
    return { ...priced, token, expiresAt };
  }

  verify(token: string, tenantId: string): QuoteClaims {
    return this.tokens.verify(token, tenantId, this.clock.now());
  }

  /**
   * The price now, in the reader's language. Refuses what the plan does not allow, naming each field. Of what a service has
   * already, none is refused for being sold out.
   */
  async price(tenant: Tenant, choice: Choice, locale: string, has?: Selection): Promise<PricedChoice> {
    if (!tenant.currencies.includes(choice.currency)) throw new Problem('currency-not-sold');
    const asked = [tenant.id, choice.productId, choice.planId, locale] as const;
    const { product, plan } = this.catalog.atHand(...asked) ?? (await this.catalog.find(...asked));
    if (!plan.periods.includes(periodKey(choice.period))) throw Problem.field('period', 'is not on sale', 'not-on-sale');
    const base = this.priceLines(has ? withKept(plan, has) : plan, choice);
    const type = this.plugins.productType(product.type);
    const told = type.check(product.settings, choice.selection);
    const problems = has ? told.filter(({ field }) => has[field] !== choice.selection[field]) : told;
    if (problems.length > 0) {
      throw new Problem('selection-invalid', undefined, {
        errors: problems.map(({ field, code, message }) => ({ field: `selection.${field}`, code, message })),
      });
    }
    const lines = type.adjust?.(product.settings, choice.selection, base) ?? base;
    const { today, renewal } = todayAndRenewal(lines, choice.currency);
    return { product, plan, lines, today, renewal: choice.period.unit === 'once' ? undefined : renewal };
  }

  /** What a service is called that somebody orders like this; refuses two pieces where a choice names them. */
  nameOf(
    { product }: PricedChoice,
    { selection }: Pick<Choice, 'selection'>,
    wanted: string | null,
    pieces: number,
  ): string | null {
    const name = this.plugins.productType(product.type).nameOf?.(product.settings, selection);
    if (name === undefined) return wanted;
    if (name !== null && pieces > 1) throw Problem.field('quantity', `only one piece can be ${name}`, 'one-of-a-name');
    return name;
  }

  private priceLines(plan: CatalogPlan, { selection, period, currency }: Choice): readonly PriceLine[] {
    try {
      return price(plan, selection, period, currency);
    } catch (error) {
      if (!(error instanceof PricingProblem)) throw error;
      const field = error.option === undefined ? 'selection' : `selection.${error.option}`;
      throw new Problem('selection-invalid', error.message, { errors: [{ field, code: error.code, message: error.message }] });
    }
  }
}
