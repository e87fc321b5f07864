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
import { BillingFields } from '../account/billing-fields.js';
import { SignIn } from '../account/sign-in.js';
import { browserJourney } from '../payment/journey.js';
import { PaymentFlow, RETURN_MARK } from '../payment/payment-flow.js';
import { PaymentMethods } from '../payment/payment-methods.js';
import { PaymentOutcome } from '../payment/payment-outcome.js';
import type { CartItem } from '../platform/cart-store.js';
import type { ShopContext } from '../platform/shop-context.js';
import { tabMemory } from '../platform/storage.js';
import { useWidget } from '../platform/use-widget.js';
import { ServiceSteps } from '../service/service-steps.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { Renewals } from '../ui/renewals.js';
import { Arrivals } from './arrivals.js';
import { CheckoutModel } from './checkout-model.js';
import { checkoutTexts } from './texts.js';

/** What the address of the page says about a payment that the buyer comes back from. */
interface Return {
  readonly invoiceId: string | undefined;
  readonly paymentId: string | undefined;
}

interface Parts {
  readonly payments: PaymentFlow;
  readonly model: CheckoutModel;
  readonly forms: AccountForms;
  readonly arrivals: Arrivals;
}

/** `<hw-checkout>`: account, billing details, payment; then the payment's outcome and the server as it appears. */
@Component({
  selector: 'hw-checkout-root',
  imports: [BillingFields, Icon, Notice, PaymentMethods, PaymentOutcome, Renewals, ServiceSteps, SignIn],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './checkout.html',
})
export class Checkout {
  readonly cartUrl = input<string>();
  readonly cabinetUrl = input<string>();
  readonly shopUrl = input<string>();
  readonly shopAddress = input<string | undefined>(undefined, { alias: 'shop' });
  readonly locale = input<string>();
  readonly scheme = input<string>();

  private readonly widget = useWidget({ shop: this.shopAddress, locale: this.locale, scheme: this.scheme }, checkoutTexts);
  private readonly place = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly texts = this.widget.texts;
  protected readonly shop = this.widget.shop;
  protected readonly ready = signal(false);
  protected readonly problem = signal<ApiProblem | undefined>(undefined);
  protected readonly returned = signal<Return | undefined>(readReturn());

  private readonly parts = computed((): Parts | undefined => {
    const shop = this.shop();
    return shop && untracked(() => this.assemble(shop));
  });
  protected readonly model = computed(() => this.parts()?.model);
  protected readonly forms = computed(() => this.parts()?.forms);
  protected readonly payments = computed(() => this.parts()?.payments);
  protected readonly arrivals = computed(() => this.parts()?.arrivals);
  protected readonly customer = computed(() => this.shop()?.session.who());
  protected readonly cart = computed(() => this.shop()?.cart.cart());
  protected readonly payment = computed(() => this.payments()?.payment());
  protected readonly invoiceId = computed(() => this.model()?.order()?.invoiceId ?? this.returned()?.invoiceId);
  protected readonly mayPayAgain = computed(() => !this.payment() && this.invoiceId() !== undefined);
  private readonly isStorefront = computed(() => this.shop()?.address.origin === location.origin);
  protected readonly cabinetPage = computed(() => this.cabinetUrl() ?? (this.isStorefront() ? '/cabinet' : undefined));
  protected readonly cartPage = computed(() => this.cartUrl() ?? (this.isStorefront() ? '/cart' : undefined));
  protected readonly shopPage = computed(() => this.shopUrl() ?? (this.isStorefront() ? '/' : undefined));

  constructor() {
    effect(() => {
      const parts = this.parts();
      const shop = this.shop();
      if (parts && shop) untracked(() => void this.begin(shop));
    });
    effect(() => {
      const currency = this.cart()?.currency ?? this.model()?.order()?.today.currency;
      const locale = this.widget.locale();
      // Whoever signs in may have saved a method.
      this.customer();
      if (currency) untracked(() => void this.payments()?.loadMethods(currency, locale));
    });
    effect(() => {
      if (this.customer()) untracked(() => this.model()?.prefill());
    });
    effect(() => {
      const invoiceId = this.payment()?.invoiceId;
      if (!invoiceId || this.payment()?.state !== 'succeeded') return;
      untracked(() => {
        this.model()?.finish();
        this.widget.announce('hw-paid', { invoice: invoiceId });
        void this.arrivals()?.follow(invoiceId);
      });
    });
    inject(DestroyRef).onDestroy(() => {
      this.payments()?.stop();
      this.arrivals()?.stop();
    });
  }

