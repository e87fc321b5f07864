import { ChangeDetectionStrategy, Component, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { AdminCreditNote, AdminInvoice } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { StateBadge } from '../parts/state-badge.js';
import { Attempt } from '../state/attempt.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import { openPdf } from './open-pdf.js';

/** What took parts of an invoice back, each with its document. */
@Component({
  selector: 'hw-invoice-credit-notes',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Icon, MatButton, StateBadge],
  template: `
    @if (notes.problem(); as problem) {
      <hw-failure [problem]="problem" (retry)="notes.load(invoice().id)" />
    }
    @if (notes.value()?.length) {
      <section>
        <h3>{{ words.text('invoice.credit-notes') }}</h3>
        <ul class="plain">
          @for (note of notes.value(); track note.id) {
            <li>
              <span class="grow">
                {{ note.number }} <span class="quiet">· {{ words.day(note.issuedAt) }} · {{ note.reason }}</span>
              </span>
              @if (note.state === 'void') {
                <hw-state state="void" />
              }
              <span class="number">{{ words.money(note.total) }}</span>
              <button
                mat-button
                type="button"
                [disabled]="pdf.isBusy()"
                [attr.aria-label]="words.text('invoice.pdf') + ' ' + note.number"
                (click)="show(note)"
              >
                <hw-icon name="download" />{{ words.text('invoice.pdf') }}
              </button>
            </li>
          }
        </ul>
        @if (pdf.problem(); as problem) {
          <hw-failure [problem]="problem" [mayRetry]="false" />
        }
      </section>
    }
  `,
  styleUrl: './sheet-content.css',
})
export class InvoiceCreditNotes {
  readonly invoice = input.required<AdminInvoice>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  protected readonly pdf = new Attempt();
  protected readonly notes = new Reading(
    async (invoiceId: string, signal) => (await this.api.call('listAdminCreditNotes', { query: { invoiceId }, signal })).items,
  );

  constructor() {
    effect(() => {
      const { id, refunded } = this.invoice();
      if (refunded.amount !== '0' || untracked(this.notes.value)) untracked(() => void this.notes.load(id));
    });
  }

  protected async show({ id, number }: AdminCreditNote): Promise<void> {
    const bytes = await this.pdf.run(() => this.api.call('getAdminCreditNotePdf', { params: { creditNoteId: id } }));
    if (bytes) openPdf(bytes, `${number}.pdf`);
  }
}
