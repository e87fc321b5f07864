import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Dispute } from '@hostwright/sdk/http';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { rowOf } from '../sheets/row-sheet.js';
import { Sheet } from '../sheets/sheet.js';
import { Words } from '../words/words.js';

@Component({
  selector: 'hw-dispute-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, RouterLink, Sheet],
  template: `
    @let found = dispute();
    <hw-sheet
      [kind]="words.text('one.dispute')"
      [state]="found?.state ?? ''"
      [heading]="found ? words.money(found.amount) : ''"
      [isWaiting]="!found && !!list.rows()?.isFirst()"
    >
      @if (found) {
        @if (found.note) {
          <p class="note">{{ found.note }}</p>
        }
        <p class="quiet">{{ words.named('dispute.why.' + found.state, '') }}</p>
        <dl>
          <div hwFact [label]="words.text('one.payment')">
            <a [routerLink]="['/payments', found.paymentId]">{{ words.text('refund.payment', { gateway: found.gateway }) }}</a>
          </div>
          <div hwFact [label]="words.text('one.invoice')">
            <a [routerLink]="['/invoices', found.invoiceId]">{{ found.invoiceNumber }}</a>
          </div>
          <div hwFact [label]="words.text('column.customer')">
            <a [routerLink]="['/customers', found.customer.id]">{{ found.customer.name }}</a>
          </div>
          <div hwFact [label]="words.text('column.reason')">{{ found.reason ?? '–' }}</div>
          <div hwFact [label]="words.text('payment.fee')">{{ found.fee ? words.money(found.fee) : '–' }}</div>
          <div hwFact [label]="words.text('column.reference')">
            <code>{{ found.reference }}</code>
          </div>
          <div hwFact [label]="words.text('column.opened')">{{ words.moment(found.openedAt) }}</div>
          <div hwFact [label]="words.text('dispute.closed')">{{ found.closedAt ? words.moment(found.closedAt) : '–' }}</div>
        </dl>
      } @else if (!list.rows()?.isFirst()) {
        <p class="quiet">{{ words.text('list.further-down') }}</p>
      }
    </hw-sheet>
  `,
  styleUrl: '../sheets/sheet-content.css',
})
export class DisputeSheet {
  readonly id = input.required<string>();
  protected readonly words = inject(Words);
  protected readonly list = inject(OpenList);
  protected readonly dispute = rowOf<Dispute>(this.id);
}
