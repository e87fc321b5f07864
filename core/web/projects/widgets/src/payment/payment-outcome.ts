import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { SharedTexts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { EmbeddedPayment } from './embedded-payment.js';
import { MarkdownView } from './markdown-view.js';
import { isOpen, type PaymentFlow } from './payment-flow.js';

/** What came of a payment, as it comes: instructions, waiting, paid, declined. */
@Component({
  selector: 'hw-payment-outcome',
  imports: [EmbeddedPayment, Icon, MarkdownView, Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (payment(); as payment) {
      @if (payment.state === 'succeeded') {
        <hw-notice tone="success">
          <p>
            <strong>{{ texts().text('paid', { amount: texts().money(payment.received ?? payment.amount) }) }}</strong>
            {{ texts().text('paid-more', { number: payment.invoiceNumber }) }}
          </p>
        </hw-notice>
      } @else if (isOpen(payment)) {
        @if (instructions(); as source) {
          <div class="card sunken"><hw-markdown [source]="source" /></div>
          <p class="muted small">{{ texts().text('instructions-more') }}</p>
          <button class="button small" type="button" (click)="retry.emit()">{{ texts().text('another-way') }}</button>
        } @else if (embed(); as step) {
          <hw-embedded-payment [element]="step.element" [data]="step.data" />
        } @else if (leaving()) {
          <p class="row" role="status"><hw-icon name="progress" />{{ texts().text('leaving') }}</p>
        } @else {
          <hw-notice tone="info">
            <p>
              <strong>{{ texts().text('checking') }}</strong> {{ texts().text('checking-more') }}
            </p>
          </hw-notice>
        }
      } @else {
        <hw-notice [tone]="payment.state === 'cancelled' ? 'warning' : 'danger'">
          <p>
            <strong>{{ texts().text(payment.state === 'cancelled' ? 'cancelled' : 'declined') }}</strong>
            {{ sentence(payment.message) }} {{ texts().text('declined-more') }}
          </p>
          <button class="button small primary" type="button" (click)="retry.emit()">{{ texts().text('pay-again') }}</button>
        </hw-notice>
      }
    }
  `,
})
export class PaymentOutcome {
  readonly flow = input.required<PaymentFlow>();
  readonly texts = input.required<SharedTexts>();
  readonly retry = output();

  protected readonly isOpen = isOpen;
  protected readonly sentence = sentence;
  protected readonly payment = computed(() => this.flow().payment());
  protected readonly instructions = computed(() => {
    const step = this.flow().step();
    return step?.next === 'instructions' ? step.markdown : undefined;
  });
  protected readonly embed = computed(() => {
    const step = this.flow().step();
    return step?.next === 'embed' ? step : undefined;
  });
  protected readonly leaving = computed(() => this.flow().step()?.next === 'redirect');
}

/** What the provider says about a decline comes with or without its full stop. */
function sentence(message: string | null): string {
  return message && !/[.!?…]$/.test(message) ? `${message}.` : (message ?? '');
}
