import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { AdminPayment } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { Failure } from '../parts/failure.js';
import { Notices } from '../parts/notices.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { readOne } from './read-one.js';
import { Sheet } from './sheet.js';

const SETTLED: readonly AdminPayment['state'][] = ['succeeded', 'declined', 'cancelled', 'failed'];

@Component({
  selector: 'hw-payment-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, Failure, MatButton, RouterLink, Sheet],
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
          <div hwFact [label]="words.text('payment.reference')">{{ found.reference ?? '–' }}</div>
          <div hwFact [label]="words.text('column.created')">{{ words.moment(found.createdAt) }}</div>
          <div hwFact [label]="words.text('payment.settled')">{{ found.settledAt ? words.moment(found.settledAt) : '–' }}</div>
          @if (found.note) {
            <div hwFact [label]="words.text('payment.note')">{{ found.note }}</div>
          }
        </dl>
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
  protected readonly payment = readOne(
    this.id,
    (paymentId, signal) => this.api.call('getAdminPayment', { params: { paymentId }, signal }),
    'payment.changed',
  );

  protected isSettled(payment: AdminPayment): boolean {
    return SETTLED.includes(payment.state);
  }

  protected async ask(payment: AdminPayment): Promise<void> {
    const answer = await this.check.run(() => this.api.call('checkPayment', { params: { paymentId: payment.id } }));
    if (!answer) return;
    this.payment.set(answer);
    this.notices.say(this.words.text('payment.checked', { state: this.words.named(`state.${answer.state}`, answer.state) }));
    void this.list.refresh();
  }
}
