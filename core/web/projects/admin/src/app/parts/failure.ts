import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ApiProblem } from '@hostwright/kit';
import { Words } from '../words/words.js';
import { Icon } from './icon.js';
import { explain } from './problem-words.js';

/** What went wrong, what was kept and what to do now. */
@Component({
  selector: 'hw-failure',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, MatButton],
  template: `
    <hw-icon name="alert" />
    <div>
      <p class="title">{{ explanation().title }}</p>
      @if (explanation().advice) {
        <p>{{ explanation().advice }}</p>
      }
      @if (kept()) {
        <p>{{ kept() }}</p>
      }
    </div>
    @if (mayRetry()) {
      <button mat-stroked-button type="button" (click)="retry.emit()">{{ words.text('action.try-again') }}</button>
    }
  `,
  host: { role: 'alert' },
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 8px 12px;
      padding: 12px 16px;
      border: 1px solid color-mix(in oklab, var(--hw-danger) 30%, transparent);
      border-radius: var(--hw-radius-control);
      background: var(--hw-danger-soft);
    }
    hw-icon {
      margin-block-start: 2px;
      color: var(--hw-danger);
    }
    div {
      flex: 1 1 14rem;
    }
    p {
      margin: 0;
    }
    .title {
      font-weight: 600;
    }
  `,
})
export class Failure {
  readonly problem = input.required<ApiProblem>();
  /** What has not been lost, said by whoever knows. */
  readonly kept = input('');
  readonly mayRetry = input(true);
  readonly retry = output<void>();
  protected readonly words = inject(Words);
  protected readonly explanation = computed(() => explain(this.problem(), this.words));
}
