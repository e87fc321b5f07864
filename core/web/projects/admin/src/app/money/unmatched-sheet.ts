import { ChangeDetectionStrategy, Component, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import type { UnmatchedPayment } from '@hostwright/sdk/http';
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

/** What a provider told that belongs to nothing here: match it to an invoice, or put it aside with a note. */
@Component({
  selector: 'hw-unmatched-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, Failure, MatButton, MatFormFieldModule, MatInput, MatchForm, RouterLink, Sheet],
  templateUrl: './unmatched-sheet.html',
  styleUrl: '../sheets/sheet-content.css',
})
export class UnmatchedSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly list = inject(OpenList);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  private readonly notices = inject(Notices);

  protected readonly found = changeableRowOf<UnmatchedPayment>(this.id);
  protected readonly form = linkedSignal<string, 'match' | 'dismiss' | undefined>({
    source: this.id,
    computation: () => undefined,
  });
  protected readonly note = signal('');
  protected readonly attempt = new Attempt();

  protected async match(invoiceId: string): Promise<void> {
    const params = { unmatchedId: this.id() };
    await this.work(() => this.api.call('matchUnmatchedPayment', { params, body: { invoiceId } }), 'match.done');
  }

  protected async dismiss(): Promise<void> {
    const [params, note] = [{ unmatchedId: this.id() }, this.note().trim()];
    if (!note) return;
    await this.work(() => this.api.call('dismissUnmatchedPayment', { params, body: { note } }), 'match.dismissed');
  }

  private async work(call: () => Promise<UnmatchedPayment>, said: 'match.done' | 'match.dismissed'): Promise<void> {
    const answer = await this.attempt.run(call);
    if (!answer) return;
    this.form.set(undefined);
    this.note.set('');
    this.found.set(answer);
    this.notices.say(this.words.text(said));
    void this.list.refresh();
  }
}
