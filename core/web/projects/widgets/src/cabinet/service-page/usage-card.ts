import { ChangeDetectionStrategy, Component, computed, effect, input, untracked } from '@angular/core';
import type { ServiceUsage } from '@hostwright/sdk/http';
import type { z } from 'zod';
import { Reading } from '../../platform/reading.js';
import { Notice } from '../../ui/notice.js';
import type { PageTexts } from './page-texts.js';
import type { ServiceControl } from './service-control.js';
import { shownMeter } from './usage-meter.js';

/** What is used of what is limited, as bars. */
@Component({
  selector: 'hw-usage-card',
  imports: [Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card stack" [attr.aria-label]="texts().text('usage')">
      <h3>{{ texts().text('usage') }}</h3>
      @if (reading.problem()) {
        <hw-notice tone="warning">
          <p>{{ texts().text('usage-away') }}</p>
          <button class="button small" type="button" (click)="load()">{{ texts().text('retry') }}</button>
        </hw-notice>
      }
      @if (meters(); as shown) {
        <ul class="meters">
          @for (meter of shown; track meter.code) {
            <li>
              <div class="row">
                <span class="grow" [id]="'meter-' + meter.code">{{ texts().text('meter.' + meter.code) }}</span>
                <span class="num">{{ meter.text }}</span>
              </div>
              @if (meter.percent !== undefined) {
                <div
                  class="meter"
                  role="meter"
                  aria-valuemin="0"
                  aria-valuemax="100"
                  [class]="meter.tone"
                  [attr.aria-labelledby]="'meter-' + meter.code"
                  [attr.aria-valuenow]="meter.percent"
                  [attr.aria-valuetext]="meter.text"
                >
                  <span [style.inline-size.%]="meter.percent"></span>
                </div>
              }
              @if (meter.word) {
                <p class="small" [class]="'tone-' + meter.tone">{{ texts().text(meter.word) }}</p>
              }
            </li>
          } @empty {
            <li class="muted">{{ texts().text('usage-none') }}</li>
          }
        </ul>
        @if (reading.value()?.resetsAt; as at) {
          <p class="muted small">{{ texts().text('usage-resets', { date: texts().date(at) }) }}</p>
        }
      } @else if (!reading.problem()) {
        <div class="skeleton meters-skeleton" aria-busy="true"></div>
      }
    </section>
  `,
})
export class UsageCard {
  readonly control = input.required<ServiceControl>();
  readonly texts = input.required<PageTexts>();

  protected readonly reading = new Reading<z.infer<typeof ServiceUsage>>();
  protected readonly meters = computed(() => {
    const texts = this.texts();
    return this.reading
      .value()
      ?.meters.map(meter => shownMeter(meter, texts.locale(), (used, limit) => texts.text('used-of', { used, limit })));
  });

  constructor() {
    effect(() => {
      this.control();
      untracked(() => this.load());
    });
  }

  protected load(): void {
    const { shop, params } = this.control();
    void this.reading.read(() => shop.api.call('getServiceUsage', { params }));
  }
}
