import { computed, signal } from '@angular/core';
import {
  money,
  nearestAllowed,
  periodKey,
  PricingProblem,
  subtract,
  sum,
  times,
  type BillingPeriod,
  type Money,
  type Option,
  type Problem,
  type Selection,
} from '@hostwright/sdk';
import type { PlanAnswer, ProductAnswer } from '@hostwright/sdk/http';
import { readChoice, writeChoice } from './address.js';
import { carryOver, fits, periodsOf, plansOf, pricePlan, startingAt, toPlan, type NumberOption, type Priced } from './plan.js';

/** Rules of the product's own module; absent until it has been loaded. */
export type Check = (selection: Selection) => readonly Problem[];

export interface PeriodOffer {
  readonly key: string;
  readonly period: BillingPeriod;
  /** For each period; undefined while the selection has no price. */
  readonly renewal: Money | undefined;
  /** Against paying the shortest period as often. */
  readonly saving: Money | undefined;
}

/** What the buyer chooses and what it costs. Prices come from the SDK's `price()`: no request while a slider moves. */
export class CalculatorModel {
  readonly product: ProductAnswer;
  readonly currency: string;
  readonly plans: readonly PlanAnswer[];
  readonly quantity = signal(1);
  readonly hostname = signal('');
  readonly check = signal<Check>(() => []);
  private readonly planCode = signal('');
  private readonly chosen = signal<Selection>({});
  private readonly wantedPeriod = signal('');

  readonly selection = this.chosen.asReadonly();
  readonly planAnswer = computed(() => this.plans.find(plan => plan.code === this.planCode()));
  readonly plan = computed(() => {
    const answer = this.planAnswer();
    return answer && toPlan(answer);
  });
  readonly periods = computed(() => {
    const answer = this.planAnswer();
    return answer ? periodsOf(answer, this.currency) : [];
  });
  readonly period = computed(() => this.periods().find(period => periodKey(period) === this.wantedPeriod()) ?? this.periods()[0]);
  private readonly outcome = computed(() => this.priceFor(this.period(), this.chosen()));
  readonly priced = computed((): Priced | undefined => {
    const outcome = this.outcome();
    return outcome instanceof PricingProblem ? undefined : outcome;
  });
  readonly problems = computed((): readonly Problem[] => {
    const outcome = this.outcome();
    if (outcome instanceof PricingProblem) {
      return [{ field: outcome.option ?? '', code: outcome.code, message: outcome.message }];
    }
    return this.check()(this.chosen());
  });
  readonly soldOut = computed(() => this.planAnswer()?.stock === 0);
  readonly mostPieces = computed(() => Math.min(50, this.planAnswer()?.stock ?? 50));
  readonly offers = computed(() => this.periods().map(period => this.offer(period)));
  readonly cards = computed(() => this.plans.map(plan => ({ plan, ...startingAt(plan, this.currency, this.wantedPeriod()) })));
  readonly totals = computed(() => {
    const priced = this.priced();
    const pieces = BigInt(this.quantity());
    return priced && { today: times(priced.today, pieces), renewal: times(priced.renewal, pieces) };
  });
  readonly address = computed(() =>
    writeChoice({
      plan: this.planCode(),
      period: this.wantedPeriod(),
      selection: this.chosen(),
      options: this.plan()?.options ?? [],
    }),
  );

  constructor(product: ProductAnswer, currency: string, kept = '') {
    this.product = product;
    this.currency = currency;
    this.plans = plansOf(product, currency);
    const choice = readChoice(kept);
    const first =
      this.plans.find(plan => plan.code === choice.plan) ?? this.plans.find(plan => plan.stock !== 0) ?? this.plans[0];
    if (!first) return;
    this.choosePlan(first.code);
    this.wantedPeriod.set(choice.period ?? periodKey(this.periods()[0] ?? { unit: 'once' }));
    for (const option of this.plan()?.options ?? []) {
      const value = choice.values[option.id];
      if (value !== undefined) this.restore(option, value);
    }
  }

  choosePlan(code: string): void {
    const answer = this.plans.find(plan => plan.code === code);
    if (!answer) return;
    this.planCode.set(code);
    this.chosen.set(carryOver(toPlan(answer), this.chosen()));
    this.setQuantity(this.quantity());
  }

  choosePeriod(key: string): void {
    this.wantedPeriod.set(key);
  }

  set(optionId: string, value: string | number | boolean): void {
    this.chosen.update(selection => ({ ...selection, [optionId]: value }));
  }

  /** What is typed into a number field lands on the nearest step that is sold. */
  setNumber(option: NumberOption, typed: number): void {
    this.set(option.id, nearestAllowed(option, Number.isFinite(typed) ? Math.round(typed) : option.min));
  }

  /** An empty text is no choice at all. */
  setText(optionId: string, text: string): void {
    this.chosen.update(({ [optionId]: _, ...rest }) => (text ? { ...rest, [optionId]: text } : rest));
  }

  setQuantity(wanted: number): void {
    this.quantity.set(Math.min(Math.max(1, Math.trunc(wanted) || 1), Math.max(1, this.mostPieces())));
  }

  /** What one value more of an option adds to each period's price; zero where it is free, undefined where it cannot be had. */
  difference(optionId: string, value: string | number | boolean): Money | undefined {
    const now = this.priced();
    const then = this.priceFor(this.period(), { ...this.chosen(), [optionId]: value });
    return !now || !then || then instanceof PricingProblem ? undefined : subtract(then.renewal, now.renewal);
  }

  /** What one more step of a size costs, by the price of the step after the included amount. */
  stepPrice(option: NumberOption): Money | undefined {
    const value = Number(this.chosen()[option.id] ?? option.min);
    const up = value + option.step <= option.max;
    const change = this.difference(option.id, up ? value + option.step : value - option.step);
    return change && (up ? change : money(-change.amount, change.currency));
  }

  problemAt(optionId: string): Problem | undefined {
    return this.problems().find(problem => problem.field === optionId);
  }

  private priceFor(period: BillingPeriod | undefined, selection: Selection): Priced | PricingProblem | undefined {
    const plan = this.plan();
    return plan && period && pricePlan(plan, selection, period, this.currency);
  }

  private offer(period: BillingPeriod): PeriodOffer {
    const shortest = this.periods()[0];
    const priced = this.priceFor(period, this.chosen());
    const renewal = priced && !(priced instanceof PricingProblem) ? recurring(priced) : undefined;
    const basis = this.priceFor(shortest, this.chosen());
    const count = shortest && fits(shortest, period);
    const saving =
      renewal && count && basis && !(basis instanceof PricingProblem)
        ? subtract(times(recurring(basis), BigInt(count)), renewal)
        : undefined;
    return { key: periodKey(period), period, renewal, saving: saving && saving.amount > 0n ? saving : undefined };
  }

  private restore(option: Option, value: string): void {
    if (option.kind === 'number') this.setNumber(option, Number(value));
    else if (option.kind === 'toggle') this.set(option.id, value === '1');
    else if (option.kind === 'text') this.setText(option.id, value);
    else if (option.values.some(each => each.value === value && each.available !== false)) this.set(option.id, value);
  }
}

const recurring = (priced: Priced): Money =>
  sum(
    priced.lines.filter(line => line.charge === 'recurring'),
    priced.today.currency,
  );
