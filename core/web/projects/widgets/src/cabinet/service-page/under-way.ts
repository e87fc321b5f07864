import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { ServiceOperation } from '@hostwright/sdk/http';
import { StepList } from '../../service/step-list.js';
import { stepsOf } from '../../service/operation-steps.js';
import { Icon } from '../../ui/icon.js';
import { titleOf, waitingWords } from './operation-words.js';
import type { PageTexts } from './page-texts.js';
import type { ServiceControl } from './service-control.js';

/** What is being done right now, step by step, with what can still be taken back. */
@Component({
  selector: 'hw-under-way',
  imports: [Icon, StepList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card stack under-way" [attr.aria-label]="texts().text('under-way')">
      <div class="row wrap">
        <h3 class="grow">{{ title() }}</h3>
        @if (operation().cancellable) {
          <button class="button small" type="button" [attr.aria-disabled]="isBusy()" (click)="control().takeBack(operation())">
            <hw-icon [name]="control().busy() === 'take-back' ? 'progress' : 'close'" [size]="16" />{{
              texts().text('take-back')
            }}
          </button>
        }
      </div>
      <div role="log" [attr.aria-label]="texts().text('steps')">
        <hw-step-list [steps]="steps()" [texts]="texts()" />
      </div>
      @if (words(); as said) {
        <p class="muted small">{{ said }}</p>
      }
      @if (control().problemOf('take-back'); as said) {
        <p class="error-text" role="alert"><hw-icon name="alert-circle" [size]="16" />{{ texts().problem(said) }}</p>
      }
    </section>
  `,
})
export class UnderWay {
  readonly control = input.required<ServiceControl>();
  readonly operation = input.required<ServiceOperation>();
  readonly texts = input.required<PageTexts>();

  protected readonly title = computed(() => titleOf(this.operation(), this.texts()));
  protected readonly steps = computed(() => stepsOf(this.operation(), this.texts()));
  protected readonly words = computed(() => waitingWords(this.operation(), this.texts()));
  protected readonly isBusy = computed(() => this.control().busy() !== undefined);
}
