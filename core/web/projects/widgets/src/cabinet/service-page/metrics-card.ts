import { ChangeDetectionStrategy, Component, computed, effect, input, signal, untracked } from '@angular/core';
import type { ServiceMetrics } from '@hostwright/sdk/http';
import { Reading } from '../../platform/reading.js';
import { Notice } from '../../ui/notice.js';
import { MetricChart } from './metric-chart.js';
import { figuresOf, RANGES, type Range } from './metric-series.js';
import { MetricsTable } from './metrics-table.js';
import type { PageTexts } from './page-texts.js';
import type { ServiceControl } from './service-control.js';

const AGAIN_MS: Readonly<Record<Range, number>> = { hour: 60_000, day: 300_000, week: 600_000, month: 600_000 };

/** What the server does: processor, memory, disk, network, over an hour to a month. */
@Component({
  selector: 'hw-metrics-card',
  imports: [MetricChart, MetricsTable, Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card stack" [attr.aria-label]="texts().text('metrics')">
      <div class="row wrap">
        <h3 class="grow">{{ texts().text('metrics') }}</h3>
        <div class="segments" role="group" [attr.aria-label]="texts().text('range')">
          @for (one of ranges; track one) {
            <button type="button" [attr.aria-pressed]="one === range()" (click)="range.set(one)">
              {{ texts().text('range.' + one) }}
            </button>
          }
        </div>
      </div>
      @if (reading.problem(); as said) {
        <hw-notice tone="warning">
          <p>{{ texts().text(said.code === 'service-state' ? 'metrics-later' : 'metrics-away') }}</p>
          <button class="button small" type="button" (click)="load()">{{ texts().text('retry') }}</button>
        </hw-notice>
      }
      @if (figures(); as shown) {
        @if (shown.panels.length) {
          <div class="metrics" [class.stale]="isLoading()">
            @for (panel of shown.panels; track panel.name) {
              <hw-metric-chart [at]="shown.at" [panel]="panel" [range]="shownRange()" [texts]="texts()" />
            }
          </div>
          <hw-metrics-table [figures]="shown" [texts]="texts()" />
        } @else {
          <p class="muted">{{ texts().text('metrics-none') }}</p>
        }
      } @else if (!reading.problem()) {
        <div class="metrics" aria-busy="true">
          @for (place of [1, 2, 3, 4]; track place) {
            <div class="skeleton chart-skeleton"></div>
          }
        </div>
      }
    </section>
  `,
})
export class MetricsCard {
  readonly control = input.required<ServiceControl>();
  readonly texts = input.required<PageTexts>();

  protected readonly ranges = RANGES;
  protected readonly range = signal<Range>('hour');
  protected readonly reading = new Reading<{ readonly range: Range; readonly metrics: ServiceMetrics }>();
  protected readonly figures = computed(() => {
    const read = this.reading.value();
    return read && figuresOf(read.metrics);
  });
  protected readonly shownRange = computed(() => this.reading.value()?.range ?? 'hour');
  protected readonly isLoading = computed(() => this.shownRange() !== this.range());

  constructor() {
    effect(onCleanup => {
      const range = this.range();
      this.control();
      untracked(() => this.load());
      const timer = setInterval(() => document.visibilityState === 'visible' && this.load(), AGAIN_MS[range]);
      onCleanup(() => clearInterval(timer));
    });
  }

  protected load(): void {
    const [{ shop, params }, range] = [this.control(), this.range()];
    void this.reading.read(async () => ({
      range,
      metrics: await shop.api.call('getServiceMetrics', { params, query: { range } }),
    }));
  }
}
