import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { StateBadge } from '../parts/state-badge.js';
import { Words } from '../words/words.js';
import type { Cell } from './list-definition.js';

@Component({
  selector: 'hw-list-cell',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [StateBadge],
  template: `
    @let shown = cell();
    @switch (shown.kind) {
      @case ('text') {
        <span class="text" [title]="shown.text">{{ shown.text }}</span>
      }
      @case ('code') {
        <span class="text code" [title]="shown.text">{{ shown.text }}</span>
      }
      @case ('money') {
        <span class="money">{{ shown.money ? words.money(shown.money) : '–' }}</span>
        @if (shown.below) {
          <span class="below">{{ shown.below }}</span>
        }
      }
      @case ('moment') {
        <span class="moment">{{ shown.at ? words.moment(shown.at) : '–' }}</span>
      }
      @case ('state') {
        <hw-state [state]="shown.state" />
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: baseline;
      gap: 8px;
      min-inline-size: 0;
    }
    .text {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .code,
    .money,
    .moment {
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .money {
      margin-inline-start: auto;
    }
    .moment,
    .below {
      color: var(--hw-text-muted);
      white-space: nowrap;
    }
    @media (width < 700px) {
      .below {
        display: none;
      }
    }
  `,
})
export class ListCell {
  readonly cell = input.required<Cell>();
  protected readonly words = inject(Words);
}
