import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { AdminInvoice } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { Notices } from '../parts/notices.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { InvoiceCreditNotes } from './invoice-credit-notes.js';
import { openPdf } from './open-pdf.js';
import { readOne } from './read-one.js';
import { RecordPaymentForm } from './record-payment-form.js';
import { Sheet } from './sheet.js';

@Component({
  selector: 'hw-invoice-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, Failure, Icon, InvoiceCreditNotes, MatButton, RecordPaymentForm, RouterLink, Sheet],
  templateUrl: './invoice-sheet.html',
  styleUrl: './sheet-content.css',
})
export class InvoiceSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  private readonly list = inject(OpenList);
  private readonly notices = inject(Notices);

  protected readonly invoice = readOne(
    this.id,
    (invoiceId, signal) => this.api.call('getAdminInvoice', { params: { invoiceId }, signal }),
    'invoice.changed',
  );
  protected readonly pdf = new Attempt();
  protected readonly isRecording = signal(false);

  protected isOpen(invoice: AdminInvoice): boolean {
    return invoice.state === 'open' || invoice.state === 'overdue';
  }

  protected async showPdf(invoice: AdminInvoice): Promise<void> {
    const bytes = await this.pdf.run(() => this.api.call('getAdminInvoicePdf', { params: { invoiceId: invoice.id } }));
    if (bytes) openPdf(bytes, `${invoice.number}.pdf`);
  }

  protected recorded(): void {
    this.isRecording.set(false);
    this.notices.say(this.words.text('payment.recorded'));
    void this.invoice.load(this.id());
    void this.list.refresh();
  }
}
