import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { AdminPayment, AdminRefund } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { OnceAttempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { writtenAmount } from './payment-amount.js';
import { readRefund } from './refund-amount.js';

/** Gives money back, all or a part. The amount is typed; pressed twice or sent again after a lost answer, it is one refund. */
@Component({
  selector: 'hw-refund-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton, MatFormFieldModule, MatInput],
  template: `
    <form class="panel" novalidate (submit)="$event.preventDefault(); send()">
      <h3>{{ words.text('refund.title') }}</h3>
      <p class="quiet">
        {{ words.text(isManual() ? 'refund.manual.why' : 'refund.gateway.why', { gateway: payment().gateway }) }}
      </p>
      <mat-form-field>
        <mat-label>{{ words.text('refund.amount', { currency: payment().refundable.currency }) }}</mat-label>
        <input
          matInput
          inputmode="decimal"
          autocomplete="off"
          [value]="written()"
          (input)="written.set($any($event.target).value)"
        />
        @switch (wish().kind) {
          @case ('wrong') {
            <mat-hint class="wrong" role="alert">{{ words.text('payment.amount.wrong') }}</mat-hint>
          }
          @case ('too-much') {
            <mat-hint class="wrong" role="alert">{{
              words.text('refund.too-much', { amount: words.money(payment().refundable) })
            }}</mat-hint>
          }
          @case ('fits') {
            <mat-hint>{{ words.text('refund.left', { amount: words.money(left()!) }) }}</mat-hint>
          }
          @default {
            <mat-hint>{{ words.text('refund.up-to', { amount: words.money(payment().refundable) }) }}</mat-hint>
          }
        }
      </mat-form-field>
      <div class="actions">
        <button mat-stroked-button type="button" [disabled]="attempt.isBusy()" (click)="written.set(all())">
          {{ words.text('refund.all', { amount: words.money(payment().refundable) }) }}
        </button>
      </div>
      <mat-form-field>
        <mat-label>{{ words.text('refund.reason') }}</mat-label>
        <input matInput autocomplete="off" maxlength="200" [value]="reason()" (input)="reason.set($any($event.target).value)" />
        <mat-hint>{{ words.text('refund.reason.hint') }}</mat-hint>
      </mat-form-field>
      @if (isManual()) {
        <mat-form-field>
          <mat-label>{{ words.text('payment.reference') }}</mat-label>
          <input
            matInput
            autocomplete="off"
            maxlength="140"
            [value]="reference()"
            (input)="reference.set($any($event.target).value)"
          />
          <mat-hint>{{ words.text('refund.reference.hint') }}</mat-hint>
        </mat-form-field>
      }
      @if (attempt.problem(); as problem) {
        <hw-failure [problem]="problem" [kept]="problem.code === 'offline' ? words.text('refund.kept') : ''" (retry)="send()" />
      }
      <div class="actions">
        <button mat-flat-button type="submit" [disabled]="!isReady() || attempt.isBusy()">
          {{ amount() ? words.text('refund.do', { amount: words.money(amount()!) }) : words.text('refund.start') }}
        </button>
        <button mat-button type="button" [disabled]="attempt.isBusy()" (click)="cancelled.emit()">
          {{ words.text('action.cancel') }}
        </button>
      </div>
    </form>
  `,
  styleUrl: './sheet-content.css',
})
export class RefundForm {
  readonly payment = input.required<AdminPayment>();
  readonly refunded = output<AdminRefund>();
  readonly cancelled = output<void>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);

  protected readonly attempt = new OnceAttempt();
  protected readonly written = signal('');
  protected readonly reason = signal('');
  protected readonly reference = signal('');

  protected readonly isManual = computed(() => this.payment().refundVia === 'manual');
  protected readonly all = computed(() => writtenAmount(this.payment().refundable));
  protected readonly wish = computed(() => readRefund(this.written(), this.payment().refundable));
  protected readonly amount = computed(() => {
    const wish = this.wish();
    return wish.kind === 'fits' ? wish.amount : undefined;
  });
  protected readonly left = computed(() => {
    const wish = this.wish();
    return wish.kind === 'fits' ? wish.left : undefined;
  });
  protected readonly isReady = computed(
    () => !!this.amount() && this.reason().trim() !== '' && (!this.isManual() || this.reference().trim() !== ''),
  );

  protected async send(): Promise<void> {
    const amount = this.amount();
    if (!amount || !this.isReady()) return;
    const manualReference = this.reference().trim();
    const body = { amount, reason: this.reason().trim(), ...(this.isManual() && { manualReference }) };
    const params = { paymentId: this.payment().id };
    const refund = await this.attempt.run(body, (sent, idempotencyKey) =>
      this.api.call('refundPayment', { params, body: sent, idempotencyKey }),
    );
    if (refund) this.refunded.emit(refund);
  }
}
