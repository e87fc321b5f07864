import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Figures } from './metric-series.js';
import type { PageTexts } from './page-texts.js';

/** The same figures as a table, the latest first, for those who do not see the drawings or want them exact. */
@Component({
  selector: 'hw-metrics-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <details (toggle)="toggle($event)">
      <summary class="small">{{ texts().text('as-table') }}</summary>
      @if (isOpen()) {
        <div class="table-frame" role="region" tabindex="0" [attr.aria-label]="texts().text('as-table')">
          <table class="small">
            <thead>
              <tr>
                <th scope="col">{{ texts().text('metric-time') }}</th>
                @for (column of columns(); track column.name) {
                  <th class="num" scope="col">{{ column.label }}</th>
                }
              </tr>
            </thead>
            <tbody>
              @for (row of rows(); track row.at) {
                <tr>
                  <th scope="row">{{ row.at }}</th>
                  @for (cell of row.cells; track $index) {
                    <td class="num">{{ cell }}</td>
                  }
                </tr>
              }
            </tbody>
          </table>
        </div>
      }
    </details>
  `,
})
export class MetricsTable {
  readonly figures = input.required<Figures>();
  readonly texts = input.required<PageTexts>();
  protected readonly isOpen = signal(false);

  protected readonly columns = computed(() =>
    this.figures().panels.flatMap(({ name, lines, show }) =>
      lines.map(line => ({ ...line, show, label: this.texts().text(`metric.${lines.length > 1 ? line.name : name}`) })),
    ),
  );
  protected readonly rows = computed(() => {
    const locale = this.texts().locale();
    return this.figures()
      .at.map((moment, index) => ({
        at: this.texts().moment(new Date(moment).toISOString()),
        cells: this.columns().map(({ values, show }) => {
          const value = values[index];
          return value === null || value === undefined ? '—' : show(value, locale);
        }),
      }))
      .toReversed();
  });

  protected toggle(event: Event): void {
    this.isOpen.set((event.target as HTMLDetailsElement).open);
  }
}
