import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ProviderWalk } from '@hostwright/sdk/http';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { rowOf } from '../sheets/row-sheet.js';
import { Sheet } from '../sheets/sheet.js';
import { Words } from '../words/words.js';

const MS_OF_SECOND = 1000;

/** One comparison of a provider with the books. */
@Component({
  selector: 'hw-walk-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, RouterLink, Sheet],
  template: `
    @let one = walk();
    <hw-sheet
      [kind]="words.text('one.walk')"
      [state]="one ? 'walk-' + one.state : ''"
      [heading]="one?.provider ?? ''"
      [isWaiting]="!one && !!list.rows()?.isFirst()"
    >
      @if (one) {
        @if (one.problem) {
          <p class="note">{{ one.problem }}</p>
        }
        <dl>
          <div hwFact [label]="words.text('column.at')">{{ words.moment(one.startedAt) }}</div>
          <div hwFact [label]="words.text('walk.took')">{{ seconds(one) }}</div>
          <div hwFact [label]="words.text('walk.origin')">{{ words.named('walk-origin.' + one.origin, one.origin) }}</div>
          <div hwFact [label]="words.text('walk.servers')">{{ words.count(one.servers) }}</div>
          <div hwFact [label]="words.text('walk.services')">{{ words.count(one.services) }}</div>
          <div hwFact [label]="words.text('column.findings')">
            <a routerLink="/reconciliation" [queryParams]="{ installationId: one.installationId }">{{
              words.count(one.findings)
            }}</a>
          </div>
          <div hwFact [label]="words.text('column.news')">{{ words.count(one.news) }}</div>
        </dl>
      } @else if (!list.rows()?.isFirst()) {
        <p class="quiet">{{ words.text('list.further-down') }}</p>
      }
    </hw-sheet>
  `,
  styleUrl: '../sheets/sheet-content.css',
})
export class WalkSheet {
  readonly id = input.required<string>();
  protected readonly words = inject(Words);
  protected readonly list = inject(OpenList);
  protected readonly walk = rowOf<ProviderWalk>(this.id);

  protected seconds({ durationMs }: ProviderWalk): string {
    if (durationMs === null) return '–';
    return this.words.text('walk.seconds', { seconds: Math.max(1, Math.round(durationMs / MS_OF_SECOND)) });
  }
}
