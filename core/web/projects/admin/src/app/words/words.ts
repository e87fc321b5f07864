import { computed, inject, Injectable } from '@angular/core';
import { moneyPerPeriod, showMoney, showMoment, Translator, type Values } from '@hostwright/kit';
import type { BillingPeriod, MoneyJson } from '@hostwright/sdk';
import { Appearance } from '../shell/appearance.js';
import { EN, type WordKey } from './en.js';
import { RU } from './ru.js';
import { UK } from './uk.js';

export type { WordKey } from './en.js';

/** Everything that is said on the screen, in the language that the reader chose. Read inside templates, so a change shows at once. */
@Injectable({ providedIn: 'root' })
export class Words {
  private readonly appearance = inject(Appearance);
  private readonly translator = computed(() => new Translator<WordKey>(this.appearance.locale(), { en: EN, uk: UK, ru: RU }));
  private readonly numbers = computed(() => new Intl.NumberFormat(this.locale()));
  private readonly days = computed(
    () => new Intl.DateTimeFormat(this.dateLocale(), { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  );
  private readonly dayOfYear = computed(
    () => new Intl.DateTimeFormat(this.dateLocale(), { day: 'numeric', month: 'short', year: 'numeric' }),
  );

  readonly locale = this.appearance.locale;
  readonly text = (key: WordKey, values?: Values): string => this.translator().text(key, values);
  /** Words for something made of data, or the fallback when there are none. */
  readonly named = (key: string, fallback: string): string => this.translator().find(key) ?? fallback;
  readonly count = (value: number): string => this.numbers().format(value);
  readonly money = (value: MoneyJson): string => showMoney(value, this.locale());
  readonly perPeriod = (value: MoneyJson, period: BillingPeriod): string => moneyPerPeriod(value, period, this.locale());
  readonly moment = (instant: string): string => showMoment(instant, this.locale());
  readonly day = (instant: string): string => this.dayOfYear().format(Date.parse(instant));
  /** A day of the calendar, such as `2026-11-22`, without its year. */
  readonly calendarDay = (day: string): string => this.days().format(Date.parse(`${day}T00:00:00Z`));

  private dateLocale(): string {
    return this.locale() === 'en' ? 'en-GB' : this.locale();
  }
}
