import { signal } from '@angular/core';
import { ApiProblem, AttemptKey, type Api, type Locale } from '@hostwright/kit';
import { sameMoney, moneyFromJson, type BillingPeriod, type MoneyJson, type Selection } from '@hostwright/sdk';
import type { Quote } from '@hostwright/sdk/http';
import type { CartStore } from '../platform/cart-store.js';

export interface Wish {
  readonly productId: string;
  readonly planId: string;
  readonly selection: Selection;
  readonly period: BillingPeriod;
  readonly currency: string;
  readonly locale: Locale;
  readonly quantity: number;
  readonly hostname: string;
  /** What the calculator says one piece costs today. */
  readonly shown: MoneyJson;
}

export type AddState =
  | { readonly kind: 'idle' | 'busy' | 'added' }
  /** The server's price is another one; nothing is in the cart until the buyer agrees. */
  | { readonly kind: 'price-differs'; readonly wish: Wish; readonly quote: Quote }
  /** A cart has one currency; this one holds things in another. */
  | { readonly kind: 'currency-differs'; readonly wish: Wish; readonly inCart: string }
  | { readonly kind: 'problem'; readonly problem: ApiProblem };

/** From the calculator into the cart: quote, compare, put in. */
export class AddToCart {
  private readonly current = signal<AddState>({ kind: 'idle' });
  private readonly key = new AttemptKey();
  readonly state = this.current.asReadonly();

  constructor(
    private readonly api: Api,
    private readonly cart: CartStore,
  ) {}

  async add(wish: Wish): Promise<void> {
    if (this.current().kind === 'busy') return;
    const cart = this.cart.cart();
    if (cart && cart.items.length > 0 && cart.currency !== wish.currency) {
      this.current.set({ kind: 'currency-differs', wish, inCart: cart.currency });
      return;
    }
    await this.attempt(async () => {
      const quote = await this.quote(wish);
      if (sameMoney(moneyFromJson(quote.today), moneyFromJson(wish.shown))) return this.put(wish, quote);
      return { kind: 'price-differs', wish, quote };
    });
  }

  /** The buyer has seen the server's price and takes it. */
  async takeNewPrice(): Promise<void> {
    const state = this.current();
    if (state.kind === 'price-differs') await this.attempt(() => this.put(state.wish, state.quote));
  }

  /** Empties the cart of the other currency and begins a new one. */
  async startOver(): Promise<void> {
    const state = this.current();
    if (state.kind !== 'currency-differs') return;
    this.cart.forget();
    this.reset();
    await this.add(state.wish);
  }

  reset(): void {
    if (this.current().kind !== 'busy') this.current.set({ kind: 'idle' });
  }

  private quote({ productId, planId, selection, period, currency, locale }: Wish): Promise<Quote> {
    return this.api.call('createQuote', { body: { productId, planId, selection, period, currency, locale } });
  }

  private async put(wish: Wish, quote: Quote): Promise<AddState> {
    const item = { quote: quote.token, quantity: wish.quantity, ...(wish.hostname && { hostname: wish.hostname }) };
    await this.cart.add(wish.currency, item, this.key.for(wish));
    this.key.answered();
    return { kind: 'added' };
  }

  private async attempt(work: () => Promise<AddState>): Promise<void> {
    this.current.set({ kind: 'busy' });
    try {
      this.current.set(await work());
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status !== 0) this.key.answered();
      this.current.set({ kind: 'problem', problem: error });
    }
  }
}
