import { computed, signal } from '@angular/core';
import { AttemptKey, type ApiProblem, type Locale } from '@hostwright/kit';
import type { Plugin, ProductType, Selection } from '@hostwright/sdk';
import type { ChangePreview, PlanAnswer, ProductAnswer, ServiceChange, ServiceOptions } from '@hostwright/sdk/http';
import type { z } from 'zod';
import { Reading } from '../../platform/reading.js';
import type { ServiceControl } from './service-control.js';

export type Options = z.infer<typeof ServiceOptions>;
export type Preview = z.infer<typeof ChangePreview>;
export type PlanOption = PlanAnswer['options'][number];
type Value = Selection[string];
export type CanChange = (from: Selection, to: Selection) => readonly { readonly field: string }[];

/** The price of what is still being moved is not asked for. */
const SETTLED_MS = 250;

/** Another size for a server: what may be chosen, what is chosen, and what that costs by the shop's own count. */
export class ChangeModel {
  readonly planId = signal('');
  private readonly chosen = signal<Selection>({});
  private readonly rules = signal<CanChange>(() => []);
  private readonly reading = new Reading<Preview>();
  private readonly key = new AttemptKey();
  private timer: ReturnType<typeof setTimeout> | undefined;

  readonly selection = this.chosen.asReadonly();
  readonly plan = computed(() => this.options.product.plans.find(({ id }) => id === this.planId()));
  readonly isOther = computed(
    () => this.planId() !== this.options.planId || !isSame(this.chosen(), this.options.selection as Selection),
  );
  /** What can be moved at all; an option whose every other value is refused stays as it is. */
  readonly movable = computed(() => {
    const [from, rules] = [this.options.selection as Selection, this.rules()];
    return (this.plan()?.options ?? []).filter(option => isMovable(option, from, rules));
  });
  /** Of what is chosen now; an older one is not shown. */
  readonly preview = computed((): Preview | undefined => {
    const preview = this.reading.value();
    return preview && this.isOther() && preview.planId === this.planId() && isSame(preview.selection as Selection, this.chosen())
      ? preview
      : undefined;
  });
  readonly problem = computed((): ApiProblem | undefined => this.reading.problem());

  constructor(
    private readonly control: ServiceControl,
    readonly options: Options,
    private readonly locale: Locale,
  ) {
    this.planId.set(options.planId);
    this.chosen.set({ ...options.selection });
  }

  /** The rules that the server applies, in the browser; without them only the server applies them. */
  async learnRules(): Promise<void> {
    this.rules.set(await loadRules(this.options.product, this.control.shop.api.origin));
  }

  choosePlan(planId: string): void {
    this.planId.set(planId);
    const plan = this.plan();
    if (plan) this.chosen.update(before => carried(plan, before));
    this.ask();
  }

  set(optionId: string, value: Value): void {
    this.chosen.update(selection => ({ ...selection, [optionId]: value }));
    this.ask();
  }

  problemAt(field: string): Preview['problems'][number] | undefined {
    return this.preview()?.problems.find(problem => problem.field === field);
  }

  /** True when the change was ordered; a price that moved meanwhile is asked for again. */
  async order(): Promise<ServiceChange | undefined> {
    const token = this.preview()?.token;
    if (!token) return undefined;
    let ordered: ServiceChange | undefined;
    const { shop, params } = this.control;
    const isDone = await this.control.work('change', async () => {
      ordered = await shop.api.call('orderServiceChange', { params, body: { token }, idempotencyKey: this.key.for(token) });
    });
    const refused = this.control.problemOf('change');
    if (isDone || refused?.status !== 0) this.key.answered();
    if (refused?.code === 'price-changed' || refused?.code === 'quote-expired') this.ask();
    return ordered;
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private ask(): void {
    this.stop();
    if (this.isOther()) this.timer = setTimeout(() => void this.read(), SETTLED_MS);
  }

  private read(): Promise<void> {
    const { shop, params } = this.control;
    const body = { planId: this.planId(), selection: { ...this.chosen() }, locale: this.locale };
    return this.reading.read(() => shop.api.call('previewServiceChange', { params, body }));
  }
}

export const readOptions = ({ shop, params }: ServiceControl, locale: Locale): Promise<Options> =>
  shop.api.call('getServiceOptions', { params, query: { locale } });

/** What the service has, as far as the other plan has it too; a size that does not fit becomes the nearest that does. */
export function carried(plan: PlanAnswer, before: Selection): Selection {
  const pairs = plan.options.map((option): readonly [string, Value | undefined] => {
    const value = before[option.id];
    if (option.kind === 'number') {
      const wanted = typeof value === 'number' ? value : option.included;
      const within = Math.min(Math.max(wanted, option.min), option.max);
      return [option.id, option.min + Math.round((within - option.min) / option.step) * option.step];
    }
    if (option.kind === 'toggle') return [option.id, value === true];
    if (option.kind === 'text') return [option.id, typeof value === 'string' ? value : undefined];
    const offered = option.values.filter(({ available }) => available !== false);
    const isKept = option.values.some(each => each.value === value);
    return [option.id, isKept ? value : offered[0]?.value];
  });
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, Value] => pair[1] !== undefined));
}

export function isMovable(option: PlanOption, from: Selection, rules: CanChange): boolean {
  const others = othersOf(option, from[option.id]);
  return others.some(value => !rules(from, { ...from, [option.id]: value }).some(({ field }) => field === option.id));
}

function othersOf(option: PlanOption, value: Value | undefined): readonly Value[] {
  if (option.kind === 'toggle') return [value !== true];
  if (option.kind === 'text') return [];
  if (option.kind === 'choice') {
    return option.values.filter(each => each.value !== value && each.available !== false).map(each => each.value);
  }
  const now = typeof value === 'number' ? value : option.included;
  return [now + option.step, now - option.step].filter(size => size >= option.min && size <= option.max);
}

function isSame(left: Selection, right: Selection): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every(name => left[name] === right[name]);
}

async function loadRules(product: ProductAnswer, origin: string): Promise<CanChange> {
  if (!product.moduleUrl) return () => [];
  const module = (await import(/* @vite-ignore */ new URL(product.moduleUrl, origin).href)) as {
    default: Plugin<'product-type'>;
  };
  const type: ProductType = module.default.create({ config: product.settings } as Parameters<typeof module.default.create>[0]);
  return (from, to) => type.canChange?.(product.settings, from, to) ?? [];
}
