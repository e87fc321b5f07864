import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { API } from '../access/connection.js';
import { Fact } from '../parts/fact.js';
import { readOne } from '../sheets/read-one.js';
import { Sheet } from '../sheets/sheet.js';
import { Words } from '../words/words.js';

@Component({
  selector: 'hw-refund-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, RouterLink, Sheet],
  template: `
    @let found = refund.value();
    <hw-sheet
      [kind]="words.text('one.refund')"
      [state]="found?.state ?? ''"
      [heading]="found ? words.money(found.amount) : ''"
      [problem]="refund.problem()"
      [isWaiting]="refund.isFirst()"
      (again)="refund.load(id())"
    >
      @if (found) {
        @if (found.note) {
          <p class="note">{{ found.note }}</p>
        }
        <dl>
          <div hwFact [label]="words.text('refund.reason')">{{ found.reason }}</div>
          <div hwFact [label]="words.text('one.payment')">
            <a [routerLink]="['/payments', found.paymentId]">{{ words.text('refund.payment', { gateway: found.gateway }) }}</a>
          </div>
          <div hwFact [label]="words.text('one.invoice')">
            <a [routerLink]="['/invoices', found.invoiceId]">{{ found.invoiceNumber }}</a>
          </div>
          <div hwFact [label]="words.text('column.customer')">
            <a [routerLink]="['/customers', found.customer.id]">{{ found.customer.name }}</a>
          </div>
          <div hwFact [label]="words.text('refund.origin')">{{ words.named('refund-origin.' + found.origin, found.origin) }}</div>
          @if (found.fromCredit.amount !== '0') {
            <div hwFact [label]="words.text('refund.from-credit')">{{ words.money(found.fromCredit) }}</div>
          }
          <div hwFact [label]="words.text('refund.credit-note')">{{ found.creditNoteNumber ?? '–' }}</div>
          <div hwFact [label]="words.text('column.reference')">{{ found.reference ?? '–' }}</div>
          <div hwFact [label]="words.text('column.created')">{{ words.moment(found.createdAt) }}</div>
          <div hwFact [label]="words.text('payment.settled')">{{ found.settledAt ? words.moment(found.settledAt) : '–' }}</div>
        </dl>
      }
    </hw-sheet>
  `,
  styleUrl: '../sheets/sheet-content.css',
})
export class RefundSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  protected readonly refund = readOne(this.id, (refundId, signal) =>
    this.api.call('getRefund', { params: { refundId }, signal }),
  );
}
