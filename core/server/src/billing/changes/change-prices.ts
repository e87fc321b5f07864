import { Injectable } from '@nestjs/common';
import { money, type Money, type PriceLine, type Selection } from '@hostwright/sdk';
import { Plugins } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Orders } from '../orders/index.js';
import { Quotes, readLine, type LineJson, type PricedChoice } from '../quotes/index.js';
import { RenewalRows } from '../renewals/index.js';
import type { ServiceRow } from '../services/index.js';
import { ChangeRows, readCovered } from './change-rows.js';
import { coveredAfter, differences, newSetups, periodsBetween, totalOf, type Covered, type DueLine } from './proration.js';

export interface WantedChange {
  readonly planId: string;
  readonly selection: Selection;
}

/** What a change costs, computed at one moment. */
export interface PricedChange {
  readonly priced: PricedChoice;
  readonly selection: Selection;
  readonly now: readonly PriceLine[];
  readonly then: readonly PriceLine[];
  readonly renewal: { readonly now: Money; readonly then: Money };
  /** Empty where nothing is due. */
  readonly due: readonly DueLine[];
  readonly dueTotal: Money;
  readonly until: Date | null;
  /** What is paid for afterwards. */
  readonly covered: readonly Covered[];
  readonly problems: readonly { readonly field: string; readonly code: string; readonly message: string }[];
}

/** Prices changes at the catalogue as it is now. Methods run inside `TenantDb.run`. */
@Injectable()
export class ChangePrices {
  constructor(
    private readonly rows: ChangeRows,
    private readonly orders: Orders,
    private readonly quotes: Quotes,
    private readonly renewals: RenewalRows,
    private readonly plugins: Plugins,
  ) {}

  /** Refuses what the plan does not allow; what a running service cannot do is told beside the price. */
  async of(tenant: Tenant, service: ServiceRow, wanted: WantedChange, at: Date, locale: string): Promise<PricedChange> {
    const { productId, period, currency, recurringMinor } = service;
    const priced = await this.quotes.price(tenant, { ...wanted, productId, period, currency }, locale, service.selection);
    const now = await this.recurring(service);
    const then = priced.lines.filter(line => line.charge === 'recurring');
    const covered = await this.covered(service, now, at);
    const shareOf = (from: Date, until: Date) => periodsBetween(service.anchorAt!, period, tenant.timeZone, from, until);
    const difference = differences(covered, then, at, shareOf);
    const isDearer = totalOf(difference) > 0n;
    const due = [...newSetups(now, priced.lines), ...(isDearer ? difference : [])];
    return {
      priced,
      selection: wanted.selection,
      now,
      then,
      renewal: { now: money(recurringMinor, currency), then: priced.renewal ?? money(0n, currency) },
      due,
      dueTotal: money(totalOf(due), currency),
      until: covered.at(-1)?.until ?? null,
      covered: coveredAfter(covered, then, totalOf(difference) >= 0n),
      problems: this.problems(priced, service, wanted),
    };
  }

  /** What every period costs now, line by line: as it was changed last, or ordered; else in one line. */
  async recurring(service: ServiceRow): Promise<readonly PriceLine[]> {
    const agreed = (await this.rows.lastDone(service.id))?.lines ?? (await this.ordered(service));
    const lines = agreed.map(readLine).filter(line => line.charge === 'recurring');
    if (sumOf(lines) === service.recurringMinor && lines.length > 0) return lines;
    const { planName, currency, recurringMinor } = service;
    const amount = money(recurringMinor, currency);
    return [{ code: 'base', label: planName, quantity: 1, amount, charge: 'recurring' }];
  }

  private async ordered({ id, orderId }: ServiceRow): Promise<readonly LineJson[]> {
    const order = orderId === null ? undefined : await this.orders.read(orderId);
    return order?.items.find(({ serviceId }) => serviceId === id)?.lines ?? [];
  }

  /** What is paid for from now on; what was made cheaper stays paid at its former price until its periods end. */
  private async covered(service: ServiceRow, now: readonly PriceLine[], at: Date): Promise<readonly Covered[]> {
    const last = await this.rows.lastDone(service.id);
    const before = last ? readCovered(last).filter(({ until }) => until > at) : [];
    const billed = await this.renewals.billedUntil(service.id);
    const until = later(service.renewsAt, billed);
    const kept = before.at(-1)?.until;
    if (!until || until <= at || (kept && kept >= until)) return before;
    return [...before, { until, lines: now }];
  }

  private problems(
    { product }: PricedChoice,
    service: ServiceRow,
    { planId, selection }: WantedChange,
  ): PricedChange['problems'] {
    const type = this.plugins.productType(product.type);
    const told = type.canChange?.(product.settings, service.selection, selection) ?? [];
    const problems = told.map(({ field, code, message }) => ({ field, code, message }));
    if (problems.length > 0 || planId !== service.planId || !sameSelection(selection, service.selection)) return problems;
    return [{ field: 'selection', code: 'nothing-changes', message: 'The service is this already' }];
  }
}

const sumOf = (lines: readonly PriceLine[]): bigint => lines.reduce((all, { amount }) => all + amount.amount, 0n);

export function sameSelection(left: Selection, right: Selection): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every(name => left[name] === right[name]);
}

const later = (left: Date | null, right: Date | undefined): Date | undefined => (left && (!right || left > right) ? left : right);
