import { computed, DestroyRef, effect, inject, signal, untracked, type Signal } from '@angular/core';
import { pickLocale, type Locale } from '@hostwright/kit';
import type { Cart } from '@hostwright/sdk/http';
import { WIDGET_HOST } from './host.js';
import { findShop } from './registry.js';
import { contextOf, type ShopContext } from './shop-context.js';
import { Texts, type TextSources } from './texts.js';
import { dress } from './theme.js';

/** The attributes that every widget has. */
export interface CommonInputs {
  readonly shop: Signal<string | undefined>;
  readonly locale: Signal<string | undefined>;
  readonly scheme: Signal<string | undefined>;
}

export interface Widget<Key extends string> {
  readonly shop: Signal<ShopContext | undefined>;
  readonly locale: Signal<Locale>;
  readonly texts: Texts<Key>;
  /** A DOM event on the element: it bubbles and leaves the shadow root. */
  announce(name: string, detail: unknown): boolean;
}

/** Finds the shop of a tag, its language and theme. Call it where components inject. */
export function useWidget<Key extends string>(inputs: CommonInputs, sources: TextSources<Key>): Widget<Key> {
  const { element, root } = inject(WIDGET_HOST);
  const destroyed = inject(DestroyRef);
  const shop = signal<ShopContext | undefined>(undefined);
  const locale = computed(() =>
    pickLocale(inputs.locale(), document.documentElement.lang, shop()?.info()?.locale, navigator.language),
  );
  const texts = new Texts<Key>(sources);
  const announce = (name: string, detail: unknown): boolean =>
    element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));

  effect(onCleanup => {
    const wanted = inputs.shop();
    const leave = new AbortController();
    onCleanup(() => leave.abort());
    void findShop(wanted ? new URL(wanted, location.href).origin : undefined, leave.signal).then(address => {
      if (!leave.signal.aborted) shop.set(contextOf(address));
    });
  });
  effect(() => {
    const context = shop();
    if (context) void context.load(untracked(() => pickLocaleOrNone(inputs.locale())));
  });
  effect(() => void texts.speak(locale()));
  effect(() => {
    root.lang = texts.locale();
    texts.timeZone.set(shop()?.info()?.timeZone);
    dress(element, root, shop()?.info()?.tokens ?? {}, inputs.scheme());
  });
  effect(onCleanup => {
    const context = shop();
    if (!context) return;
    onCleanup(context.cart.listen(cart => announceCart(context, element, announce, cart)));
    onCleanup(context.join(element));
  });
  const onStorage = (event: StorageEvent): void => {
    const context = shop();
    if (context?.cart.isStoredUnder(event.key) && context.speaker() === element) void context.cart.load(locale());
  };
  addEventListener('storage', onStorage);
  destroyed.onDestroy(() => removeEventListener('storage', onStorage));

  return { shop: shop.asReadonly(), locale, texts, announce };
}

/** Several widgets of a shop share one cart; the first of them speaks for all, so the page hears of a change once. */
function announceCart(
  context: ShopContext,
  element: HTMLElement,
  announce: (name: string, detail: unknown) => boolean,
  cart: Cart | undefined,
): void {
  if (context.speaker() !== element) return;
  announce('hw-cart-changed', { shop: context.address.origin, count: context.cart.count(), today: cart?.today ?? null });
}

function pickLocaleOrNone(wish: string | undefined): Locale | undefined {
  const said = wish ?? document.documentElement.lang;
  return said ? pickLocale(said) : undefined;
}
