import { ChangeDetectionStrategy, Component, computed, effect, input, output, untracked } from '@angular/core';
import { pickLocale } from '@hostwright/kit';
import { BillingFields } from '../account/billing-fields.js';
import type { ShopContext } from '../platform/shop-context.js';
import type { SharedTexts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { TextField } from '../ui/text-field.js';
import { AccountModel } from './account-model.js';

const LANGUAGES = { en: 'English', uk: 'Українська', ru: 'Русский' } as const;

/** Name, language, billing details, password, sessions. */
@Component({
  selector: 'hw-account-view',
  imports: [BillingFields, Icon, Notice, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="stack">
      <h2>{{ texts().text('account') }}</h2>
      <form class="card stack" novalidate (submit)="run($event, 'profile')">
        <h3>{{ texts().text('profile') }}</h3>
        <div class="fields">
          <hw-text-field class="half" [label]="texts().text('name')" name="name" autocomplete="name" [(value)]="model().name" />
          <div class="field half">
            <label for="language">{{ texts().text('language') }}</label>
            <select class="input" id="language" (change)="chooseLanguage($event)">
              @for (locale of locales(); track locale) {
                <option [value]="locale" [selected]="locale === model().locale()" [lang]="locale">{{ languages[locale] }}</option>
              }
            </select>
          </div>
        </div>
        <p class="muted small">{{ customer()?.email }}</p>
        @if (model().problemIn('profile'); as said) {
          <hw-notice tone="danger"
            ><p>{{ texts().problem(said) }}</p></hw-notice
          >
        }
        <div class="row wrap">
          <button class="button" type="submit">{{ texts().text('save') }}</button>
          @if (model().saved() === 'profile') {
            <span class="saved" role="status"><hw-icon name="check" [size]="16" />{{ texts().text('saved') }}</span>
          }
        </div>
      </form>

      <form class="card stack" novalidate (submit)="run($event, 'billing')">
        <h3>{{ texts().text('billing') }}</h3>
        <hw-billing-fields [form]="model().billing" [texts]="texts()" />
        @if (model().problemIn('billing'); as said) {
          <hw-notice tone="danger"
            ><p>{{ texts().problem(said) }}</p></hw-notice
          >
        }
        <div class="row wrap">
          <button class="button" type="submit">{{ texts().text('save') }}</button>
          @if (model().saved() === 'billing') {
            <span class="saved" role="status"><hw-icon name="check" [size]="16" />{{ texts().text('saved') }}</span>
          }
        </div>
      </form>

      <form class="card stack" novalidate (submit)="run($event, 'password')">
        <h3>{{ texts().text('change-password') }}</h3>
        <div class="fields">
          <hw-text-field
            class="half"
            [label]="texts().text('current-password')"
            type="password"
            autocomplete="current-password"
            [(value)]="model().current"
          />
          <hw-text-field
            class="half"
            [label]="texts().text('new-password')"
            type="password"
            autocomplete="new-password"
            [hint]="texts().text('password-hint')"
            [problem]="model().passwordProblem() ? texts().text(model().passwordProblem()!) : ''"
            [(value)]="model().password"
          />
        </div>
        @if (model().problemIn('password'); as said) {
          <hw-notice tone="danger"
            ><p>{{ said.code === 'wrong-credentials' ? texts().text('wrong-current') : texts().problem(said) }}</p></hw-notice
          >
        }
        <div class="row wrap">
          <button class="button" type="submit">{{ texts().text('change-password') }}</button>
          @if (model().saved() === 'password') {
            <span class="saved" role="status"><hw-icon name="check" [size]="16" />{{ texts().text('password-changed') }}</span>
          }
        </div>
      </form>

      <section class="card stack">
        <h3>{{ texts().text('sessions') }}</h3>
        <ul class="invoice-lines">
          @for (session of model().sessions.value() ?? []; track session.id) {
            <li class="row">
              <span class="grow">
                {{ session.userAgent }}
                <span class="muted small">{{ session.address }} · {{ texts().moment(session.lastUsedAt) }}</span>
              </span>
              @if (session.current) {
                <span class="badge">{{ texts().text('this-device') }}</span>
              } @else {
                <button class="button small" type="button" (click)="model().endSession(session.id)">
                  {{ texts().text('end-session') }}
                </button>
              }
            </li>
          } @empty {
            <li class="skeleton rows-skeleton"></li>
          }
        </ul>
        @if (model().problemIn('sessions') ?? model().sessions.problem(); as said) {
          <hw-notice tone="danger"
            ><p>{{ texts().problem(said) }}</p></hw-notice
          >
        }
        <div>
          <button class="button" type="button" (click)="signedOut.emit()">
            <hw-icon name="out" />{{ texts().text('sign-out') }}
          </button>
        </div>
      </section>
    </div>
  `,
})
export class AccountView {
  readonly shop = input.required<ShopContext>();
  readonly texts = input.required<SharedTexts>();
  readonly signedOut = output();

  protected readonly languages = LANGUAGES;
  protected readonly model = computed(() => {
    const shop = this.shop();
    return untracked(() => new AccountModel(shop));
  });
  protected readonly customer = computed(() => this.shop().session.who());
  protected readonly locales = computed(() => this.shop().info()?.locales ?? (['en', 'uk', 'ru'] as const));

  constructor() {
    effect(() => {
      const model = this.model();
      untracked(() => void model.loadSessions());
    });
  }

  protected chooseLanguage(event: Event): void {
    this.model().locale.set(pickLocale((event.target as HTMLSelectElement).value));
  }

  protected run(event: Event, part: 'profile' | 'billing' | 'password'): void {
    event.preventDefault();
    const model = this.model();
    const saves = {
      profile: () => model.saveProfile(),
      billing: () => model.saveBilling(),
      password: () => model.changePassword(),
    };
    void saves[part]();
  }
}
