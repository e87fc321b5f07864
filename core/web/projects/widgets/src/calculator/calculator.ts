import { NgTemplateOutlet } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { ApiProblem } from '@hostwright/kit';
import { moneyToJson, periodKey, type BillingPeriod, type Money, type Option } from '@hostwright/sdk';
import type { PlanAnswer, ProductAnswer } from '@hostwright/sdk/http';
import type { ShopContext } from '../platform/shop-context.js';
import { useWidget } from '../platform/use-widget.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { AddToCart, type AddState } from './add-to-cart.js';
import { CalculatorModel } from './calculator-model.js';
import { CalculatorSummary } from './calculator-summary.js';
import { ChoiceOption } from './choice-option.js';
import type { ChoiceOption as Choice, NumberOption, TextOption, ToggleOption } from './plan.js';
import { loadRules, nearestAccepted } from './product-rules.js';
import { SizeOption } from './size-option.js';
import { calculatorTexts } from './texts.js';

const HOSTNAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** The catalogue has changed since it was read here. */
const STALE: readonly string[] = ['price-changed', 'quote-expired', 'selection-invalid', 'out-of-stock', 'not-found'];

/** `<hw-calculator product="…">`: choose, see the price at once, put it into the cart. */
@Component({
  selector: 'hw-calculator-root',
  imports: [CalculatorSummary, ChoiceOption, Icon, NgTemplateOutlet, Notice, SizeOption],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './calculator.html',
})
export class Calculator {
  readonly product = input<string>();
  readonly currency = input<string>();
  /** The plan to begin with; a link's choice goes before it. */
  readonly plan = input<string>();
  readonly cartUrl = input<string>();
  readonly shopAddress = input<string | undefined>(undefined, { alias: 'shop' });
  readonly locale = input<string>();
  readonly scheme = input<string>();

  private readonly widget = useWidget({ shop: this.shopAddress, locale: this.locale, scheme: this.scheme }, calculatorTexts);
  protected readonly texts = this.widget.texts;
  protected readonly shop = this.widget.shop;
  private readonly sheet = viewChild<ElementRef<HTMLDialogElement>>('sheet');

  private readonly loaded = signal<ProductAnswer | undefined>(undefined);
  private readonly chosenCurrency = signal<string | undefined>(undefined);
  protected readonly problem = signal<ApiProblem | undefined>(undefined);
  protected readonly rulesMissing = signal(false);
  private choice = '';

  protected readonly currencies = computed(() => this.shop()?.info()?.currencies ?? []);
  private readonly wantedCurrency = computed(() => {
    const info = this.shop()?.info();
    const wishes = [this.chosenCurrency(), this.shop()?.cart.cart()?.currency, this.currency()];
    return wishes.find(wish => wish && info?.currencies.includes(wish)) ?? info?.currency;
  });
  protected readonly model = computed(() => {
    const product = this.loaded();
    const currency = this.wantedCurrency();
    return product && currency ? untracked(() => this.build(product, currency)) : undefined;
  });
  private readonly basket = computed(() => {
    const shop = this.shop();
    return shop && untracked(() => new AddToCart(shop.api, shop.cart));
  });
  protected readonly adding = computed((): AddState | undefined => this.basket()?.state());
  protected readonly busy = computed(() => this.adding()?.kind === 'busy');
  protected readonly blocked = computed(() => {
    const model = this.model();
    return !model?.priced() || model.problems().length > 0 || model.soldOut() || this.hostnameWrong() || this.busy();
  });
  protected readonly hostnameWrong = computed(() => {
    const hostname = this.model()?.hostname();
    return Boolean(hostname) && !HOSTNAME.test(hostname!);
  });
  protected readonly isAllSoldOut = computed(() => this.model()?.plans.every(plan => plan.stock === 0) ?? false);
  protected readonly sizes = computed(() => this.options().filter((option): option is NumberOption => option.kind === 'number'));
  protected readonly choices = computed(() => this.options().filter((option): option is Choice => option.kind === 'choice'));
  protected readonly toggles = computed(() =>
    this.options().filter((option): option is ToggleOption => option.kind === 'toggle'),
  );
  protected readonly words = computed(() => this.options().filter((option): option is TextOption => option.kind === 'text'));
  protected readonly period = computed((): BillingPeriod => this.model()?.period() ?? { unit: 'once' });
  protected readonly periodKey = computed(() => periodKey(this.period()));
  protected readonly todayText = computed(() => {
    const totals = this.model()?.totals();
    return totals ? this.money(totals.today) : '—';
  });
  protected readonly cartAddress = computed(() => this.cartUrl() ?? (this.isStorefront() ? '/cart' : undefined));

