import { computed, signal } from '@angular/core';
import { ApiProblem, AttemptKey } from '@hostwright/kit';
import type { MoneyJson } from '@hostwright/sdk';
import type { Order } from '@hostwright/sdk/http';
import { BillingForm } from '../account/billing-form.js';
import type { PaymentFlow } from '../payment/payment-flow.js';
import type { ShopContext } from '../platform/shop-context.js';
import type { Memory } from '../platform/storage.js';

export interface PlacedOrder {
  readonly orderId: string;
  readonly number: string;
  readonly invoiceId: string;
  readonly today: MoneyJson;
}

/** The server's price is another one than the buyer saw. */
export interface PriceChange {
  readonly before: MoneyJson;
  readonly now: MoneyJson;
}

/**
 * From the cart to a begun payment. An order is placed once: one click at a time, one `Idempotency-Key` for one and the
 * same request until it has been answered.
 */
export class CheckoutModel {
  readonly billing = new BillingForm();
  readonly terms = signal(false);
  readonly termsMissing = signal(false);
  private readonly working = signal(false);
  private readonly refused = signal<ApiProblem | undefined>(undefined);
  private readonly changed = signal<PriceChange | undefined>(undefined);
  private readonly placed = signal<PlacedOrder | undefined>(undefined);
  private readonly agreed = signal<MoneyJson | undefined>(undefined);
  private readonly key = new AttemptKey();

  readonly problem = this.refused.asReadonly();
  readonly priceChange = this.changed.asReadonly();
  readonly order = this.placed.asReadonly();
  readonly busy = computed(() => this.working() || this.payments.busy());
  /** What the pay button says. */
  readonly due = computed(() => this.placed()?.today ?? this.agreed() ?? this.shop.cart.cart()?.today);

  constructor(
    private readonly shop: Pick<ShopContext, 'api' | 'cart' | 'session'>,
    readonly payments: PaymentFlow,
    private readonly memory: Memory,
  ) {
    this.placed.set(this.recall());
  }

  /** Whoever is signed in has told some of it before. */
  prefill(): void {
    const customer = this.shop.session.who();
    if (customer) this.billing.prefill(customer.billing ?? { name: customer.name });
  }

  setTerms(accepted: boolean): void {
    this.terms.set(accepted);
    if (accepted) this.termsMissing.set(false);
  }

  /** Orders and begins to pay; false when something has to be filled in first. */
  async pay(): Promise<boolean> {
    if (this.busy()) return true;
    if (!this.placed()) {
      const complete = this.billing.check();
      this.termsMissing.set(!this.terms());
      if (!complete || !this.terms() || !this.shop.session.who()) return false;
      if (!(await this.placeOrder())) return this.billing.isComplete() && !this.refused()?.errors.length;
    }
    const order = this.placed();
    if (order) await this.payments.start(order.invoiceId);
    return true;
  }

  /** The buyer has seen the new price and takes it. */
  async agree(): Promise<void> {
    const change = this.changed();
    if (!change) return;
    this.agreed.set(change.now);
    this.changed.set(undefined);
    await this.pay();
  }

  /** The paid order is nobody's unfinished business any more. */
  finish(): void {
    this.memory.write(this.memoryName(), undefined);
  }

  /** Leaves the placed order to the cabinet; what is in the cart now is what is bought. */
  startOver(): void {
    this.finish();
    this.payments.again();
    this.placed.set(undefined);
    this.agreed.set(undefined);
  }

  private async placeOrder(): Promise<boolean> {
    const cart = this.shop.cart.cart();
    if (!cart) return false;
    const body = {
      cartId: cart.id,
      expectedToday: this.agreed() ?? cart.today,
      billing: this.billing.details(),
      acceptTerms: true as const,
    };
    this.working.set(true);
    this.refused.set(undefined);
    this.changed.set(undefined);
    try {
      const order = await this.shop.api.call('createOrder', { body, idempotencyKey: this.key.for(body) });
      this.key.answered();
      this.keep(order);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      await this.explain(error, body.expectedToday);
      return false;
    } finally {
      this.working.set(false);
    }
  }

  /** No answer leaves the key as it is: the order may have been placed, and the next try must not place another. */
  private async explain(problem: ApiProblem, before: MoneyJson): Promise<void> {
    if (problem.status !== 0 && problem.status < 500 && problem.code !== 'request-in-progress') this.key.answered();
    if (problem.code === 'price-changed') {
      await this.shop.cart.load();
      const now = moneyIn(problem.details['today']) ?? this.shop.cart.cart()?.today;
      if (now) this.changed.set({ before, now });
      return;
    }
    if (problem.code === 'cart-ordered' || problem.code === 'cart-empty') await this.shop.cart.load();
    this.billing.refuse(problem);
    this.refused.set(problem);
  }

  private keep(order: Order): void {
    const placed = { orderId: order.id, number: order.number, invoiceId: order.invoiceId, today: order.today };
    this.placed.set(placed);
    this.memory.write(this.memoryName(), JSON.stringify(placed));
    this.shop.cart.forget();
  }

  private recall(): PlacedOrder | undefined {
    const text = this.memory.read(this.memoryName());
    return text ? (JSON.parse(text) as PlacedOrder) : undefined;
  }

  private memoryName(): string {
    return `hw-order:${this.shop.api.origin}`;
  }
}

function moneyIn(value: unknown): MoneyJson | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { amount, currency } = value as Record<string, unknown>;
  return typeof amount === 'string' && typeof currency === 'string' ? { amount, currency } : undefined;
}
