import { ChangeDetectionStrategy, Component, computed, effect, input, signal, untracked } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';
import type { CartItem } from '../platform/cart-store.js';
import { useWidget } from '../platform/use-widget.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { Renewals } from '../ui/renewals.js';
import { CartModel } from './cart-model.js';
import { cartTexts } from './texts.js';

/** `<hw-cart>`: what is in it, what it costs today and later, and on to the checkout. */
@Component({
  selector: 'hw-cart-root',
  imports: [Icon, Notice, Renewals],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './cart.html',
})
export class Cart {
  /** Where the checkout is; without it the page hears `hw-checkout`. */
  readonly checkoutUrl = input<string>();
  /** Where an empty cart sends the visitor. */
  readonly shopUrl = input<string>();
  readonly shopAddress = input<string | undefined>(undefined, { alias: 'shop' });
  readonly locale = input<string>();
  readonly scheme = input<string>();

  private readonly widget = useWidget({ shop: this.shopAddress, locale: this.locale, scheme: this.scheme }, cartTexts);
  protected readonly texts = this.widget.texts;
  protected readonly shop = this.widget.shop;
  protected readonly problem = signal<ApiProblem | undefined>(undefined);

  protected readonly cart = computed(() => this.shop()?.cart.cart());
  protected readonly model = computed(() => {
    const shop = this.shop();
    return shop && new CartModel(shop.cart);
  });
  protected readonly count = computed(() => this.shop()?.cart.count() ?? 0);
  private readonly isStorefront = computed(() => this.shop()?.address.origin === location.origin);
  protected readonly checkoutAddress = computed(() => this.checkoutUrl() ?? (this.isStorefront() ? '/checkout' : undefined));
  protected readonly shopPage = computed(() => this.shopUrl() ?? (this.isStorefront() ? '/' : undefined));

  constructor() {
    effect(() => {
      const shop = this.shop();
      const locale = this.widget.locale();
      if (shop) untracked(() => this.load());
      return locale;
    });
  }

  protected load(): void {
    const shop = this.shop();
    if (!shop) return;
    void shop.load(this.widget.locale());
    shop.cart.load(this.widget.locale()).then(
      () => this.problem.set(undefined),
      (error: unknown) => {
        if (!(error instanceof ApiProblem)) throw error;
        this.problem.set(error);
      },
    );
  }

  /** A page that handles `hw-checkout` itself prevents the link. */
  protected toCheckout(event: Event): void {
    if (!this.widget.announce('hw-checkout', { cart: this.cart()?.id })) event.preventDefault();
    else if (!this.checkoutAddress()) document.querySelector('hw-checkout')?.scrollIntoView({ behavior: 'smooth' });
  }

  protected name(item: CartItem): string {
    return `${item.productName} ${item.planName}`;
  }

  protected details(item: CartItem): string {
    const extras = item.lines.filter(line => line.code !== 'base').map(line => line.label);
    return [item.hostname, ...extras].filter(Boolean).join(' · ');
  }
}
