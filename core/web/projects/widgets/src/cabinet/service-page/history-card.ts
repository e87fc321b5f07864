import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Service } from '@hostwright/sdk/http';
import { isUnderWay } from '../../service/service-watch.js';
import { StepList } from '../../service/step-list.js';
import { Icon, type IconName } from '../../ui/icon.js';
import { failureOf, titleOf, triedSteps } from './operation-words.js';
import type { PageTexts } from './page-texts.js';

const FIRST = 5;
const ICONS: Readonly<Record<string, IconName>> = { succeeded: 'check-circle', failed: 'x-circle', cancelled: 'circle' };

/** What was done with the service, the latest first; each opens into its steps. */
@Component({
  selector: 'hw-history-card',
  imports: [Icon, StepList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (all().length) {
      <section class="card stack" [attr.aria-label]="texts().text('history')">
        <h3>{{ texts().text('history') }}</h3>
        <ul class="history">
          @for (entry of shown(); track entry.id) {
            <li>
              <details>
                <summary>
                  <hw-icon [class]="entry.state" [name]="entry.icon" />
                  <span class="grow">{{ entry.title }}</span>
                  <span class="muted small num">{{ entry.at }}</span>
                </summary>
                @for (said of entry.failure; track said) {
                  <p class="small">{{ said }}</p>
                }
                <hw-step-list [steps]="entry.steps" [texts]="texts()" />
              </details>
            </li>
          }
        </ul>
        @if (all().length > shown().length) {
          <div>
            <button class="button small" type="button" (click)="isOpen.set(true)">{{ texts().text('history-all') }}</button>
          </div>
        }
      </section>
    }
  `,
})
export class HistoryCard {
  readonly service = input.required<Service>();
  readonly texts = input.required<PageTexts>();

  protected readonly isOpen = signal(false);
  protected readonly all = computed(() => this.service().operations.filter(operation => !isUnderWay(operation)));
  protected readonly shown = computed(() => {
    const texts = this.texts();
    return this.all()
      .slice(0, this.isOpen() ? undefined : FIRST)
      .map(operation => ({
        id: operation.id,
        state: operation.state,
        icon: ICONS[operation.state] ?? 'circle',
        title: titleOf(operation, texts),
        at: texts.moment(operation.finishedAt ?? operation.createdAt),
        failure: failureOf(operation, texts),
        steps: triedSteps(operation, texts),
      }));
  });
}
