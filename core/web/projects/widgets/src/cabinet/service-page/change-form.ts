import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { ServiceChange } from '@hostwright/sdk/http';
import { Icon } from '../../ui/icon.js';
import { ChangeModel, type PlanOption } from './change-model.js';
import { ChangePrice } from './change-price.js';
import type { PageTexts } from './page-texts.js';
import type { ServiceControl } from './service-control.js';

/** Plans and sizes to choose from, with the price beside them before anything is ordered. */
@Component({
  selector: 'hw-change-form',
  imports: [ChangePrice, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './change-form.html',
})
export class ChangeForm {
  readonly model = input.required<ChangeModel>();
  readonly control = input.required<ServiceControl>();
  readonly texts = input.required<PageTexts>();
  readonly ordered = output<ServiceChange>();
  readonly dismissed = output();

  protected readonly isBusy = computed(() => this.control().busy() !== undefined);
  protected readonly plans = computed(() => this.model().options.product.plans);

  protected value(option: PlanOption): string | number | boolean | undefined {
    return this.model().selection()[option.id];
  }

  protected named({ label, unit }: Extract<PlanOption, { kind: 'number' }>): string {
    return unit === '' || unit === label ? label : `${label}, ${unit}`;
  }

  protected choose(event: Event): void {
    this.model().choosePlan((event.target as HTMLSelectElement).value);
  }

  protected pick(option: PlanOption, event: Event): void {
    this.model().set(option.id, (event.target as HTMLSelectElement).value);
  }

  protected tick(option: PlanOption, event: Event): void {
    this.model().set(option.id, (event.target as HTMLInputElement).checked);
  }

  /** What is typed lands on the nearest step that is sold. */
  protected size(option: Extract<PlanOption, { kind: 'number' }>, event: Event): void {
    const field = event.target as HTMLInputElement;
    const typed = Number.isFinite(field.valueAsNumber) ? field.valueAsNumber : option.min;
    const within = Math.min(Math.max(typed, option.min), option.max);
    const value = option.min + Math.round((within - option.min) / option.step) * option.step;
    field.value = String(value);
    this.model().set(option.id, value);
  }

  protected problemAt(option: PlanOption): string {
    const problem = this.model().problemAt(option.id);
    return problem ? (this.texts().find(`change-problem.${problem.code}`) ?? problem.message) : '';
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isBusy() || !this.model().preview()?.token) return;
    const change = await this.model().order();
    if (change) this.ordered.emit(change);
  }
}
