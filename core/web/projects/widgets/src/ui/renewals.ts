import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { Cart } from '@hostwright/sdk/http';
import type { SharedTexts } from '../platform/texts.js';

/** What comes after today, and when: one row for each period. */
@Component({
  selector: 'hw-renewals',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (renewal of renewals(); track renewal.at) {
      <div class="row muted small">
        <span class="grow">{{ texts().text('renews', { date: texts().date(renewal.at) }) }}</span>
        <span class="num">{{ texts().perPeriod(renewal.amount, renewal.period) }}</span>
      </div>
    }
  `,
})
export class Renewals {
  readonly renewals = input.required<Cart['renewals']>();
  readonly texts = input.required<SharedTexts>();
}
