import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Service } from '@hostwright/sdk/http';
import type { SharedTexts } from '../platform/texts.js';
import { Icon, type IconName } from '../ui/icon.js';

interface Step {
  readonly label: string;
  readonly at: string | undefined;
  readonly icon: IconName;
  readonly state: 'done' | 'now' | 'failed';
}

/** What is being done for a service, step by step, as it happens. */
@Component({
  selector: 'hw-service-steps',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div role="log" [attr.aria-label]="texts().text('steps')">
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
    </div>
  `,
})
export class ServiceSteps {
  readonly service = input.required<Service>();
  readonly texts = input.required<SharedTexts>();

  protected readonly steps = computed((): readonly Step[] => {
    const service = this.service();
    const operation = [...service.operations].sort((left, right) => right.createdAt.localeCompare(left.createdAt))[0];
    if (!operation) return service.state === 'pending' ? [this.now('step.waiting-payment')] : [];
    const done = operation.steps.map((step): Step => ({
      label: this.label(step),
      at: step.at,
      icon: 'check-circle',
      state: 'done',
    }));
    if (operation.state === 'failed') {
      const label = this.texts().text('step.failed');
      return [...done, { label, at: operation.finishedAt ?? undefined, icon: 'x-circle', state: 'failed' }];
    }
    if (operation.state === 'succeeded') {
      if (operation.steps.at(-1)?.code === 'ready') return done;
      const label = this.texts().text(`done.${operation.kind}`);
      return [...done, { label, at: operation.finishedAt ?? undefined, icon: 'check-circle', state: 'done' }];
    }
    return [...done, this.now(operation.state === 'unknown' ? 'step.checking' : `doing.${operation.kind}`)];
  });

  private now(key: string): Step {
    return { label: this.texts().text(key), at: undefined, icon: 'progress', state: 'now' };
  }

  /** A provider's step has a word of ours, or the provider's own, or its code in plain letters. */
  private label(step: { readonly code: string; readonly detail: string | null }): string {
    const words = step.code.replaceAll(/[-_.]/g, ' ');
    return this.texts().find(`step.${step.code}`) ?? step.detail ?? words.charAt(0).toUpperCase() + words.slice(1);
  }
}
