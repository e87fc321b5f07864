import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';
import type { ShopContext } from '../platform/shop-context.js';
import type { SharedTexts } from '../platform/texts.js';
import { Notice } from '../ui/notice.js';
import { TextField } from '../ui/text-field.js';

export type TokenMode = 'confirm-email' | 'reset-password';

/**
 * The page behind a link of a mail. Nothing happens before a click: programs that scan mail open links too, and must not
 * use the token up.
 */
@Component({
  selector: 'hw-token-view',
  imports: [Notice, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form class="card stack narrow" novalidate (submit)="submit($event)">
      <h2>{{ texts().text(mode() + '-title') }}</h2>
      @if (done()) {
        <hw-notice tone="success"
          ><p>{{ texts().text(mode() + '-done') }}</p></hw-notice
        >
        <button class="button primary" type="button" (click)="finished.emit()">{{ texts().text('to-account') }}</button>
      } @else if (!token()) {
        <hw-notice tone="danger"
          ><p>{{ texts().text('problem.token-expired') }}</p></hw-notice
        >
        <button class="button" type="button" (click)="finished.emit()">{{ texts().text('to-account') }}</button>
      } @else {
        <p>{{ texts().text(mode() + '-text') }}</p>
        @if (mode() === 'reset-password') {
          <hw-text-field
            [label]="texts().text('new-password')"
            type="password"
            name="password"
            autocomplete="new-password"
            [hint]="texts().text('password-hint')"
            [problem]="tooShort() ? texts().text('wrong.password') : ''"
            [(value)]="password"
          />
        }
        @if (problem(); as said) {
          <hw-notice tone="danger"
            ><p>{{ texts().problem(said) }}</p></hw-notice
          >
        }
        <button class="button primary" type="submit" [attr.aria-disabled]="busy()">{{ texts().text(mode() + '-do') }}</button>
      }
    </form>
  `,
})
export class TokenView {
  readonly shop = input.required<ShopContext>();
  readonly mode = input.required<TokenMode>();
  readonly texts = input.required<SharedTexts>();
  readonly finished = output();

  protected readonly token = computed(() => new URLSearchParams(location.search).get('token'));
  protected readonly password = signal('');
  protected readonly tooShort = signal(false);
  protected readonly busy = signal(false);
  protected readonly done = signal(false);
  protected readonly problem = signal<ApiProblem | undefined>(undefined);

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    const token = this.token();
    this.tooShort.set(this.mode() === 'reset-password' && this.password().length < 10);
    if (!token || this.busy() || this.tooShort()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      if (this.mode() === 'confirm-email') await this.shop().api.call('confirmEmail', { body: { token } });
      else await this.shop().api.call('resetPassword', { body: { token, password: this.password() } });
      this.done.set(true);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
