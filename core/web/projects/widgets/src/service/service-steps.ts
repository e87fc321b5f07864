import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Service } from '@hostwright/sdk/http';
import type { SharedTexts } from '../platform/texts.js';
import { stepNow, stepsOf, type ShownStep } from './operation-steps.js';
import { StepList } from './step-list.js';

/** What is being done for a service, step by step, as it happens. */
@Component({
  selector: 'hw-service-steps',
  imports: [StepList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div role="log" [attr.aria-label]="texts().text('steps')">
      <hw-step-list [steps]="steps()" [texts]="texts()" />
    </div>
  `,
})
export class ServiceSteps {
  readonly service = input.required<Service>();
  readonly texts = input.required<SharedTexts>();

  protected readonly steps = computed((): readonly ShownStep[] => {
    const { operations, state } = this.service();
    const latest = [...operations].sort((left, right) => right.createdAt.localeCompare(left.createdAt))[0];
    if (latest) return stepsOf(latest, this.texts());
    return state === 'pending' ? [stepNow(this.texts().text('step.waiting-payment'))] : [];
  });
}
