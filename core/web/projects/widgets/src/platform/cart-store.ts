import { computed, signal } from '@angular/core';
import { ApiProblem, type Api, type Locale } from '@hostwright/kit';
import type { AddCartItem, Cart } from '@hostwright/sdk/http';
import type { Memory } from './storage.js';

export type CartItem = Cart['items'][number];

/** The cart of one shop in this browser. The server keeps it; here lies its id. */
export class CartStore {
  private readonly current = signal<Cart | undefined>(undefined);
  private readonly wasLoaded = signal(false);
  private readonly listeners = new Set<(cart: Cart | undefined) => void>();
  private readonly name: string;

  readonly cart = this.current.asReadonly();
  /** False until it is known whether there is a cart. */
  readonly loaded = this.wasLoaded.asReadonly();
  readonly count = computed(() => (this.current()?.items ?? []).reduce((sum, item) => sum + item.quantity, 0));

  constructor(
    private readonly api: Api,
    private readonly memory: Memory,
  ) {
    this.name = `hw-cart:${api.origin}`;
  }

  /** Reads the cart again: after a reload, a change in another tab, or another language. */
  async load(locale?: Locale): Promise<void> {
    const cartId = this.memory.read(this.name);
    if (!cartId) return this.keep(undefined);
    try {
      const cart = await this.api.call('getCart', { params: { cartId }, query: locale ? { locale } : {} });
      this.keep(cart.state === 'open' ? cart : undefined);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 404) throw error;
      this.keep(undefined);
    }
  }

  /** Puts a quoted choice in; makes the cart on the first occasion, and another one when the old one has been ordered. */
  async add(currency: string, item: AddCartItem, idempotencyKey: string): Promise<void> {
    const known = this.current();
    const cart = known?.currency === currency ? known : await this.api.call('createCart', { body: { currency } });
    try {
      this.keep(await this.put(cart.id, item, idempotencyKey));
    } catch (error) {
      if (!(error instanceof ApiProblem) || !['cart-ordered', 'not-found'].includes(error.code)) throw error;
      const fresh = await this.api.call('createCart', { body: { currency } });
      this.keep(await this.put(fresh.id, item, idempotencyKey));
    }
  }

  async changeQuantity(itemId: string, quantity: number): Promise<void> {
    await this.change(cartId => this.api.call('updateCartItem', { params: { cartId, itemId }, body: { quantity } }));
  }

  async remove(itemId: string): Promise<void> {
    await this.change(cartId => this.api.call('removeCartItem', { params: { cartId, itemId } }));
  }

  /** After the order, or when the buyer starts over in another currency. */
  forget(): void {
    this.keep(undefined);
  }

  /** Another tab changed what is stored here. */
  isStoredUnder(name: string | null): boolean {
    return name === this.name;
  }

  listen(listener: (cart: Cart | undefined) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private put(cartId: string, body: AddCartItem, idempotencyKey: string): Promise<Cart> {
    return this.api.call('addCartItem', { params: { cartId }, body, idempotencyKey });
  }

  private async change(work: (cartId: string) => Promise<Cart>): Promise<void> {
    const cart = this.current();
    if (!cart) return;
    try {
      this.keep(await work(cart.id));
    } catch (error) {
      if (error instanceof ApiProblem && ['cart-ordered', 'not-found'].includes(error.code)) return this.load();
      throw error;
    }
  }

  private keep(cart: Cart | undefined): void {
    this.current.set(cart);
    this.wasLoaded.set(true);
    this.memory.write(this.name, cart?.id);
    for (const listener of this.listeners) listener(cart);
  }
}
