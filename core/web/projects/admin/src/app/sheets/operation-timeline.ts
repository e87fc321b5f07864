import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { AdminService } from '@hostwright/sdk/http';
import { StateBadge } from '../parts/state-badge.js';
import { Words } from '../words/words.js';

type Operation = AdminService['operations'][number];

const AT_WORK: readonly Operation['state'][] = ['waiting', 'started', 'creating', 'unknown'];

/** What was done to a service, step by step, the latest first; a running operation grows as its steps are told live. */
@Component({
  selector: 'hw-operation-timeline',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButton, StateBadge],
  template: `
    @for (operation of latestFirst(); track operation.id) {
      <article [class.at-work]="isAtWork(operation)">
        <header>
          <strong>{{ words.named('operation.' + operation.kind, operation.kind) }}</strong>
          <hw-state [state]="operation.state" />
          @if (operation.attempt > 1) {
            <span class="quiet">{{ words.text('operation.attempt', { attempt: operation.attempt }) }}</span>
          }
          @if (mayCancel() && operation.cancellable) {
            <button mat-button type="button" class="cancel" [disabled]="isBusy()" (click)="cancelled.emit(operation.id)">
              {{ words.text('operation.cancel') }}
            </button>
          }
        </header>
        @if (operation.deadlineAt && isAtWork(operation)) {
          <p class="quiet deadline">{{ words.text('operation.deadline', { moment: words.moment(operation.deadlineAt) }) }}</p>
        }
        @if (operation.error; as error) {
          <p class="error">
            {{ error.message }} <code>{{ error.code }}</code>
          </p>
        }
        <ol aria-live="polite">
          @for (step of operation.steps; track $index) {
            <li>
              <time [attr.datetime]="step.at">{{ words.moment(step.at) }}</time>
              <span
                >{{ words.named('step.' + step.code, step.code) }}
                @if (step.detail) {
                  <span class="quiet">{{ step.detail }}</span>
                }
              </span>
            </li>
          } @empty {
            <li>
              <time [attr.datetime]="operation.createdAt">{{ words.moment(operation.createdAt) }}</time>
              <span>{{ words.text('operation.queued') }}</span>
            </li>
          }
        </ol>
      </article>
    } @empty {
      <p class="quiet">{{ words.text('operation.none') }}</p>
    }
  `,
  styles: `
    article {
      margin-block-end: 20px;
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
    }
    .cancel {
      margin-block: -6px;
    }
    .deadline {
      margin: 4px 0 0;
      font-size: 0.8125rem;
    }
    .error {
      margin: 8px 0 0;
      padding: 10px 12px;
      border-radius: var(--hw-radius-control);
      background: var(--hw-danger-soft);
      overflow-wrap: anywhere;
    }
    code {
      color: var(--hw-text-muted);
      font-family: var(--hw-font-mono);
      font-size: 0.8125rem;
    }
    ol {
      margin: 10px 0 0 5px;
      padding: 0;
      border-inline-start: 1px solid var(--hw-line-strong);
      list-style: none;
    }
    li {
      position: relative;
      display: grid;
      grid-template-columns: 12.5rem 1fr;
      gap: 12px;
      padding: 5px 0 5px 18px;
    }
    li::before {
      position: absolute;
      inset: 13px auto auto -4px;
      inline-size: 7px;
      block-size: 7px;
      border-radius: 50%;
      background: var(--hw-line-strong);
      content: '';
    }
    .at-work li:last-child::before {
      background: var(--hw-info);
      outline: 3px solid var(--hw-info-soft);
    }
    time,
    .quiet {
      color: var(--hw-text-muted);
      font-variant-numeric: tabular-nums;
    }
    @media (width < 700px) {
      li {
        grid-template-columns: 1fr;
        gap: 0;
      }
    }
  `,
})
export class OperationTimeline {
  readonly operations = input.required<readonly Operation[]>();
  readonly mayCancel = input(false);
  readonly isBusy = input(false);
  /** What has not begun yet is taken back. */
  readonly cancelled = output<string>();
  protected readonly words = inject(Words);
  protected readonly latestFirst = computed(() =>
    this.operations().toSorted((left, right) => right.createdAt.localeCompare(left.createdAt)),
  );

  protected isAtWork(operation: Operation): boolean {
    return AT_WORK.includes(operation.state);
  }
}
