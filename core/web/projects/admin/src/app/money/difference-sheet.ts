import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import type { SettlementDifference } from '@hostwright/sdk/http';
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

/** Where a provider's list and the books disagree; closed with what staff found out. */
@Component({
  selector: 'hw-difference-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, Failure, MatButton, MatFormFieldModule, MatInput, RouterLink, Sheet],
  template: `
    @let one = found();
    <hw-sheet
      [kind]="words.text('one.difference')"
      [state]="one ? 'difference-' + one.state : ''"
      [heading]="one ? words.named('difference.' + one.kind, one.kind) : ''"
      [isWaiting]="!one && !!list.rows()?.isFirst()"
    >
      @if (one) {
        <dl>
          <div hwFact [label]="words.text('column.ours')">{{ one.ours ? words.money(one.ours) : '–' }}</div>
          <div hwFact [label]="words.text('column.theirs')">{{ one.theirs ? words.money(one.theirs) : '–' }}</div>
          <div hwFact [label]="words.text('column.gateway')">{{ one.gateway }}</div>
          <div hwFact [label]="words.text('column.reference')">
            <code>{{ one.reference }}</code>
          </div>
          @if (one.payment; as payment) {
            <div hwFact [label]="words.text('one.payment')">
              <a [routerLink]="['/payments', payment.id]">{{ words.text('refund.payment', { gateway: one.gateway }) }}</a>
            </div>
            <div hwFact [label]="words.text('one.invoice')">
              <a [routerLink]="['/invoices', payment.invoiceId]">{{ payment.invoiceNumber }}</a>
            </div>
          }
          <div hwFact [label]="words.text('difference.first')">{{ words.moment(one.firstSeenAt) }}</div>
          <div hwFact [label]="words.text('column.seen')">{{ words.moment(one.lastSeenAt) }}</div>
          @if (one.note) {
            <div hwFact [label]="words.text('payment.note')">{{ one.note }}</div>
          }
        </dl>
        @if (one.state === 'open' && may('payments.record')) {
          <form class="panel" novalidate (submit)="$event.preventDefault(); close()">
            <h3>{{ words.text('difference.close') }}</h3>
            <p class="quiet">{{ words.text('difference.close.why') }}</p>
            <mat-form-field>
              <mat-label>{{ words.text('difference.note') }}</mat-label>
              <input matInput autocomplete="off" maxlength="500" [value]="note()" (input)="note.set($any($event.target).value)" />
            </mat-form-field>
            @if (attempt.problem(); as problem) {
              <hw-failure [problem]="problem" (retry)="close()" />
            }
            <div class="actions">
              <button mat-flat-button type="submit" [disabled]="!note().trim() || attempt.isBusy()">
                {{ words.text('difference.close') }}
              </button>
            </div>
          </form>
        }
      } @else if (!list.rows()?.isFirst()) {
        <p class="quiet">{{ words.text('list.further-down') }}</p>
      }
    </hw-sheet>
  `,
  styleUrl: '../sheets/sheet-content.css',
})
export class DifferenceSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly list = inject(OpenList);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  private readonly notices = inject(Notices);

  protected readonly found = changeableRowOf<SettlementDifference>(this.id);
  protected readonly note = signal('');
  protected readonly attempt = new Attempt();

  protected async close(): Promise<void> {
    const [params, note] = [{ differenceId: this.id() }, this.note().trim()];
    if (!note) return;
    const answer = await this.attempt.run(() => this.api.call('closeSettlementDifference', { params, body: { note } }));
    if (!answer) return;
    this.note.set('');
    this.found.set(answer);
    this.notices.say(this.words.text('difference.closed'));
    void this.list.refresh();
  }
}
