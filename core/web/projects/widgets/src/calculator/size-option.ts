import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { Money } from '@hostwright/sdk';
import { moneyToJson } from '@hostwright/sdk';
import type { Texts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import type { NumberOption } from './plan.js';
import type { CalculatorKey } from './texts.js';

let made = 0;

/** A size: slider, number field, unit, and what one step more costs. */
@Component({
  selector: 'hw-size-option',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="size">
      <div class="size-head">
        <label [attr.for]="id + 'n'" [id]="id + 'l'">{{ option().label }}</label>
        <span class="muted small">{{ costs() }}</span>
        <span class="size-number">
          <input
            class="input num"
            type="number"
            inputmode="numeric"
            [id]="id + 'n'"
            [min]="option().min"
            [max]="option().max"
            [step]="option().step"
            [value]="value()"
            [attr.aria-describedby]="problem() ? id + 'e' : null"
            [attr.aria-invalid]="problem() ? true : null"
            (change)="typed($event)"
          />
          <span class="unit">{{ option().unit }}</span>
        </span>
      </div>
      <input
        class="slider"
        type="range"
        [min]="option().min"
        [max]="option().max"
        [step]="option().step"
        [value]="value()"
        [style.--fill]="fill()"
        [attr.aria-labelledby]="id + 'l'"
        [attr.aria-valuetext]="value() + ' ' + option().unit"
        (input)="moved($event)"
      />
      <div class="ticks" aria-hidden="true">
        @for (tick of ticks(); track tick.value) {
          <span [style.left.%]="tick.at">{{ tick.value }}</span>
        }
      </div>
      @if (problem(); as said) {
        <p class="error-text" [id]="id + 'e'">
          <hw-icon name="alert-circle" [size]="16" />
          <span>
            {{ said }}
            @if (fix() !== undefined) {
              <button class="button small" type="button" (click)="changed.emit(fix()!)">
                {{ texts().text('at-least-set', { amount: fix() + ' ' + option().unit }) }}
              </button>
            }
          </span>
        </p>
      }
    </div>
  `,
})
export class SizeOption {
  readonly option = input.required<NumberOption>();
  readonly value = input.required<number>();
  readonly step = input<Money>();
  readonly problem = input<string>();
  /** The size that would solve the problem. */
  readonly fix = input<number>();
  readonly texts = input.required<Texts<CalculatorKey>>();
  readonly changed = output<number>();

  protected readonly id = `size${++made}`;

  protected readonly fill = computed(() => `${this.position(this.value())}%`);

  protected readonly ticks = computed(() => {
    const { min, max, step } = this.option();
    const steps = Math.floor((max - min) / step);
    const parts = steps <= 8 ? Array.from({ length: steps + 1 }, (_, index) => index / steps) : [0, 0.25, 0.5, 0.75, 1];
    const marks = parts.map(part => min + Math.round(steps * part) * step);
    return [...new Set(marks)].filter(value => value <= max).map(value => ({ value, at: this.position(value) }));
  });

  protected readonly costs = computed(() => {
    const { step, unit } = this.option();
    const price = this.step();
    if (!price) return '';
    if (price.amount === 0n) return this.texts().text('free');
    const sign = price.amount > 0n ? '+' : '';
    const amount = sign + this.texts().money(moneyToJson(price));
    return step === 1
      ? this.texts().text('per-one', { price: amount, step: unit })
      : this.texts().text('per-step', { price: amount, step: `${step} ${unit}` });
  });

  protected moved(event: Event): void {
    this.changed.emit((event.target as HTMLInputElement).valueAsNumber);
  }

  /** The field shows the step that was taken, also when that is the one before. */
  protected typed(event: Event): void {
    const field = event.target as HTMLInputElement;
    this.changed.emit(field.valueAsNumber);
    field.value = String(this.value());
  }

  private position(value: number): number {
    const { min, max } = this.option();
    return max > min ? ((value - min) / (max - min)) * 100 : 0;
  }
}
