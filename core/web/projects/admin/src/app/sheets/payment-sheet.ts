import { ChangeDetectionStrategy, Component, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { AdminPayment, AdminRefund } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { Failure } from '../parts/failure.js';
import { Notices } from '../parts/notices.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { PaymentHistory } from './payment-history.js';
import { readOne } from './read-one.js';
import { RefundForm } from './refund-form.js';
import { Sheet } from './sheet.js';

const SETTLED: readonly AdminPayment['state'][] = ['succeeded', 'declined', 'cancelled', 'failed'];

@Component({
  selector: 'hw-payment-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, Failure, MatButton, PaymentHistory, RefundForm, RouterLink, Sheet],
  template: `
    @let found = payment.value();
    <hw-sheet
      [kind]="words.text('one.payment')"
      [state]="found?.state ?? ''"
      [heading]="found ? words.money(found.amount) : ''"
      [problem]="payment.problem()"
      [isWaiting]="payment.isFirst()"
      (again)="payment.load(id())"
    >
      @if (found) {
        @if (found.message) {
          <p class="note">{{ found.message }}</p>
        }
        @if (may('payments.record') && !isSettled(found)) {
          <p class="quiet">{{ words.text('payment.check.why') }}</p>
          <div class="actions">
            <button mat-flat-button type="button" [disabled]="check.isBusy()" (click)="ask(found)">
              {{ words.text(check.isBusy() ? 'payment.check.waiting' : 'payment.check') }}
            </button>
          </div>
        }
        @if (mayRefund(found) && !isRefunding()) {
          <div class="actions">
            <button mat-stroked-button type="button" (click)="isRefunding.set(true)">{{ words.text('refund.start') }}</button>
          </div>
        }
        @if (mayRefund(found) && isRefunding()) {
          <hw-refund-form [payment]="found" (refunded)="refunded($event)" (cancelled)="isRefunding.set(false)" />
        }
        @if (check.problem(); as problem) {
          <hw-failure [problem]="problem" (retry)="ask(found)" />
        }
        <dl>
          <div hwFact [label]="words.text('one.invoice')">
            <a [routerLink]="['/invoices', found.invoiceId]">{{ found.invoiceNumber }}</a>
          </div>
          <div hwFact [label]="words.text('column.customer')">
            <a [routerLink]="['/customers', found.customer.id]">{{ found.customer.name }}</a>
          </div>
          <div hwFact [label]="words.text('payment.method')">{{ found.method }}</div>
          <div hwFact [label]="words.text('payment.asked')">{{ words.money(found.amount) }}</div>
          <div hwFact [label]="words.text('payment.received')">{{ found.received ? words.money(found.received) : '–' }}</div>
          @if (found.fee; as fee) {
            <div hwFact [label]="words.text('payment.fee')">{{ words.money(fee) }}</div>
          }
          @if (found.refunded.amount !== '0') {
            <div hwFact [label]="words.text('payment.refunded')">{{ words.money(found.refunded) }}</div>
          }
          @if (found.disputed.amount !== '0') {
            <div hwFact [label]="words.text('payment.disputed')">{{ words.money(found.disputed) }}</div>
          }
          <div hwFact [label]="words.text('payment.reference')">{{ found.reference ?? '–' }}</div>
          <div hwFact [label]="words.text('column.created')">{{ words.moment(found.createdAt) }}</div>
          <div hwFact [label]="words.text('payment.settled')">{{ found.settledAt ? words.moment(found.settledAt) : '–' }}</div>
          @if (found.note) {
            <div hwFact [label]="words.text('payment.note')">{{ found.note }}</div>
          }
        </dl>
        @if (found.received) {
          <hw-payment-history [payment]="found" />
        }
      }
    </hw-sheet>
  `,
  styleUrl: './sheet-content.css',
})
export class PaymentSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  private readonly list = inject(OpenList);
  private readonly notices = inject(Notices);

  protected readonly check = new Attempt();
  /** The form belongs to one payment: another one in the sheet begins without it. */
  protected readonly isRefunding = linkedSignal({ source: this.id, computation: () => false });
  protected readonly payment = readOne(
    this.id,
    (paymentId, signal) => this.api.call('getAdminPayment', { params: { paymentId }, signal }),
    'payment.changed',
  );

  protected isSettled(payment: AdminPayment): boolean {
    return SETTLED.includes(payment.state);
  }

  protected mayRefund({ refundable }: AdminPayment): boolean {
    return this.may('payments.refund') && BigInt(refundable.amount) > 0n;
  }

  protected refunded({ state, amount }: AdminRefund): void {
    this.isRefunding.set(false);
    const said = state === 'succeeded' ? 'refund.done' : state === 'failed' ? 'refund.failed' : 'refund.pending';
    this.notices.say(this.words.text(said, { amount: this.words.money(amount) }));
    void this.payment.load(this.id());
    void this.list.refresh();
  }

  protected async ask(payment: AdminPayment): Promise<void> {
    const answer = await this.check.run(() => this.api.call('checkPayment', { params: { paymentId: payment.id } }));
    if (!answer) return;
    this.payment.set(answer);
    this.notices.say(this.words.text('payment.checked', { state: this.words.named(`state.${answer.state}`, answer.state) }));
    void this.list.refresh();
  }
}
