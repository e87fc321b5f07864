import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { moneyToJson, type BillingPeriod, type Money } from '@hostwright/sdk';
import type { Texts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import type { ChoiceOption as Choice } from './plan.js';
import type { CalculatorKey } from './texts.js';

let made = 0;

/** Systems, places: cards with a name, a mark where they have one, and what they add to the price. */
@Component({
  selector: 'hw-choice-option',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <fieldset class="step">
      <legend>{{ option().label }}</legend>
      <div class="choices">
        @for (value of option().values; track value.value) {
          <label class="option">
            <input
              type="radio"
              [name]="name"
              [value]="value.value"
              [checked]="value.value === chosen()"
              [disabled]="value.available === false"
              (change)="changed.emit(value.value)"
            />
            @if (value.mark; as mark) {
              <span class="mark" aria-hidden="true">{{ letters(mark, value.label) }}</span>
            }
            <span class="grow">
              <span class="choice-name">{{ value.label }}</span>
              @if (value.available === false) {
                <span class="muted small">{{ texts().text('sold-out') }}</span>
              } @else if (costs(value.value); as more) {
                <span class="muted small num">{{ more }}</span>
              }
              @if (value.left; as count) {
                <span class="badge warning">{{ texts().text('few-left', { count }) }}</span>
              }
            </span>
          </label>
        }
      </div>
      @if (problem(); as said) {
        <p class="error-text">
          <hw-icon name="alert-circle" [size]="16" /><span>{{ said }}</span>
        </p>
      }
    </fieldset>
  `,
})
export class ChoiceOption {
  readonly option = input.required<Choice>();
  readonly chosen = input.required<string>();
  readonly difference = input.required<(value: string) => Money | undefined>();
  readonly period = input.required<BillingPeriod>();
  readonly problem = input<string>();
  readonly texts = input.required<Texts<CalculatorKey>>();
  readonly changed = output<string>();

  protected readonly name = `choice${++made}`;

  protected costs(value: string): string {
    const more = this.difference()(value);
    if (!more || more.amount === 0n) return '';
    return (more.amount > 0n ? '+' : '') + this.texts().perPeriod(moneyToJson(more), this.period());
  }

  /** The country's code, or the first letters of the name: a picture in every font. */
  protected letters(mark: string, label: string): string {
    return /^[A-Z]{2}$/.test(mark) ? mark : label.slice(0, 2);
  }
}
