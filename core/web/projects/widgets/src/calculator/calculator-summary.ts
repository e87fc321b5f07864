import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { moneyToJson, type PriceLine } from '@hostwright/sdk';
import type { Texts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import type { CalculatorModel } from './calculator-model.js';
import type { CalculatorKey } from './texts.js';

/** What it is made of and what it costs: beside the choices, or in the sheet of a narrow screen. */
@Component({
  selector: 'hw-calculator-summary',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h3>{{ texts().text('summary') }}</h3>
    <ul class="lines">
      @for (line of lines(); track line.code + line.charge) {
        <li>
          <span class="grow">
            {{ line.label }}
            @if (line.unit) {
              <span class="muted">+{{ line.quantity }} {{ line.unit }}</span>
            }
            @if (line.charge === 'setup') {
              <span class="muted small">{{ texts().text('setup') }}</span>
            }
          </span>
          <span class="num">{{ amount(line) }}</span>
        </li>
      }
    </ul>
    <div class="row quantity">
      <span class="grow">{{ texts().text('quantity') }}</span>
      <div class="stepper" role="group" [attr.aria-label]="texts().text('quantity')">
        <button
          type="button"
          [attr.aria-label]="texts().text('less', { label: texts().text('quantity') })"
          [disabled]="model().quantity() <= 1"
          (click)="model().setQuantity(model().quantity() - 1)"
        >
          −
        </button>
        <output>{{ model().quantity() }}</output>
        <button
          type="button"
          [attr.aria-label]="texts().text('more', { label: texts().text('quantity') })"
          [disabled]="model().quantity() >= model().mostPieces()"
          (click)="model().setQuantity(model().quantity() + 1)"
        >
          +
        </button>
      </div>
    </div>
    <div class="total" aria-live="polite" aria-atomic="true">
      <span>{{ texts().text('today') }}</span>
      <strong class="num figure">{{ today() }}</strong>
      <span class="muted small">{{ then() }}</span>
    </div>
    <button class="button primary wide" part="button" type="button" [disabled]="blocked()" (click)="add.emit()">
      <hw-icon [name]="busy() ? 'progress' : 'cart'" />
      {{ texts().text(busy() ? 'adding' : 'add') }}
    </button>
  `,
})
export class CalculatorSummary {
  readonly model = input.required<CalculatorModel>();
  readonly texts = input.required<Texts<CalculatorKey>>();
  readonly busy = input(false);
  readonly blocked = input(false);
  readonly add = output();

  protected readonly lines = computed(() => this.model().priced()?.lines ?? []);

  protected readonly today = computed(() => {
    const totals = this.model().totals();
    return totals ? this.texts().money(moneyToJson(totals.today)) : '—';
  });

  protected readonly then = computed(() => {
    const totals = this.model().totals();
    const period = this.model().period();
    if (!totals || !period) return '';
    if (period.unit === 'once') return this.texts().text('nothing-then');
    return this.texts().text('then', { price: this.texts().perPeriod(moneyToJson(totals.renewal), period) });
  });

  protected amount(line: PriceLine): string {
    return this.texts().money(moneyToJson(line.amount));
  }
}
