import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  signal,
  untracked,
} from '@angular/core';
import { ApiProblem } from '@hostwright/kit';
import { AccountForms } from '../account/account-forms.js';
import { SignIn } from '../account/sign-in.js';
import { RETURN_MARK } from '../payment/payment-flow.js';
import type { ShopContext } from '../platform/shop-context.js';
import { useWidget } from '../platform/use-widget.js';
import { Icon, type IconName } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { AccountView } from './account-view.js';
import { CabinetData } from './cabinet-data.js';
import { addressOf, parseView, VIEW_MARK, type View, type ViewName } from './cabinet-view.js';
import { CreditView } from './credit-view.js';
import { HomeView } from './home-view.js';
import { InvoiceView } from './invoice-view.js';
import { ListView } from './list-view.js';
import { SavedMethodsView } from './saved-methods-view.js';
import { ServicePlace } from './service-place.js';
import { cabinetTexts, type CabinetKey } from './texts.js';
import { TokenView, type TokenMode } from './token-view.js';

interface Entry {
  readonly name: ViewName;
  readonly label: CabinetKey;
  readonly icon: IconName;
  readonly holds: readonly ViewName[];
}

const MENU: readonly Entry[] = [
  { name: 'home', label: 'services', icon: 'server', holds: ['services', 'service'] },
  { name: 'invoices', label: 'invoices', icon: 'invoice', holds: ['invoice'] },
  { name: 'payments', label: 'payments', icon: 'card', holds: [] },
  { name: 'orders', label: 'orders', icon: 'orders', holds: [] },
  { name: 'account', label: 'account', icon: 'person', holds: [] },
];

/** `<hw-cabinet>`: what the customer has, owes and may do. */
@Component({
  selector: 'hw-cabinet-root',
  imports: [
    AccountView,
    CreditView,
    HomeView,
    Icon,
    InvoiceView,
    ListView,
    Notice,
    SavedMethodsView,
    ServicePlace,
    SignIn,
    TokenView,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './cabinet.html',
})
export class Cabinet {
  /** Where to begin, such as `invoices` or `service:<id>`; the page's address goes before it. */
  readonly view = input<string>();
  readonly mode = input<string>();
  readonly shopUrl = input<string>();
  readonly shopAddress = input<string | undefined>(undefined, { alias: 'shop' });
  readonly locale = input<string>();
  readonly scheme = input<string>();

  private readonly widget = useWidget({ shop: this.shopAddress, locale: this.locale, scheme: this.scheme }, cabinetTexts);
  private readonly place = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly texts = this.widget.texts;
  protected readonly shop = this.widget.shop;
  protected readonly menu = MENU;
  protected readonly ready = signal(false);
  protected readonly problem = signal<ApiProblem | undefined>(undefined);
  protected readonly sent = signal(false);
  protected readonly current = signal<View>({ name: 'home' });
  protected readonly returnsFrom = signal(new URLSearchParams(location.search).get(RETURN_MARK) ?? undefined);
  protected readonly finishedToken = signal(false);
  protected readonly customer = computed(() => this.shop()?.session.who());
  protected readonly data = computed(() => {
    const shop = this.shop();
    return shop && this.customer() ? untracked(() => new CabinetData(shop)) : undefined;
  });
  protected readonly forms = computed(() => {
    const shop = this.shop();
    return shop && untracked(() => newForms(shop));
  });
  protected readonly tokenMode = computed((): TokenMode | undefined => {
    const mode = this.finishedToken() ? undefined : (this.mode() ?? this.view());
    return mode === 'confirm-email' || mode === 'reset-password' ? mode : undefined;
  });
  protected readonly isStorefront = computed(() => this.shop()?.address.origin === location.origin);
  protected readonly shopPage = computed(() => this.shopUrl() ?? (this.isStorefront() ? '/' : undefined));

  constructor() {
    effect(() => {
      const inAddress = new URLSearchParams(location.search).get(VIEW_MARK);
      const back = this.returnsFrom();
      this.current.set(back && !inAddress ? { name: 'invoice', id: back } : parseView(inAddress ?? this.view()));
    });
    effect(() => {
      const shop = this.shop();
      if (shop) untracked(() => void this.begin(shop));
    });
    effect(() => {
      if (this.data()) untracked(() => this.refresh());
    });
    effect(onCleanup => {
      const shop = this.shop();
      if (!shop || !this.customer()) return;
      void shop.live.start();
      onCleanup(shop.live.listen(() => this.refresh()));
    });
    const onBack = (): void => this.current.set(parseView(new URLSearchParams(location.search).get(VIEW_MARK)));
    addEventListener('popstate', onBack);
    inject(DestroyRef).onDestroy(() => removeEventListener('popstate', onBack));
  }

  protected open(view: View): void {
    this.current.set(view);
    this.returnsFrom.set(undefined);
    const address = new URL(addressOf(view, location.href));
    address.searchParams.delete(RETURN_MARK);
    history.pushState(history.state, '', address);
    this.widget.announce('hw-view-changed', view);
    setTimeout(() => this.place.querySelector<HTMLElement>('.view')?.focus({ preventScroll: true }));
  }

  protected follow(event: Event, view: View): void {
    event.preventDefault();
    this.open(view);
  }

  protected address(name: ViewName): string {
    return addressOf({ name }, location.href);
  }

  protected isCurrent(entry: Entry): boolean {
    return entry.name === this.current().name || entry.holds.includes(this.current().name);
  }

  protected reload(): void {
    const shop = this.shop();
    if (shop) void this.begin(shop);
  }

  protected refresh(): void {
    void this.data()?.services.load();
    void this.data()?.invoices.load();
  }

  protected signedIn(): void {
    this.shop()?.remember();
    this.widget.announce('hw-signed-in', { customer: this.customer()?.id });
  }

  protected finishToken(): void {
    this.finishedToken.set(true);
    const address = new URL(this.isStorefront() ? '/cabinet' : location.href, location.href);
    address.searchParams.delete('token');
    history.replaceState(history.state, '', address);
    void this.shop()?.session.renew();
  }

  protected async signOut(): Promise<void> {
    const shop = this.shop();
    if (!shop) return;
    shop.live.stop();
    await shop.session.signOut();
    this.open({ name: 'home' });
    this.widget.announce('hw-signed-out', {});
  }

  protected async resend(): Promise<void> {
    try {
      await this.shop()?.api.call('resendEmailConfirmation');
      this.sent.set(true);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem.set(error);
    }
  }

  private async begin(shop: ShopContext): Promise<void> {
    this.problem.set(undefined);
    try {
      await Promise.all([shop.load(this.widget.locale()), shop.restore('always')]);
      this.ready.set(true);
      await (shop.cart.loaded() || shop.cart.load(this.widget.locale()));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem.set(error);
    }
  }
}

/** Whoever comes to the cabinet mostly has an account. */
function newForms(shop: ShopContext): AccountForms {
  const forms = new AccountForms(shop);
  forms.show('sign-in');
  return forms;
}
