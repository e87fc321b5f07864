import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';
import { Icon } from './icon.js';

let made = 0;

/** A label, a field, and what is wrong with it. */
@Component({
  selector: 'hw-text-field',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="field">
      <label [attr.for]="id">{{ label() }}</label>
      <input
        class="input"
        [id]="id"
        [type]="type()"
        [attr.name]="name()"
        [attr.autocomplete]="autocomplete()"
        [attr.inputmode]="inputmode()"
        [attr.maxlength]="maxlength()"
        [attr.aria-required]="required() ? true : null"
        [attr.aria-invalid]="problem() ? true : null"
        [attr.aria-describedby]="problem() || hint() ? id + 'd' : null"
        [value]="value()"
        (input)="typed($event)"
      />
      @if (problem()) {
        <p class="error" [id]="id + 'd'"><hw-icon name="alert-circle" [size]="16" />{{ problem() }}</p>
      } @else if (hint()) {
        <p class="hint" [id]="id + 'd'">{{ hint() }}</p>
      }
    </div>
  `,
})
export class TextField {
  readonly label = input.required<string>();
  readonly value = model('');
  readonly type = input('text');
  readonly name = input<string>();
  readonly autocomplete = input('off');
  readonly inputmode = input<string>();
  readonly maxlength = input(200);
  readonly required = input(true);
  readonly hint = input('');
  readonly problem = input<string | undefined>('');
  protected readonly id = `field${++made}`;

  protected typed(event: Event): void {
    this.value.set((event.target as HTMLInputElement).value);
  }
}
