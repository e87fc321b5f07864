import { ChangeDetectionStrategy, Component, effect, input, untracked } from '@angular/core';
import type { CreditNote, Invoice } from '@hostwright/sdk/http';
import { Reading } from '../platform/reading.js';
import type { ShopContext } from '../platform/shop-context.js';
import type { SharedTexts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { StateBadge } from '../ui/state-badge.js';
import { Download } from './download.js';

/** What was given back of an invoice, each with its document. */
@Component({
  selector: 'hw-credit-notes',
  imports: [Icon, Notice, StateBadge],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (reading.problem() ?? download.problem(); as said) {
      <hw-notice tone="danger"
        ><p>{{ texts().problem(said) }}</p></hw-notice
      >
    }
    @if (reading.value()?.length) {
      <section class="card stack">
        <h3>{{ texts().text('credit-notes') }}</h3>
        <ul class="invoice-lines">
          @for (note of reading.value(); track note.id) {
            <li class="row wrap">
              <span class="grow">
                {{ note.number }}
                <span class="muted small">{{ texts().date(note.issuedAt) }} · {{ note.reason }}</span>
              </span>
              @if (note.state === 'void') {
                <hw-state-badge tone="muted" [word]="texts().text('invoice.void')" />
              }
              <span class="num">{{ texts().money(note.total) }}</span>
              <button
                class="button small"
                type="button"
                [attr.aria-label]="'PDF ' + note.number"
                [attr.aria-disabled]="download.name() !== undefined"
                (click)="save(note)"
              >
                <hw-icon [name]="download.name() === note.number ? 'progress' : 'download'" [size]="16" />PDF
              </button>
            </li>
          }
        </ul>
      </section>
    }
  `,
})
export class CreditNotes {
  readonly shop = input.required<ShopContext>();
  readonly invoice = input.required<Invoice>();
  readonly texts = input.required<SharedTexts>();

  protected readonly reading = new Reading<readonly CreditNote[]>();
  protected readonly download = new Download();

  constructor() {
    effect(() => {
      const [{ api }, { id: invoiceId, refunded }] = [this.shop(), this.invoice()];
      if (refunded.amount === '0' && !untracked(this.reading.value)) return;
      untracked(() => void this.reading.read(async () => (await api.call('listCreditNotes', { query: { invoiceId } })).items));
    });
  }

  protected save({ id, number }: CreditNote): void {
    const { api } = this.shop();
    void this.download.save(number, () => api.call('getCreditNotePdf', { params: { creditNoteId: id } }));
  }
}
