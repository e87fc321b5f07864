import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { SharedTexts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import type { ShownStep } from './operation-steps.js';

/** Steps under each other, with the time of each. */
@Component({
  selector: 'hw-step-list',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ol class="steps">
      @for (step of steps(); track $index) {
        <li [class]="step.state">
          <hw-icon [name]="step.icon" />
          <span class="grow">{{ step.label }}</span>
          @if (step.at) {
            <span class="muted small num">{{ texts().time(step.at) }}</span>
          }
        </li>
      }
    </ol>
  `,
})
export class StepList {
  readonly steps = input.required<readonly ShownStep[]>();
  readonly texts = input.required<SharedTexts>();
}
