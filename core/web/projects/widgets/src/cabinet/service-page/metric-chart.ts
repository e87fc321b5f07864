import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { WIDGET_HOST } from '../../platform/host.js';
import type { EChartsType } from './metric-drawing.js';
import { summaryOf, type Panel, type Range } from './metric-series.js';
import type { PageTexts } from './page-texts.js';
import { resolvedColour } from './resolved-colour.js';

const COLOURS = ['--accent-fill', '--warning'] as const;
const TICKS: Readonly<Record<Range, Intl.DateTimeFormatOptions>> = {
  hour: { hour: '2-digit', minute: '2-digit' },
  day: { hour: '2-digit', minute: '2-digit' },
  week: { weekday: 'short', day: 'numeric' },
  month: { day: 'numeric', month: 'short' },
};

/** One drawing with its name and figures in words; the drawing itself is silent to those who listen. */
@Component({
  selector: 'hw-metric-chart',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <figure class="metric">
      <figcaption>
        <strong>{{ texts().text('metric.' + panel().name) }}</strong>
        @for (line of said(); track line.name; let second = $odd) {
          <span class="small metric-line">
            @if (panel().lines.length > 1) {
              <span class="metric-key" [class.second]="second" aria-hidden="true"></span>{{ texts().text('metric.' + line.name) }}
            }
            <span class="num">{{ line.last }}</span>
            <span class="muted">{{ texts().text('metric-highest', { value: line.highest }) }}</span>
            <span class="hidden-visually">{{ texts().text('metric-mean', { value: line.mean }) }}</span>
          </span>
        }
      </figcaption>
      <div #place class="chart" aria-hidden="true"></div>
    </figure>
  `,
})
export class MetricChart {
  readonly at = input.required<readonly number[]>();
  readonly panel = input.required<Panel>();
  readonly range = input.required<Range>();
  readonly texts = input.required<PageTexts>();

  private readonly place = viewChild<ElementRef<HTMLElement>>('place');
  private readonly repaints = signal(0);
  private chart: EChartsType | undefined;

  protected readonly said = computed(() => {
    const { lines, show } = this.panel();
    const locale = this.texts().locale();
    return lines.map(line => {
      const { last, mean, highest } = summaryOf(line) ?? { last: 0, mean: 0, highest: 0 };
      return { name: line.name, last: show(last ?? 0, locale), mean: show(mean, locale), highest: show(highest, locale) };
    });
  });

  constructor() {
    const repaint = (): void => this.repaints.update(count => count + 1);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', repaint);
    // A page may switch its colours by any attribute of its own.
    const scheme = new MutationObserver(repaint);
    for (const element of [document.documentElement, inject(WIDGET_HOST).element]) scheme.observe(element, { attributes: true });
    const size = new ResizeObserver(() => this.chart?.resize());
    effect(() => {
      const place = this.place()?.nativeElement;
      this.repaints();
      if (!place) return;
      size.observe(place);
      void this.draw(place, this.at(), this.panel(), this.range());
    });
    inject(DestroyRef).onDestroy(() => {
      dark.removeEventListener('change', repaint);
      scheme.disconnect();
      size.disconnect();
      this.chart?.dispose();
    });
  }

  /** The drawing library is fetched when the first chart is on the screen. */
  private async draw(place: HTMLElement, at: readonly number[], panel: Panel, range: Range): Promise<void> {
    const texts = this.texts();
    const locale = texts.locale();
    const ticks = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, TICKS[range]);
    const { openChart, draw } = await import('./metric-drawing.js');
    if (!place.isConnected || panel !== this.panel()) return;
    this.chart ??= openChart(place);
    draw(this.chart, {
      at,
      lines: panel.lines.map(({ name, values }, index) => ({
        label: texts.text(`metric.${name}`),
        colour: resolvedColour(place, COLOURS[index] ?? COLOURS[0]),
        values,
      })),
      most: panel.most,
      colours: {
        line: resolvedColour(place, '--line'),
        text: resolvedColour(place, '--muted'),
        surface: resolvedColour(place, '--raised'),
      },
      font: getComputedStyle(place).fontFamily,
      value: value => panel.show(value, locale),
      tick: moment => ticks.format(moment),
      moment: moment => texts.moment(new Date(moment).toISOString()),
    });
  }
}
