import { signal } from '@angular/core';
import { Api, ApiProblem, CUSTOMERS, Live, Session, type Locale } from '@hostwright/kit';
import type { Me, Session as SessionAnswer, Shop } from '@hostwright/sdk/http';
import { STORE_ROUTES } from '@hostwright/sdk/http/routes';
import { CartStore } from './cart-store.js';
import type { ShopAddress } from './registry.js';
import { lastingMemory } from './storage.js';

/** Everything that the widgets of one shop share on a page: the API, who is signed in, the cart. */
export class ShopContext {
  readonly api: Api;
  readonly session: Session<Me, SessionAnswer>;
  readonly cart: CartStore;
  readonly live: Live;
  readonly problem = signal<ApiProblem | undefined>(undefined);
  private readonly shop = signal<Shop | undefined>(undefined);
  readonly info = this.shop.asReadonly();
  private readonly elements = new Set<HTMLElement>();
  private readonly knownName: string;
  private loading: Promise<void> | undefined;

  constructor(readonly address: ShopAddress) {
    this.knownName = `hw-known:${address.origin}`;
    this.api = new Api({ origin: address.origin, key: address.key, routes: STORE_ROUTES });
    this.session = new Session(this.api, CUSTOMERS);
    this.cart = new CartStore(this.api, lastingMemory);
    this.live = new Live(
      address.origin,
      () => this.session.token(),
      () => this.session.renew(),
    );
  }

  /** Asks for the shop's facts once; after a failure the next call asks again. */
  load(locale: Locale | undefined): Promise<void> {
    this.loading ??= this.fetch(locale).finally(() => (this.loading = undefined));
    return this.loading;
  }

  /**
   * Signs in by the cookie. A page that only might need it (a visitor's checkout) does not ask a shop where nobody has
   * ever signed in from here.
   */
  async restore(asks: 'always' | 'if-known'): Promise<void> {
    if (asks === 'always' || lastingMemory.read(this.knownName)) await this.session.restore();
    this.remember();
  }

  /** After somebody has signed in. */
  remember(): void {
    if (this.session.who()) lastingMemory.write(this.knownName, 'yes');
  }

  /** A widget of this shop is on the page until the returned function is called. */
  join(element: HTMLElement): () => void {
    this.elements.add(element);
    return () => this.elements.delete(element);
  }

  /** The widget that speaks to the page for all widgets of the shop. */
  speaker(): HTMLElement | undefined {
    return this.elements.values().next().value;
  }

  private async fetch(locale: Locale | undefined): Promise<void> {
    if (this.shop()) return;
    try {
      this.shop.set(await this.api.call('getShop', { query: locale ? { locale } : {} }));
      this.problem.set(undefined);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem.set(error);
    }
  }
}

const contexts = new Map<string, ShopContext>();

/** Two shops on one page never share a context, nor do two keys of one shop. */
export function contextOf(address: ShopAddress): ShopContext {
  const name = `${address.origin} ${address.key ?? ''}`;
  const known = contexts.get(name);
  if (known) return known;
  const made = new ShopContext(address);
  contexts.set(name, made);
  return made;
}
