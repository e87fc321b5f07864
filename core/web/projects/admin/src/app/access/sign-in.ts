import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Router } from '@angular/router';
import type { Locale } from '@hostwright/kit';
import { Failure } from '../parts/failure.js';
import { Appearance } from '../shell/appearance.js';
import { Brand } from '../shell/brand.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { SESSION } from './connection.js';

@Component({
  selector: 'hw-sign-in',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton, MatFormFieldModule, MatInput],
  template: `
    <main>
      <header>
        @if (brand.logoUrl(); as logo) {
          <img [src]="logo" alt="" />
        }
        <h1>{{ words.text('sign-in.title', { shop: brand.name() }) }}</h1>
      </header>
      <form novalidate (submit)="$event.preventDefault(); enter()">
        <mat-form-field>
          <mat-label>{{ words.text('sign-in.email') }}</mat-label>
          <input
            matInput
            type="email"
            name="email"
            autocomplete="username"
            [value]="email()"
            (input)="email.set($any($event.target).value)"
          />
        </mat-form-field>
        <mat-form-field>
          <mat-label>{{ words.text('sign-in.password') }}</mat-label>
          <input
            matInput
            type="password"
            name="password"
            autocomplete="current-password"
            [value]="password()"
            (input)="password.set($any($event.target).value)"
          />
        </mat-form-field>
        @if (attempt.problem(); as problem) {
          <hw-failure [problem]="problem" [mayRetry]="false" />
        }
        <button mat-flat-button type="submit" [disabled]="attempt.isBusy() || !isFilled()">
          {{ words.text(attempt.isBusy() ? 'sign-in.waiting' : 'sign-in.enter') }}
        </button>
      </form>
      <footer>
        @for (locale of locales; track locale) {
          <button
            mat-button
            type="button"
            [attr.aria-pressed]="locale === appearance.locale()"
            [lang]="locale"
            (click)="appearance.speak(locale)"
          >
            {{ words.text($any('language.' + locale)) }}
          </button>
        }
      </footer>
    </main>
  `,
  styleUrl: './sign-in.css',
})
export class SignIn {
  /** Where the reader wanted to go, from the address. */
  readonly next = input<string>();

  protected readonly words = inject(Words);
  protected readonly appearance = inject(Appearance);
  protected readonly brand = inject(Brand);
  private readonly session = inject(SESSION);
  private readonly router = inject(Router);

  protected readonly locales: readonly Locale[] = ['en', 'uk', 'ru'];
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly attempt = new Attempt();
  protected readonly isFilled = computed(() => this.email().trim() !== '' && this.password() !== '');

  protected async enter(): Promise<void> {
    if (!this.isFilled()) return;
    const entered = await this.attempt.run(async () => {
      await this.session.signIn(this.email().trim(), this.password());
      return true;
    });
    this.password.set(entered ? '' : this.password());
    if (entered) void this.router.navigateByUrl(ownPath(this.next()));
  }
}

/** Only a path of this panel: an address that was slipped into the link leads nowhere else. */
function ownPath(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/sign-in') ? next : '/';
}
