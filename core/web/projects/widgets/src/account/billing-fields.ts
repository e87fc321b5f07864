import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { SharedTexts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import { TextField } from '../ui/text-field.js';
import type { BillingField, BillingForm } from './billing-form.js';
import { countriesIn } from './countries.js';

interface Field {
  readonly name: Exclude<BillingField, 'country'>;
  readonly autocomplete: string;
  readonly maxlength: number;
  readonly width: '' | 'half' | 'third';
  readonly required: boolean;
}

const FIELDS: readonly Field[] = [
  { name: 'name', autocomplete: 'name', maxlength: 120, width: '', required: true },
  { name: 'company', autocomplete: 'organization', maxlength: 160, width: 'half', required: false },
  { name: 'taxNumber', autocomplete: 'off', maxlength: 40, width: 'half', required: false },
  { name: 'street', autocomplete: 'street-address', maxlength: 200, width: '', required: true },
  { name: 'postalCode', autocomplete: 'postal-code', maxlength: 20, width: 'third', required: true },
  { name: 'city', autocomplete: 'address-level2', maxlength: 120, width: 'third', required: true },
];

/** The fields of the billing address. */
@Component({
  selector: 'hw-billing-fields',
  imports: [Icon, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="fields">
      @for (field of fields; track field.name) {
        <hw-text-field
          [class]="field.width"
          [label]="texts().text('billing.' + field.name)"
          [name]="field.name"
          [autocomplete]="field.autocomplete"
          [maxlength]="field.maxlength"
          [required]="field.required"
          [problem]="said(field.name)"
          [value]="form().value(field.name)"
          (valueChange)="form().set(field.name, $event)"
        />
      }
      <div class="field third">
        <label for="billing-country">{{ texts().text('billing.country') }}</label>
        <select
          class="input"
          id="billing-country"
          name="country"
          autocomplete="country"
          aria-required="true"
          [attr.aria-invalid]="said('country') ? true : null"
          (change)="choose($event)"
        >
          <option value="" [selected]="!form().value('country')"></option>
          @for (country of countries(); track country.code) {
            <option [value]="country.code" [selected]="country.code === form().value('country')">{{ country.name }}</option>
          }
        </select>
        @if (said('country'); as problem) {
          <p class="error"><hw-icon name="alert-circle" [size]="16" />{{ problem }}</p>
        }
      </div>
    </div>
  `,
})
export class BillingFields {
  readonly form = input.required<BillingForm>();
  readonly texts = input.required<SharedTexts>();
  protected readonly fields = FIELDS;
  protected readonly countries = computed(() => countriesIn(this.texts().locale()));

  protected choose(event: Event): void {
    this.form().set('country', (event.target as HTMLSelectElement).value);
  }

  protected said(field: BillingField): string | undefined {
    const key = this.form().problem(field);
    return key && (this.texts().find(key) ?? this.texts().text('problem.invalid-input'));
  }
}
