import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import type { Invoice } from '@hostwright/sdk/http';
import { browserJourney } from '../payment/journey.js';
import { PaymentFlow } from '../payment/payment-flow.js';
import { PaymentMethods } from '../payment/payment-methods.js';
import { PaymentOutcome } from '../payment/payment-outcome.js';
import { Reading } from '../platform/reading.js';
import type { ShopContext } from '../platform/shop-context.js';
import { tabMemory } from '../platform/storage.js';
import type { SharedTexts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { StateBadge } from '../ui/state-badge.js';
import { CancelOrder } from './cancel-order.js';
import { CreditNotes } from './credit-notes.js';
import { CreditPurse } from './credit.js';
import { Download } from './download.js';
import { lookOf } from './invoice-words.js';

/** One invoice: lines, total, the document, and a way to pay while something is due. */
@Component({
  selector: 'hw-invoice-view',
  imports: [CancelOrder, CreditNotes, Icon, Notice, PaymentMethods, PaymentOutcome, StateBadge],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './invoice-view.html',
})
export class InvoiceView {
  readonly shop = input.required<ShopContext>();
  readonly invoiceId = input.required<string>();
  readonly texts = input.required<SharedTexts>();
  /** The buyer comes back from a payment page. */
  readonly resumes = input(false);
  readonly paid = output();

  private readonly reading = new Reading<Invoice>();
  protected readonly invoice = this.reading.value;
  protected readonly problem = this.reading.problem;
  protected readonly flow = signal<PaymentFlow | undefined>(undefined);
  protected readonly payment = computed(() => this.flow()?.payment());
  protected readonly isDue = computed(() => ['open', 'overdue'].includes(this.invoice()?.state ?? ''));
  protected readonly download = new Download();
  protected readonly look = lookOf;
  protected readonly purse = computed(() => {
    const { api } = this.shop();
    return untracked(() => new CreditPurse(api));
  });
  /** What of the customer's credit would go into this invoice; nothing while a payment of it is under way. */
  protected readonly usable = computed(() => {
    const invoice = this.invoice();
    return invoice && this.isDue() && !this.payment() ? this.purse().usableFor(invoice) : undefined;
  });

  /** Nothing is paid, and nothing is under way that may be money. */
  protected readonly mayCancel = computed(() => {
    const invoice = this.invoice();
    return this.isDue() && !!invoice?.orderId && invoice.paid.amount === '0' && !this.payment();
  });

  constructor() {
    effect(() => {
      const [shop, invoiceId] = [this.shop(), this.invoiceId()];
      untracked(() => void this.begin(shop, invoiceId));
    });
    effect(() => {
      if (this.payment()?.state !== 'succeeded') return;
      untracked(() => {
        void this.load();
        this.paid.emit();
      });
    });
    effect(onCleanup => {
      const [shop, invoiceId] = [this.shop(), this.invoiceId()];
      void shop.live.start();
      onCleanup(
        shop.live.listen(event => {
          if (event.name === 'invoice.changed' && event.id === invoiceId) void this.load();
        }),
      );
    });
    inject(DestroyRef).onDestroy(() => this.flow()?.stop());
  }

  protected load(): Promise<void> {
    const params = { invoiceId: this.invoiceId() };
    return this.reading.read(() => this.shop().api.call('getInvoice', { params }));
  }

  protected pay(): void {
    void this.flow()?.start(this.invoiceId());
  }

  protected save({ number }: Invoice): void {
    const params = { invoiceId: this.invoiceId() };
    void this.download.save(number, () => this.shop().api.call('getInvoicePdf', { params }));
  }

  protected async payWithCredit(): Promise<void> {
    const answer = await this.purse().pay(this.invoiceId());
    if (!answer) return;
    await this.load();
    this.paid.emit();
  }

  protected async afterCancelling(): Promise<void> {
    await this.load();
    this.paid.emit();
  }

  private async begin(shop: ShopContext, invoiceId: string): Promise<void> {
    this.flow()?.stop();
    const flow = new PaymentFlow(shop.api, shop.live, tabMemory, browserJourney);
    this.flow.set(flow);
    await this.load();
    const invoice = this.invoice();
    if (!invoice) return;
    if (this.resumes() || (this.isDue() && flow.isBegun(invoiceId))) await flow.resume(invoiceId);
    else if (this.isDue()) await flow.look(invoiceId);
    if (this.isDue()) void this.purse().load();
    if (this.isDue()) await flow.loadMethods(invoice.due.currency, this.texts().locale());
  }
}
