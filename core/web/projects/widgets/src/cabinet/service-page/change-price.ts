import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Notice } from '../../ui/notice.js';
import type { ChangeModel } from './change-model.js';
import type { PageTexts } from './page-texts.js';

/** What a change costs, before it is ordered: every period now and then, and today for the rest of the paid time. */
@Component({
  selector: 'hw-change-price',
  imports: [Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="change-price stack tight" aria-live="polite">
      @if (model().problem(); as said) {
        <hw-notice tone="danger"
          ><p>{{ texts().problem(said) }}</p></hw-notice
        >
      } @else if (model().preview(); as preview) {
        <dl class="facts">
          <div>
            <dt>{{ texts().text('price-now') }}</dt>
            <dd>{{ texts().perPeriod(preview.renewal.now, preview.period) }}</dd>
          </div>
          <div>
            <dt>{{ texts().text('price-then') }}</dt>
            <dd>
              <strong>{{ texts().perPeriod(preview.renewal.then, preview.period) }}</strong>
              @if (preview.renewsFrom; as from) {
                <span class="muted small">{{ texts().text('price-from', { date: texts().date(from) }) }}</span>
              }
            </dd>
          </div>
          @if (preview.due.lines.length > 1) {
            @for (line of preview.due.lines; track line.code + line.charge) {
              <div>
                <dt>{{ line.label }}</dt>
                <dd class="muted">{{ texts().money(line.amount) }}</dd>
              </div>
            }
          }
          <div>
            <dt>{{ texts().text('today') }}</dt>
            <dd>
              <strong class="due-today">{{ texts().money(preview.due.total) }}</strong>
              <span class="muted small">{{ todayWords() }}</span>
            </dd>
          </div>
        </dl>
        <p class="muted small">{{ texts().text('change-restarts') }}</p>
      } @else if (model().isOther()) {
        <div class="skeleton meters-skeleton" aria-busy="true"></div>
      } @else {
        <p class="muted">{{ texts().text('change-nothing') }}</p>
      }
    </div>
  `,
})
export class ChangePrice {
  readonly model = input.required<ChangeModel>();
  readonly texts = input.required<PageTexts>();

  protected readonly todayWords = computed(() => {
    const due = this.model().preview()?.due;
    if (!due) return '';
    if (due.total.amount === '0') return this.texts().text('today-nothing');
    return due.until ? this.texts().text('today-rest', { date: this.texts().date(due.until) }) : '';
  });
}
