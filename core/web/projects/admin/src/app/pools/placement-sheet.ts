import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Placement } from '@hostwright/sdk/http';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { StateBadge } from '../parts/state-badge.js';
import { rowOf } from '../sheets/row-sheet.js';
import { Sheet } from '../sheets/sheet.js';
import { Words } from '../words/words.js';
import { PlaceFacts } from './place-facts.js';

/** The place of one service: where, what it takes, since when. */
@Component({
  selector: 'hw-placement-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, PlaceFacts, RouterLink, Sheet, StateBadge],
  template: `
    @let one = placement();
    <hw-sheet
      [kind]="words.text('one.placement')"
      [state]="one ? 'place-' + one.state : ''"
      [heading]="one?.service?.hostname ?? ''"
      [isWaiting]="!one && !!list.rows()?.isFirst()"
    >
      @if (one) {
        <dl>
          <div hwFact [label]="words.text('one.service')">
            <a [routerLink]="['/services', one.service.id]">{{ one.service.hostname }}</a>
            <hw-state [state]="one.service.state" /><br />
            <span class="quiet">{{ one.service.label }}</span>
          </div>
          <div hwFact [label]="words.text('column.customer')">
            <a [routerLink]="['/customers', one.service.customer.id]">{{ one.service.customer.name }}</a>
          </div>
        </dl>
        <hw-place-facts [place]="one" />
        <dl>
          @for (moment of moments(); track moment.label) {
            <div hwFact [label]="words.text(moment.label)">{{ words.moment(moment.at) }}</div>
          }
          @if (one.releasedWhy) {
            <div hwFact [label]="words.text('column.reason')">
              {{ words.named('released.' + one.releasedWhy, one.releasedWhy) }}
            </div>
          }
        </dl>
      } @else if (!list.rows()?.isFirst()) {
        <p class="quiet">{{ words.text('list.further-down') }}</p>
      }
    </hw-sheet>
  `,
  styleUrl: '../sheets/sheet-content.css',
})
export class PlacementSheet {
  readonly id = input.required<string>();
  protected readonly words = inject(Words);
  protected readonly list = inject(OpenList);
  protected readonly placement = rowOf<Placement>(this.id);
  protected readonly moments = computed(() => {
    const one = this.placement();
    const all = [
      { label: 'state.place-reserved', at: one?.reservedAt },
      { label: 'state.place-used', at: one?.usedAt },
      { label: 'state.place-released', at: one?.releasedAt },
    ] as const;
    return all.flatMap(({ label, at }) => (at ? [{ label, at }] : []));
  });
}