  protected reload(): void {
    const shop = this.shop();
    if (shop) void this.begin(shop);
  }

  protected async pay(): Promise<void> {
    const [model, forms] = [this.model(), this.forms()];
    if (!model || !forms || model.busy()) return;
    if (!this.customer() && !(await this.signedInBy(forms))) return this.toFirstProblem();
    const wasPlaced = model.order() !== undefined;
    if (!(await model.pay())) return this.toFirstProblem();
    const order = model.order();
    if (order && !wasPlaced)
      this.widget.announce('hw-ordered', { order: order.orderId, number: order.number, invoice: order.invoiceId });
  }

  protected async payReturned(): Promise<void> {
    const invoiceId = this.invoiceId();
    if (invoiceId) await this.payments()?.start(invoiceId);
  }

  protected signedIn(): void {
    this.shop()?.remember();
    this.model()?.prefill();
    this.widget.announce('hw-signed-in', { customer: this.customer()?.id });
    const shop = this.shop();
    if (shop && this.returned()) void this.begin(shop);
  }

  protected async signOut(): Promise<void> {
    await this.shop()?.session.signOut();
  }

  protected name(item: CartItem): string {
    return `${item.productName} ${item.planName}${item.quantity > 1 ? ` × ${item.quantity}` : ''}`;
  }

  protected checked(event: Event): boolean {
    return (event.target as HTMLInputElement).checked;
  }

  private assemble(shop: ShopContext): Parts {
    const payments = new PaymentFlow(shop.api, shop.live, tabMemory, browserJourney);
    const model = new CheckoutModel(shop, payments, tabMemory);
    return { payments, model, forms: new AccountForms(shop), arrivals: new Arrivals(shop.api, shop.live) };
  }

  private async signedInBy(forms: AccountForms): Promise<boolean> {
    const done = await forms.submit(this.texts.locale());
    if (done) this.signedIn();
    return done;
  }

  private async begin(shop: ShopContext): Promise<void> {
    this.problem.set(undefined);
    try {
      await Promise.all([
        shop.load(this.widget.locale()),
        shop.restore(this.returned() ? 'always' : 'if-known'),
        shop.cart.loaded() || shop.cart.load(this.widget.locale()),
      ]);
      const back = this.returned();
      if (back && shop.session.who()) await this.comeBack(shop, back);
      else if (!back && this.cart()?.items.length) this.model()?.startOver();
      else if (!back) await this.goOn();
      this.ready.set(true);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem.set(error);
    }
  }

  /** A reload after the order: the payment that was begun is still there. */
  private async goOn(): Promise<void> {
    const invoiceId = this.model()?.order()?.invoiceId;
    if (invoiceId && this.customer() && this.payments()?.isBegun(invoiceId)) await this.payments()?.resume(invoiceId);
  }

  private async comeBack(shop: ShopContext, back: Return): Promise<void> {
    const invoiceId =
      back.invoiceId ?? (await shop.api.call('getPayment', { params: { paymentId: back.paymentId ?? '' } })).invoiceId;
    this.returned.set({ ...back, invoiceId });
    const { due } = await shop.api.call('getInvoice', { params: { invoiceId } });
    await this.payments()?.resume(invoiceId, back.paymentId);
    await this.payments()?.loadMethods(due.currency, this.widget.locale());
  }

  private toFirstProblem(): void {
    setTimeout(() => {
      const field = this.place.querySelector<HTMLElement>('[aria-invalid="true"]');
      field?.focus();
      field?.scrollIntoView({ block: 'center' });
    });
  }
}

function readReturn(): Return | undefined {
  const query = new URLSearchParams(location.search);
  const [invoiceId, paymentId] = [query.get(RETURN_MARK) ?? undefined, query.get('hw-payment') ?? undefined];
  return invoiceId || paymentId ? { invoiceId, paymentId } : undefined;
}
