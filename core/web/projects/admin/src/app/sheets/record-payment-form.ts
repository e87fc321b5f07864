import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import type { AdminInvoice } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Failure } from '../parts/failure.js';
import { OnceAttempt } from '../state/attempt.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import { readAmount, writtenAmount } from './payment-amount.js';

/** Money that arrived outside, such as by bank transfer. Pressed twice or sent again after a lost answer, it is one payment. */
@Component({
  selector: 'hw-record-payment-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton, MatFormFieldModule, MatInput, MatSelectModule],
  template: `
    <form class="panel" novalidate (submit)="$event.preventDefault(); send()">
      <h3>{{ words.text('invoice.record') }}</h3>
      <mat-form-field>
        <mat-label>{{ words.text('payment.amount', { currency: invoice().due.currency }) }}</mat-label>
        <input
          matInput
          inputmode="decimal"
          autocomplete="off"
          [value]="written()"
          (input)="written.set($any($event.target).value)"
        />
        @if (!amount()) {
          <mat-hint class="wrong" role="alert">{{ words.text('payment.amount.wrong') }}</mat-hint>
        } @else if (isOther()) {
          <mat-hint>{{ words.text('payment.amount.other', { amount: words.money(invoice().due) }) }}</mat-hint>
        }
      </mat-form-field>
      <mat-form-field>
        <mat-label>{{ words.text('payment.method') }}</mat-label>
        <mat-select [value]="method()" (valueChange)="chosen.set($event)" [disabled]="!methods().length">
          @for (option of methods(); track option.id) {
            <mat-option [value]="option.id">{{ option.label }}</mat-option>
          }
        </mat-select>
        @if (plugins.value() && !methods().length) {
          <mat-hint class="wrong" role="alert">{{ words.text('payment.method.none') }}</mat-hint>
        }
      </mat-form-field>
      <mat-form-field>
        <mat-label>{{ words.text('payment.reference') }}</mat-label>
        <input
          matInput
          autocomplete="off"
          maxlength="140"
          [value]="reference()"
          (input)="reference.set($any($event.target).value)"
        />
        <mat-hint>{{ words.text('payment.reference.hint') }}</mat-hint>
      </mat-form-field>
      @if (plugins.problem(); as problem) {
        <hw-failure [problem]="problem" (retry)="plugins.load()" />
      }
      @if (attempt.problem(); as problem) {
        <hw-failure [problem]="problem" [kept]="problem.code === 'offline' ? words.text('payment.kept') : ''" (retry)="send()" />
      }
      <div class="actions">
        <button mat-flat-button type="submit" [disabled]="!isReady() || attempt.isBusy()">
          {{ words.text('payment.record', { amount: words.money(amount() ?? invoice().due) }) }}
        </button>
        <button mat-button type="button" [disabled]="attempt.isBusy()" (click)="cancelled.emit()">
          {{ words.text('action.cancel') }}
        </button>
      </div>
    </form>
  `,
  styleUrl: './sheet-content.css',
})
export class RecordPaymentForm {
  readonly invoice = input.required<AdminInvoice>();
  readonly recorded = output<void>();
  readonly cancelled = output<void>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private readonly permissions = inject(Permissions);

  protected readonly attempt = new OnceAttempt();
  protected readonly plugins = new Reading<Awaited<ReturnType<RecordPaymentForm['readPlugins']>>>(() => this.readPlugins());
  protected readonly written = linkedSignal(() => writtenAmount(this.invoice().due));
  protected readonly reference = signal('');
  protected readonly chosen = signal<string | undefined>(undefined);

  /** A way that the customer pays by hand comes first: money that arrives outside came by it. */
  protected readonly methods = computed(() =>
    (this.plugins.value()?.items ?? [])
      .filter(plugin => plugin.kind === 'payment-gateway')
      .toSorted((left, right) => Number(left.capabilities.includes('webhook')) - Number(right.capabilities.includes('webhook')))
      .flatMap(plugin => plugin.installations)
      .filter(installation => installation.enabled),
  );
  protected readonly method = computed(() => this.chosen() ?? this.methods()[0]?.id);
  protected readonly amount = computed(() => readAmount(this.written(), this.invoice().due.currency));
  protected readonly isOther = computed(() => this.amount()?.amount !== this.invoice().due.amount);
  protected readonly isReady = computed(() => !!this.amount() && !!this.method() && this.reference().trim() !== '');

  constructor() {
    effect(() => {
      if (this.permissions.may('plugins.read')) untracked(() => void this.plugins.load());
    });
  }

  protected async send(): Promise<void> {
    const [amount, installationId] = [this.amount(), this.method()];
    if (!this.isReady() || !amount || !installationId) return;
    const body = { installationId, amount, reference: this.reference().trim() };
    const params = { invoiceId: this.invoice().id };
    const payment = await this.attempt.run(body, (sent, idempotencyKey) =>
      this.api.call('recordPayment', { params, body: sent, idempotencyKey }),
    );
    if (payment) this.recorded.emit();
  }

  private readPlugins() {
    return this.api.call('listPlugins');
  }
}
