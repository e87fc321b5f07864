import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import type { EChartsType } from 'echarts/core';
import { Appearance } from '../shell/appearance.js';
import { Words } from '../words/words.js';
import type { IncomeSeries } from './income-series.js';
import { resolvedColour } from './resolved-colour.js';

/** Income of one currency over thirty days, with the table behind the drawing. */
@Component({
  selector: 'hw-income-chart',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div #place class="chart" aria-hidden="true"></div>
    <details>
      <summary>{{ words.text('dashboard.as-table') }}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{{ words.text('dashboard.day') }}</th>
            <th scope="col">{{ words.text('column.amount') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (day of paidDays(); track day.day) {
            <tr>
              <td>{{ words.calendarDay(day.day) }}</td>
              <td>{{ money(day.amount) }}</td>
            </tr>
          }
        </tbody>
      </table>
    </details>
  `,
  styles: `
    .chart {
      block-size: 220px;
    }
    summary {
      color: var(--hw-text-muted);
      font-size: 0.875rem;
      cursor: pointer;
    }
    table {
      inline-size: 100%;
      border-collapse: collapse;
    }
    th,
    td {
      padding: 6px 0;
      border-block-end: 1px solid var(--hw-line);
      font-weight: 400;
      text-align: start;
      font-variant-numeric: tabular-nums;
    }
    th {
      color: var(--hw-text-muted);
    }
    th:last-child,
    td:last-child {
      text-align: end;
    }
  `,
})
export class IncomeChart {
  readonly series = input.required<IncomeSeries>();

  protected readonly words = inject(Words);
  private readonly appearance = inject(Appearance);
  private readonly place = viewChild.required<ElementRef<HTMLElement>>('place');
  private readonly systemScheme = signal(0);
  private chart: EChartsType | undefined;

  protected readonly paidDays = computed(() =>
    this.series()
      .days.filter(day => day.amount !== '0')
      .toReversed(),
  );

  constructor() {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const repaint = () => this.systemScheme.update(count => count + 1);
    dark.addEventListener('change', repaint);
    const size = new ResizeObserver(() => this.chart?.resize());
    afterRenderEffect(() => {
      this.appearance.scheme();
      this.systemScheme();
      size.observe(this.place().nativeElement);
      void this.draw(this.series());
    });
    inject(DestroyRef).onDestroy(() => {
      dark.removeEventListener('change', repaint);
      size.disconnect();
      this.chart?.dispose();
    });
  }

  protected money(amount: string): string {
    return this.words.money({ amount, currency: this.series().currency });
  }

  /** The drawing library is fetched when the first chart is on the screen. */
  private async draw(series: IncomeSeries): Promise<void> {
    const place = this.place().nativeElement;
    const compact = new Intl.NumberFormat(this.words.locale(), {
      notation: 'compact',
      style: 'currency',
      currency: series.currency,
    });
    const bars = {
      labels: series.days.map(day => this.words.calendarDay(day.day)),
      heights: series.days.map(day => day.height),
      figures: series.days.map(day => this.money(day.amount)),
      colours: {
        bar: resolvedColour(place, '--hw-accent-fill'),
        line: resolvedColour(place, '--hw-line'),
        text: resolvedColour(place, '--hw-text-muted'),
        surface: resolvedColour(place, '--hw-surface-raised'),
      },
      font: getComputedStyle(place).fontFamily,
      axis: (value: number) => compact.format(value),
    };
    const { drawBars } = await import('./bar-chart.js');
    this.chart?.dispose();
    this.chart = place.isConnected ? drawBars(place, bars) : undefined;
  }
}
