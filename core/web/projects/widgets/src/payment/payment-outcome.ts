import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { SharedTexts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { EmbeddedPayment } from './embedded-payment.js';
import { MarkdownView } from './markdown-view.js';
import { PaymentCodes } from './payment-codes.js';
import { isOpen, type PaymentFlow, type Step } from './payment-flow.js';

/** What came of a payment, as it comes: instructions, a form, waiting, paid, declined. */
@Component({
  selector: 'hw-payment-outcome',
  imports: [EmbeddedPayment, Icon, MarkdownView, Notice, PaymentCodes],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './payment-outcome.html',
})
export class PaymentOutcome {
  readonly flow = input.required<PaymentFlow>();
  readonly texts = input.required<SharedTexts>();
  readonly retry = output();

  protected readonly isOpen = isOpen;
  protected readonly sentence = sentence;
  protected readonly payment = computed(() => this.flow().payment());
  protected readonly instructions = computed(() => stepOf(this.flow().step(), 'instructions'));
  protected readonly embed = computed(() => stepOf(this.flow().step(), 'embed'));
  /** The provider waits for the buyer, or may: going on leads to the same payment there, never to a second one. */
  protected readonly mayGoOn = computed(() => ['pending', 'requires-action'].includes(this.payment()?.state ?? ''));
}

function stepOf<Next extends Step['next']>(step: Step | undefined, next: Next): Extract<Step, { next: Next }> | undefined {
  return step?.next === next ? (step as Extract<Step, { next: Next }>) : undefined;
}

/** What the provider says about a decline comes with or without its full stop. */
function sentence(message: string | null): string {
  return message && !/[.!?…]$/.test(message) ? `${message}.` : (message ?? '');
}