  constructor() {
    this.choice = location.hash;
    effect(() => {
      const shop = this.shop();
      const slug = this.product();
      const locale = this.widget.locale();
      if (shop && slug) void untracked(() => this.load(shop, slug, locale));
    });
    effect(onCleanup => {
      const address = this.model()?.address();
      if (!address) return;
      if (this.choice !== `#${address}`) untracked(() => this.basket()?.reset());
      this.choice = `#${address}`;
      if (!this.isStorefront()) return;
      const timer = setTimeout(() => history.replaceState(history.state, '', `#${address}`), 400);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected reload(): void {
    const shop = this.shop();
    const slug = this.product();
    if (!shop || !slug) return;
    void shop.load(this.widget.locale());
    void this.load(shop, slug, this.widget.locale());
  }

  protected async add(): Promise<void> {
    const [model, answer, period, priced] = [
      this.model(),
      this.model()?.planAnswer(),
      this.model()?.period(),
      this.model()?.priced(),
    ];
    if (!model || !answer || !period || !priced || this.blocked()) return;
    await this.basket()?.add({
      productId: model.product.id,
      planId: answer.id,
      selection: model.selection(),
      period,
      currency: model.currency,
      locale: this.widget.locale(),
      quantity: model.quantity(),
      hostname: model.hostname().toLowerCase(),
      shown: moneyToJson(priced.today),
    });
    const state = this.adding();
    if (state?.kind === 'problem' && STALE.includes(state.problem.code)) this.reload();
    if (state?.kind === 'added') this.widget.announce('hw-added-to-cart', { product: this.product(), plan: answer.code });
  }

  protected takeNewPrice(): void {
    void this.basket()?.takeNewPrice();
  }

  protected startOver(): void {
    void this.basket()?.startOver();
  }

  protected chooseCurrency(event: Event): void {
    this.chosenCurrency.set(this.valueOf(event));
  }

  protected toggle(optionId: string, event: Event): void {
    this.model()?.set(optionId, (event.target as HTMLInputElement).checked);
  }

  protected valueOf(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  protected money(value: Money): string {
    return this.texts.money(moneyToJson(value));
  }

  protected facts(plan: PlanAnswer): string {
    const sizes = plan.options.filter(option => option.kind === 'number');
    return sizes.map(option => `${Math.max(option.included, option.min)} ${option.unit}`).join(' · ') || plan.description;
  }

  protected numberOf(option: NumberOption): number {
    return Number(this.model()?.selection()[option.id] ?? option.min);
  }

  protected textOf(optionId: string): string {
    return String(this.model()?.selection()[optionId] ?? '');
  }

  protected differenceOf(option: Choice): (value: string) => Money | undefined {
    const model = this.model();
    return value => model?.difference(option.id, value);
  }

  protected toggleCosts(optionId: string): string {
    const model = this.model();
    const isOn = model?.selection()[optionId] === true;
    const change = model?.difference(optionId, !isOn);
    if (!change || change.amount === 0n) return '';
    const amount = change.amount < 0n ? -change.amount : change.amount;
    return `+${this.texts.perPeriod({ amount: String(amount), currency: change.currency }, this.period())}`;
  }

  protected problemAt(option: Option): string | undefined {
    const problem = this.model()?.problemAt(option.id);
    if (!problem) return undefined;
    if (option.kind === 'number') {
      const fix = this.fixOf(option);
      if (fix !== undefined) return this.texts.text('at-least', { amount: `${fix} ${option.unit}` });
    }
    return this.texts.find(problem.code) ?? this.texts.text('does-not-fit');
  }

  protected fixOf(option: NumberOption): number | undefined {
    const model = this.model();
    return model?.problemAt(option.id) ? nearestAccepted(option, model.selection(), model.check()) : undefined;
  }

  protected differs(state: AddState): string {
    if (state.kind !== 'price-differs') return '';
    return this.texts.text('price-differs', {
      before: this.texts.money(state.wish.shown),
      now: this.texts.money(state.quote.today),
    });
  }

  protected addFor(state: AddState): string {
    return state.kind === 'price-differs' ? this.texts.text('add-for', { price: this.texts.money(state.quote.today) }) : '';
  }

  protected inOtherCurrency(state: AddState): string {
    return state.kind === 'currency-differs' ? this.texts.text('currency-differs', { currency: state.inCart }) : '';
  }

  protected refusal(state: AddState): string {
    return state.kind === 'problem' ? this.texts.problem(state.problem) : '';
  }

  protected openSheet(): void {
    this.sheet()?.nativeElement.showModal();
  }

  protected closeSheet(): void {
    this.sheet()?.nativeElement.close();
  }

  protected closeOnBackdrop(event: Event): void {
    if (event.target === this.sheet()?.nativeElement) this.closeSheet();
  }

  private options(): readonly Option[] {
    return this.model()?.plan()?.options ?? [];
  }

  private isStorefront(): boolean {
    return this.shop()?.address.origin === location.origin;
  }

  private build(product: ProductAnswer, currency: string): CalculatorModel {
    const model = new CalculatorModel(
      product,
      currency,
      this.choice.startsWith('#plan=') ? this.choice : `#plan=${this.plan() ?? ''}`,
    );
    const origin = this.shop()?.address.origin ?? location.origin;
    void loadRules(product, origin).then(
      check => {
        model.check.set(check);
        this.rulesMissing.set(false);
      },
      (error: unknown) => {
        // A module that cannot be fetched or parsed; the server applies the same rules to the quote.
        if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
        this.rulesMissing.set(true);
      },
    );
    return model;
  }

  private async load(shop: ShopContext, slug: string, locale: 'en' | 'uk' | 'ru'): Promise<void> {
    try {
      const [product] = await Promise.all([
        shop.api.call('getProduct', { params: { slug }, query: { locale } }),
        shop.cart.loaded() ? undefined : shop.cart.load(locale),
      ]);
      this.problem.set(undefined);
      this.loaded.set(product);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem.set(error);
    }
  }
}
