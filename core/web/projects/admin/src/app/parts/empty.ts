import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** What will be here; the button to begin stands inside. */
@Component({
  selector: 'hw-empty',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<p>{{ text() }}</p>
    <ng-content />`,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: 16px;
      padding: 64px 24px;
      color: var(--hw-text-muted);
      text-align: center;
    }
    p {
      margin: 0;
      max-inline-size: 44ch;
      text-wrap: balance;
    }
  `,
})
export class Empty {
  readonly text = input.required<string>();
}
