import { ChangeDetectionStrategy, Component, ElementRef, inject, input, output } from '@angular/core';
import type { SchemaFormModel } from './schema-form-model.js';
import { SchemaField } from './schema-field.js';

/** Draws a form from its model. The buttons stand inside, and the form is sent with Enter as any other. */
@Component({
  selector: 'hw-schema-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [SchemaField],
  template: `
    <form novalidate (submit)="$event.preventDefault(); send()">
      @for (sentence of model().general(); track sentence) {
        <p class="general" role="alert">{{ sentence }}</p>
      }
      @for (node of model().root.children; track node) {
        <hw-schema-field [node]="node" [pointer]="'/' + node.field.name" [locale]="locale()" />
      }
      <ng-content />
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: 16px;
    }
    .general {
      margin: 0;
      color: var(--hw-danger);
    }
  `,
})
export class SchemaForm {
  readonly model = input.required<SchemaFormModel>();
  readonly locale = input('en');
  /** Everything is filled in as far as the form can tell. */
  readonly sent = output<Readonly<Record<string, unknown>>>();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  /** Puts the cursor where the first complaint stands. */
  focus(pointer: string): void {
    const place = this.host.nativeElement.querySelector(`[data-pointer="${CSS.escape(pointer)}"]`);
    const control = place?.querySelector<HTMLElement>('input, textarea, select, button') ?? place;
    if (control instanceof HTMLElement) control.focus();
  }

  protected send(): void {
    const wrong = this.model().submit();
    if (wrong === undefined) this.sent.emit(this.model().config());
    else this.focus(wrong);
  }
}
