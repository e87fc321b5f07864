import { ChangeDetectionStrategy, Component, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { StatementLine } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { Failure } from '../parts/failure.js';
import { Notices } from '../parts/notices.js';
import { changeableRowOf } from '../sheets/row-sheet.js';
import { Sheet } from '../sheets/sheet.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { MatchForm } from './match-form.js';

/** A booking of a bank statement: what it paid, or the way to find an invoice for it. */
@Component({
  selector: 'hw-booking-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, Failure, MatButton, MatchForm, RouterLink, Sheet],
  template: `
    @let one = found();
    <hw-sheet
      [kind]="words.text('one.booking')"
      [state]="one?.state ?? ''"
      [heading]="one ? words.money(one.amount) : ''"
      [isWaiting]="!one && !!list.rows()?.isFirst()"
    >
      @if (one) {
        @if (one.reason; as reason) {
          <p class="note">{{ words.named('unmatched-reason.' + reason, reason) }}</p>
        }
        @if (one.state === 'unmatched' && may('payments.record')) {
          @if (isMatching()) {
            <hw-match-form
              [amount]="one.amount"
              [busy]="attempt.isBusy()"
              [problem]="attempt.problem()"
              (matched)="match($event)"
              (cancelled)="isMatching.set(false)"
            />
          } @else {
            <div class="actions">
              <button mat-flat-button type="button" (click)="isMatching.set(true)">{{ words.text('match.start') }}</button>
              <button mat-stroked-button type="button" [disabled]="attempt.isBusy()" (click)="dismiss()">
                {{ words.text('match.dismiss') }}
              </button>
            </div>
            @if (attempt.problem(); as problem) {
              <hw-failure [problem]="problem" (retry)="dismiss()" />
            }
          }
        }
        <dl>
          <div hwFact [label]="words.text('column.payer')">{{ one.payer ?? '–' }}</div>
          <div hwFact [label]="words.text('column.text')">{{ one.text }}</div>
          <div hwFact [label]="words.text('column.booked')">{{ words.day(one.bookedOn) }}</div>
          @if (one.invoice; as invoice) {
            <div hwFact [label]="words.text('one.invoice')">
              <a [routerLink]="['/invoices', invoice.id]">{{ invoice.number }}</a> · {{ invoice.customer.name }}
            </div>
          }
          @if (one.paymentId) {
            <div hwFact [label]="words.text('one.payment')">
              <a [routerLink]="['/payments', one.paymentId]">{{ words.text('refund.payment', { gateway: one.gateway }) }}</a>
            </div>
          }
          <div hwFact [label]="words.text('column.gateway')">{{ one.gateway }}</div>
          <div hwFact [label]="words.text('booking.line')">{{ words.count(one.line) }}</div>
          <div hwFact [label]="words.text('column.imported')">{{ words.moment(one.importedAt) }}</div>
        </dl>
      } @else if (!list.rows()?.isFirst()) {
        <p class="quiet">{{ words.text('list.further-down') }}</p>
      }
    </hw-sheet>
  `,
  styleUrl: '../sheets/sheet-content.css',
})
export class BookingSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly list = inject(OpenList);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  private readonly notices = inject(Notices);

  protected readonly found = changeableRowOf<StatementLine>(this.id);
  protected readonly isMatching = linkedSignal({ source: this.id, computation: () => false });
  protected readonly attempt = new Attempt();

  protected async match(invoiceId: string): Promise<void> {
    const params = { lineId: this.id() };
    await this.work(() => this.api.call('matchStatementLine', { params, body: { invoiceId } }), 'match.done');
  }

  protected async dismiss(): Promise<void> {
    const params = { lineId: this.id() };
    await this.work(() => this.api.call('dismissStatementLine', { params }), 'match.dismissed');
  }

  private async work(call: () => Promise<StatementLine>, said: 'match.done' | 'match.dismissed'): Promise<void> {
    const answer = await this.attempt.run(call);
    if (!answer) return;
    this.isMatching.set(false);
    this.found.set(answer);
    this.notices.say(this.words.text(said));
    void this.list.refresh();
  }
}
