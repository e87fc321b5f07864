import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import type { Selection } from '@hostwright/sdk';
import type { PlanAnswer } from '@hostwright/sdk/http';
import { Words } from '../words/words.js';

type Option = PlanAnswer['options'][number];

/** The choices of a plan as fields; what cannot be had now is told so and may still be kept. */
@Component({
  selector: 'hw-selection-fields',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatCheckbox, MatFormFieldModule, MatInput, MatSelectModule],
  template: `
    @for (option of options(); track option.id) {
      @let wrong = refusals()[option.id];
      @switch (option.kind) {
        @case ('choice') {
          <mat-form-field>
            <mat-label>{{ option.label }}</mat-label>
            <mat-select [value]="selection()[option.id]" (valueChange)="choose(option, $event)">
              @for (value of option.values; track value.value) {
                <mat-option [value]="value.value">
                  {{ value.label }}
                  @if (value.available === false) {
                    · {{ words.text('choice.sold-out') }}
                  }
                </mat-option>
              }
            </mat-select>
            @if (wrong) {
              <mat-hint class="wrong" role="alert">{{ wrong }}</mat-hint>
            }
          </mat-form-field>
        }
        @case ('number') {
          <mat-form-field>
            <mat-label>{{ option.label }}</mat-label>
            <input
              matInput
              inputmode="decimal"
              autocomplete="off"
              [attr.aria-invalid]="!!wrong"
              [value]="selection()[option.id]"
              (change)="count(option, $any($event.target))"
            />
            <span matTextSuffix>{{ option.unit }}</span>
            <mat-hint [class.wrong]="!!wrong">{{
              wrong ?? words.text('choice.range', { min: option.min, max: option.max, step: option.step })
            }}</mat-hint>
          </mat-form-field>
        }
        @case ('toggle') {
          <mat-checkbox [checked]="selection()[option.id] === true" (change)="choose(option, $event.checked)">{{
            option.label
          }}</mat-checkbox>
        }
        @case ('text') {
          <mat-form-field>
            <mat-label>{{ option.label }}</mat-label>
            <input
              matInput
              autocomplete="off"
              maxlength="200"
              [attr.aria-invalid]="!!wrong"
              [value]="selection()[option.id] ?? ''"
              (change)="choose(option, $any($event.target).value)"
            />
            @if (wrong) {
              <mat-hint class="wrong" role="alert">{{ wrong }}</mat-hint>
            }
          </mat-form-field>
        }
      }
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr));
      align-items: start;
      gap: 12px;
    }
    mat-hint {
      color: var(--hw-text-muted);
    }
    mat-hint.wrong {
      color: var(--hw-danger);
    }
  `,
})
export class SelectionFields {
  readonly options = input.required<readonly Option[]>();
  readonly selection = input.required<Selection>();
  /** What was said of a choice, by option. */
  readonly refusals = input<Readonly<Partial<Record<string, string>>>>({});
  readonly changed = output<Selection>();

  protected readonly words = inject(Words);

  protected choose({ id }: Option, value: string | boolean): void {
    this.changed.emit({ ...this.selection(), [id]: value });
  }

  /** What is no number goes back to what it was. */
  protected count({ id }: Option, field: HTMLInputElement): void {
    const written = field.value.trim().replace(',', '.');
    if (/^-?\d{1,9}(\.\d{1,3})?$/.test(written)) this.changed.emit({ ...this.selection(), [id]: Number(written) });
    else field.value = String(this.selection()[id] ?? '');
  }
}
