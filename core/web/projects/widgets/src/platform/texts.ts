import { computed, signal } from '@angular/core';
import {
  moneyPerPeriod,
  periodWords,
  showDate,
  showMoment,
  showMoney,
  showTime,
  Translator,
  type ApiProblem,
  type Dictionary,
  type Locale,
  type Values,
} from '@hostwright/kit';
import type { BillingPeriod, MoneyJson } from '@hostwright/sdk';

/** Each language is a module of its own: a page fetches the one that its reader speaks. */
export type TextSources<Key extends string> = Readonly<Record<Locale, () => Promise<{ readonly messages: Dictionary<Key> }>>>;

/** What parts shared by several widgets need of their texts: each widget's dictionary holds the keys they use. */
export interface SharedTexts {
  text(key: string, values?: Values): string;
  find(key: string, values?: Values): string | undefined;
  money(value: MoneyJson): string;
  perPeriod(value: MoneyJson, period: BillingPeriod): string;
  period(period: BillingPeriod): string;
  date(instant: string): string;
  moment(instant: string): string;
  time(instant: string): string;
  problem(problem: ApiProblem): string;
  locale(): Locale;
}

interface Loaded<Key extends string> {
  readonly locale: Locale;
  readonly messages: Dictionary<Key>;
}

/** What a widget says, in the language it was asked for. Components get it and stay free of words. */
export class Texts<Key extends string = string> implements SharedTexts {
  private readonly loaded = signal<Loaded<Key> | undefined>(undefined);
  private readonly translator = computed(() => {
    const loaded = this.loaded();
    return loaded && new Translator(loaded.locale, { en: loaded.messages, uk: loaded.messages, ru: loaded.messages });
  });
  readonly timeZone = signal<string | undefined>(undefined);
  readonly ready = computed(() => this.loaded() !== undefined);
  /** The language that is shown, which is the wanted one as soon as its words are here. */
  readonly locale = computed((): Locale => this.loaded()?.locale ?? 'en');

  constructor(private readonly sources: TextSources<Key>) {}

  async speak(locale: Locale): Promise<void> {
    const { messages } = await this.sources[locale]();
    this.loaded.set({ locale, messages });
  }

  text(key: Key, values?: Values): string {
    return this.translator()?.text(key, values) ?? '';
  }

  find(key: string, values?: Values): string | undefined {
    return this.translator()?.find(key, values);
  }

  money(value: MoneyJson): string {
    return showMoney(value, this.locale());
  }

  perPeriod(value: MoneyJson, period: BillingPeriod): string {
    return moneyPerPeriod(value, period, this.locale());
  }

  period(period: BillingPeriod): string {
    return periodWords(period, this.locale());
  }

  date(instant: string): string {
    return showDate(instant, this.locale(), this.timeZone());
  }

  moment(instant: string): string {
    return showMoment(instant, this.locale());
  }

  time(instant: string): string {
    return showTime(instant, this.locale());
  }

  /** A refusal in the reader's words; one that has no words of its own is told in general. */
  problem(problem: ApiProblem): string {
    return this.find(`problem.${problem.code}`) ?? this.text('problem.other' as Key);
  }
}
