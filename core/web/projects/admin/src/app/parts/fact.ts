import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** One line of a list of facts: what it is, then what it says. Stands on a `<div>` inside a `<dl>`. */
@Component({
  selector: '[hwFact]',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <dt>{{ label() }}</dt>
    <dd><ng-content /></dd>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(7rem, 34%) 1fr;
      gap: 12px;
      padding-block: 7px;
      border-block-end: 1px solid var(--hw-line);
    }
    dt {
      color: var(--hw-text-muted);
    }
    dd {
      margin: 0;
      min-inline-size: 0;
      overflow-wrap: anywhere;
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class Fact {
  readonly label = input.required<string>();
}
