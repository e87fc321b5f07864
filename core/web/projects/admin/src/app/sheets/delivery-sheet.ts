import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import type { AdminDelivery } from '@hostwright/sdk/http';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { Words } from '../words/words.js';
import { rowOf } from './row-sheet.js';
import { Sheet } from './sheet.js';

@Component({
  selector: 'hw-delivery-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, Sheet],
  template: `
    @let found = delivery();
    <hw-sheet
      [kind]="words.text('one.delivery')"
      [state]="found?.state ?? ''"
      [heading]="found?.to ?? ''"
      [isWaiting]="!found && !!list.rows()?.isFirst()"
    >
      @if (found) {
        <dl>
          <div hwFact [label]="words.text('column.message')">{{ words.named('template.' + found.template, found.template) }}</div>
          <div hwFact [label]="words.text('column.channel')">{{ found.channel }}</div>
          <div hwFact [label]="words.text('column.created')">{{ words.moment(found.createdAt) }}</div>
          <div hwFact [label]="words.text('delivery.sent')">{{ found.sentAt ? words.moment(found.sentAt) : '–' }}</div>
          <div hwFact [label]="words.text('delivery.detail')">{{ found.detail ?? '–' }}</div>
        </dl>
      } @else if (!list.rows()?.isFirst()) {
        <p class="quiet">{{ words.text('list.further-down') }}</p>
      }
    </hw-sheet>
  `,
  styleUrl: './sheet-content.css',
})
export class DeliverySheet {
  readonly id = input.required<string>();
  protected readonly words = inject(Words);
  protected readonly list = inject(OpenList);
  protected readonly delivery = rowOf<AdminDelivery>(this.id);
}
