import { computed, signal } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';
import type { CartItem, CartStore } from '../platform/cart-store.js';

/** What the buyer does in the cart: one change at a time, and a refusal stands where it happened. */
export class CartModel {
  private readonly working = signal<string | undefined>(undefined);
  private readonly refused = signal<{ readonly itemId: string; readonly problem: ApiProblem } | undefined>(undefined);

  readonly busyItem = this.working.asReadonly();
  readonly items = computed((): readonly CartItem[] => this.store.cart()?.items ?? []);
  readonly isEmpty = computed(() => this.store.loaded() && this.items().length === 0);

  constructor(private readonly store: CartStore) {}

  problemOf(itemId: string): ApiProblem | undefined {
    const refused = this.refused();
    return refused?.itemId === itemId ? refused.problem : undefined;
  }

  async changeQuantity(item: CartItem, quantity: number): Promise<void> {
    if (quantity < 1 || quantity > 50 || quantity === item.quantity) return;
    await this.work(item.id, () => this.store.changeQuantity(item.id, quantity));
  }

  async remove(item: CartItem): Promise<void> {
    await this.work(item.id, () => this.store.remove(item.id));
  }

  private async work(itemId: string, change: () => Promise<void>): Promise<void> {
    if (this.working()) return;
    this.working.set(itemId);
    this.refused.set(undefined);
    try {
      await change();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.refused.set({ itemId, problem: error });
    } finally {
      this.working.set(undefined);
    }
  }
}
