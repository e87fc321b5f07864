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
import { ApiProblem } from '@hostwright/kit';
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
import { invoiceTone } from './tones.js';

/** One invoice: lines, total, the document, and a way to pay while something is due. */
@Component({
  selector: 'hw-invoice-view',
  imports: [Icon, Notice, PaymentMethods, PaymentOutcome, StateBadge],
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
  protected readonly downloading = signal(false);
  protected readonly downloadProblem = signal<ApiProblem | undefined>(undefined);
  protected readonly tone = invoiceTone;

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

  protected async download(): Promise<void> {
    if (this.downloading()) return;
    this.downloading.set(true);
    this.downloadProblem.set(undefined);
    try {
      const bytes = await this.shop().api.call('getInvoicePdf', { params: { invoiceId: this.invoiceId() } });
      saveAs(`${this.invoice()?.number ?? 'invoice'}.pdf`, new Blob([bytes as BlobPart], { type: 'application/pdf' }));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.downloadProblem.set(error);
    } finally {
      this.downloading.set(false);
    }
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
    if (this.isDue()) await flow.loadMethods(invoice.due.currency, this.texts().locale());
  }
}

/** A document that needs the access token cannot be a plain link; it is fetched and handed over. */
function saveAs(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
