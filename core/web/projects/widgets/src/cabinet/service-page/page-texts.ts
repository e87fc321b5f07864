import type { ApiProblem, Dictionary } from '@hostwright/kit';
import type { BillingPeriod, MoneyJson } from '@hostwright/sdk';
import { Texts, type SharedTexts, type TextSources } from '../../platform/texts.js';
import type { messages } from '../texts/service.en.js';

export type ServiceKey = keyof typeof messages;
export type ServiceMessages = Dictionary<ServiceKey>;

export const serviceTexts: TextSources<ServiceKey> = {
  en: () => import('../texts/service.en.js'),
  uk: () => import('../texts/service.uk.js'),
  ru: () => import('../texts/service.ru.js'),
};

/** The words of the service page, fetched with it, and those of the cabinet behind them. */
export class PageTexts implements SharedTexts {
  readonly own = new Texts<ServiceKey>(serviceTexts);

  constructor(private readonly cabinet: SharedTexts) {}

  /** False until the page's own words are here in the language of the cabinet. */
  ready(): boolean {
    return this.own.ready() && this.own.locale() === this.cabinet.locale();
  }

  speak(): void {
    void this.own.speak(this.cabinet.locale());
  }

  text(key: string, values?: Readonly<Record<string, string | number>>): string {
    return this.own.find(key, values) ?? this.cabinet.text(key, values);
  }

  find(key: string, values?: Readonly<Record<string, string | number>>): string | undefined {
    return this.own.find(key, values) ?? this.cabinet.find(key, values);
  }

  money(value: MoneyJson): string {
    return this.cabinet.money(value);
  }

  perPeriod(value: MoneyJson, period: BillingPeriod): string {
    return this.cabinet.perPeriod(value, period);
  }

  period(period: BillingPeriod): string {
    return this.cabinet.period(period);
  }

  date(instant: string): string {
    return this.cabinet.date(instant);
  }

  moment(instant: string): string {
    return this.cabinet.moment(instant);
  }

  time(instant: string): string {
    return this.cabinet.time(instant);
  }

  problem(problem: ApiProblem): string {
    return this.own.find(`problem.${problem.code}`) ?? this.cabinet.problem(problem);
  }

  locale(): 'en' | 'uk' | 'ru' {
    return this.cabinet.locale();
  }
}
