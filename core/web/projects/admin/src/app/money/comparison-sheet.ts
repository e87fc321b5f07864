import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SettlementRun } from '@hostwright/sdk/http';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { rowOf } from '../sheets/row-sheet.js';
import { Sheet } from '../sheets/sheet.js';
import { Words } from '../words/words.js';

@Component({
  selector: 'hw-comparison-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, RouterLink, Sheet],
  template: `
    @let one = run();
    <hw-sheet
      [kind]="words.text('one.comparison')"
      [state]="one?.state ?? ''"
      [heading]="one?.gateway ?? ''"
      [isWaiting]="!one && !!list.rows()?.isFirst()"
    >
      @if (one) {
        @if (one.problem) {
          <p class="note">{{ one.problem }}</p>
        }
        <dl>
          <div hwFact [label]="words.text('comparison.from')">{{ words.moment(one.from) }}</div>
          <div hwFact [label]="words.text('comparison.until')">{{ words.moment(one.until) }}</div>
          <div hwFact [label]="words.text('column.compared')">{{ words.count(one.compared) }}</div>
          <div hwFact [label]="words.text('column.differences')">
            <a routerLink="/differences">{{ words.count(one.differences) }}</a>
          </div>
          <div hwFact [label]="words.text('comparison.started')">{{ words.moment(one.startedAt) }}</div>
          <div hwFact [label]="words.text('comparison.finished')">{{ one.finishedAt ? words.moment(one.finishedAt) : '–' }}</div>
        </dl>
      } @else if (!list.rows()?.isFirst()) {
        <p class="quiet">{{ words.text('list.further-down') }}</p>
      }
    </hw-sheet>
  `,
  styleUrl: '../sheets/sheet-content.css',
})
export class ComparisonSheet {
  readonly id = input.required<string>();
  protected readonly words = inject(Words);
  protected readonly list = inject(OpenList);
  protected readonly run = rowOf<SettlementRun>(this.id);
}
