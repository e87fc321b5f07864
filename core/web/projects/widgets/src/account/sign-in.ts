import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { SharedTexts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { TextField } from '../ui/text-field.js';
import type { AccountForms } from './account-forms.js';

/** A new account, an old one, or a forgotten password: one form with three faces. */
@Component({
  selector: 'hw-sign-in',
  imports: [Icon, Notice, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (forms().mode() === 'sent') {
      <hw-notice tone="success">
        <p>{{ texts().text('reset-sent', { email: forms().email() }) }}</p>
        <button class="button small" type="button" (click)="forms().show('sign-in')">
          {{ texts().text('back-to-sign-in') }}
        </button>
      </hw-notice>
    } @else {
      <form class="stack" novalidate (submit)="submit($event)">
        @if (forms().mode() !== 'forgot') {
          <div class="tabs" role="group" [attr.aria-label]="texts().text('account')">
            <button type="button" [attr.aria-pressed]="forms().mode() === 'sign-up'" (click)="forms().show('sign-up')">
              {{ texts().text('new-here') }}
            </button>
            <button type="button" [attr.aria-pressed]="forms().mode() === 'sign-in'" (click)="forms().show('sign-in')">
              {{ texts().text('have-account') }}
            </button>
          </div>
        }
        @if (forms().problem(); as problem) {
          <hw-notice tone="danger">
            <p>{{ texts().problem(problem) }}</p>
            @if (problem.code === 'email-taken') {
              <button class="button small" type="button" (click)="forms().show('sign-in')">
                {{ texts().text('have-account') }}
              </button>
            }
          </hw-notice>
        }
        <div class="fields">
          @if (forms().mode() === 'sign-up') {
            <hw-text-field
              [label]="texts().text('name')"
              name="name"
              autocomplete="name"
              [maxlength]="120"
              [problem]="wrong('name')"
              [(value)]="forms().name"
            />
          }
          <hw-text-field
            [label]="texts().text('email')"
            type="email"
            name="email"
            autocomplete="email"
            inputmode="email"
            [maxlength]="254"
            [problem]="wrong('email')"
            [(value)]="forms().email"
          />
          @if (forms().mode() !== 'forgot') {
            <hw-text-field
              [label]="texts().text('password')"
              type="password"
              name="password"
              [autocomplete]="forms().mode() === 'sign-up' ? 'new-password' : 'current-password'"
              [hint]="forms().mode() === 'sign-up' ? texts().text('password-hint') : ''"
              [problem]="wrong('password')"
              [(value)]="forms().password"
            />
          }
        </div>
        <div class="row wrap">
          <button class="button primary" type="submit" [attr.aria-disabled]="forms().busy()">
            @if (forms().busy()) {
              <hw-icon name="progress" />
            }
            {{ texts().text('do.' + forms().mode()) }}
          </button>
          @if (forms().mode() === 'sign-in') {
            <button class="button quiet" type="button" (click)="forms().show('forgot')">{{ texts().text('forgot') }}</button>
          } @else if (forms().mode() === 'forgot') {
            <button class="button quiet" type="button" (click)="forms().show('sign-in')">
              {{ texts().text('back-to-sign-in') }}
            </button>
          }
        </div>
      </form>
    }
  `,
})
export class SignIn {
  readonly forms = input.required<AccountForms>();
  readonly texts = input.required<SharedTexts>();
  readonly signedIn = output();

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (await this.forms().submit(this.texts().locale())) this.signedIn.emit();
    else setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  protected wrong(field: string): string | undefined {
    const key = this.forms().fields()[field];
    return key && (this.texts().find(key) ?? this.texts().text('problem.invalid-input'));
  }
}
